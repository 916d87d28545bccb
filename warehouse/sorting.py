"""The rows of a table's shards in the table's order: in memory where they are few, else by way of the disk.

On disk the shards are dealt out to buckets, one for each range of keys, and the buckets are sorted one
after the other: an external distribution sort. Each row is read and written once more, and no more than one
bucket is in memory.
"""

import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.durable import make_dir
from warehouse.layout import tmp_path
from warehouse.older import read_group
from warehouse.parquet import order_of, sort_rows
from warehouse.schema import Table
from warehouse.staging import open_shard

BUCKET_BYTES = 6_000_000  # as Parquet has them before compression; Arrow takes a few times as much
DEALT_ROWS = 32_768  # sorted together before they are dealt out: many small pieces are slow to write
SAMPLED_ROWS = 251  # one of so many is looked at to find where a bucket ends
Key = tuple[tuple[bool, Any], ...]


def sorted_rows(root: Path, table: Table, paths: Sequence[Path], day: date | None) -> Iterator[pa.Table]:
    """The rows of one date, or of all, in the table's order, in parts of whole row groups.

    Raises:
        CorruptError: a shard cannot be read.
    """
    buckets = -(-sum(map(inflated_bytes, paths)) // BUCKET_BYTES)
    if buckets > 1:
        yield from regroup(table, sort_on_disk(root, table, paths, day, buckets))
    else:
        yield sort_rows(table, pa.concat_tables(read_date(table, paths, day)))


def inflated_bytes(path: Path) -> int:
    """The bytes of a shard without compression."""
    with open_shard(path) as file:
        groups = range(file.metadata.num_row_groups)
        return sum(file.metadata.row_group(number).total_byte_size for number in groups)


def read_date(
    table: Table, paths: Sequence[Path], day: date | None, columns: Sequence[str] | None = None
) -> Iterator[pa.Table]:
    """The rows of one date, or of all, shard by shard, holding one row group at a time."""
    names = table.schema.names if columns is None else columns
    for path in paths:
        with open_shard(path) as file:
            for number in range(file.num_row_groups):
                group = read_group(file, number, table, list(dict.fromkeys([*names, "date"])))
                of_day = pc.equal(group.column("date"), pa.scalar(day, pa.date32()))
                chosen = group.filter(of_day) if day else group
                if chosen.num_rows:
                    yield chosen.select(names)


def sort_on_disk(
    root: Path, table: Table, paths: Sequence[Path], day: date | None, buckets: int
) -> Iterator[pa.Table]:
    """The rows bucket by bucket, each sorted."""
    folder = tmp_path(root, ".sort")
    make_dir(folder)
    try:
        bounds = find_bounds(table, read_date(table, paths, day, order_of(table)), buckets)
        parts = sorted_together(table, read_date(table, paths, day))
        for file in deal_out(folder, table, parts, bounds):
            with pa.memory_map(str(file)) as source:
                yield sort_rows(table, pa.ipc.open_stream(source).read_all())
            file.unlink()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_bounds(table: Table, parts: Iterable[pa.Table], buckets: int) -> list[Key]:
    """The keys at which a bucket ends and the next one begins, so that they are about equal."""
    sampled: list[Key] = []
    seen = 0
    for part in parts:
        # counted through all parts: at the same places in each, the samples of sorted parts would be alike
        numbers = range(-seen % SAMPLED_ROWS, part.num_rows, SAMPLED_ROWS)
        sampled.extend(key_at(table, part, number) for number in numbers)
        seen += part.num_rows
    sampled.sort()
    return [sampled[len(sampled) * number // buckets] for number in range(1, buckets)]


def key_at(table: Table, part: pa.Table, number: int) -> Key:
    """The place of a row in the table's order, nulls last as in `sort_rows`."""
    values = (part.column(name)[number].as_py() for name in order_of(table))
    return tuple((value is None, value) for value in values)


def sorted_together(table: Table, parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows in sorted parts of some size."""
    held: list[pa.Table] = []
    for part in parts:
        held.append(part)
        if sum(one.num_rows for one in held) >= DEALT_ROWS:
            yield sort_rows(table, pa.concat_tables(held)).combine_chunks()
            held = []
    if held:
        yield sort_rows(table, pa.concat_tables(held)).combine_chunks()


def deal_out(folder: Path, table: Table, parts: Iterable[pa.Table], bounds: list[Key]) -> list[Path]:
    """Write each part, which is sorted, to the files of the buckets."""
    files = [folder / f"{number:06}.arrow" for number in range(len(bounds) + 1)]
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with ExitStack() as stack:
        writers = [
            stack.enter_context(pa.ipc.new_stream(str(file), table.schema, options=options)) for file in files
        ]
        for part in parts:
            place = partial(key_at, table, part)
            cuts = [bisect_left(range(part.num_rows), bound, key=place) for bound in bounds]
            for writer, (start, end) in zip(writers, pairwise((0, *cuts, part.num_rows)), strict=True):
                if end > start:
                    writer.write_table(part.slice(start, end - start))
    return files


def regroup(table: Table, parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows in parts of exactly a row group, the last one excepted.

    Each part is of one piece, so that where the buckets end does not show in the bytes of the file.
    """
    held: list[pa.Table] = []
    room = table.row_group_rows
    for part in parts:
        while part.num_rows:
            taken = part.slice(0, room)
            held.append(taken)
            part = part.slice(taken.num_rows)
            room -= taken.num_rows
            if not room:
                yield pa.concat_tables(held).combine_chunks()
                held, room = [], table.row_group_rows
    if held:
        yield pa.concat_tables(held).combine_chunks()
