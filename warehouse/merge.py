"""Merge: the shards of a run's table become one file for each date."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from config.errors import CorruptError
from warehouse.log import FileEntry
from warehouse.parquet import sort_rows, write_file
from warehouse.schema import PUBLISHED, Table
from warehouse.staging import open_shard, shards


def merge_run(root: Path, run_id: str) -> dict[str, tuple[FileEntry, ...]]:
    """One file for each date of each table that the run staged rows of.

    Raises:
        CorruptError: a shard cannot be read, or the files have not as many rows as the shards.
    """
    merged = {table.name: merge_table(root, run_id, table) for table in PUBLISHED}
    return {name: files for name, files in merged.items() if files}


def merge_table(root: Path, run_id: str, table: Table) -> tuple[FileEntry, ...]:
    """One file for each date of one table.

    Raises:
        CorruptError: as for `merge_run`.
    """
    paths = shards(root, run_id, table.name)
    counts = count_by_date(paths)
    files = []
    for day, rows in sorted(counts.items()):
        parts: Iterator[pa.Table] = read_date(paths, table, day)
        if not table.streamed:
            parts = iter([sort_rows(table, pa.concat_tables(parts))])
        files.append(write_file(root, table, parts, rows=rows, day=day, run_id=run_id))
        if files[-1].rows != rows:
            raise CorruptError(f"{table.name} of {day}: {files[-1].rows} rows written, {rows} were staged")
    return tuple(files)


def count_by_date(paths: Sequence[Path]) -> Counter[date]:
    """How many rows the shards hold for each date."""
    counts: Counter[date] = Counter()
    for path in paths:
        with open_shard(path) as file:
            days: Any = file.read(columns=["date"]).column("date")
            counts.update(days.to_pylist())
    return counts


def read_date(paths: Sequence[Path], table: Table, day: date) -> Iterator[pa.Table]:
    """The rows of one date, shard by shard, holding one row group at a time."""
    for path in paths:
        with open_shard(path) as file:
            for number in range(file.num_row_groups):
                group = file.read_row_group(number, columns=table.schema.names)
                chosen = group.filter(pc.equal(group.column("date"), pa.scalar(day, pa.date32())))
                if chosen.num_rows:
                    yield chosen
