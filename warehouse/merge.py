"""Merge: the shards of a run's table become one file for each date."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from config.errors import CorruptError
from warehouse.files import FileEntry
from warehouse.parquet import write_file
from warehouse.schema import PUBLISHED, Table
from warehouse.sorting import read_date, sorted_rows
from warehouse.staging import open_shard, shards

TABLES_AT_ONCE = 2


def merge_run(root: Path, run_id: str) -> dict[str, tuple[FileEntry, ...]]:
    """One file for each date of each table that the run staged rows of.

    Raises:
        CorruptError: a shard cannot be read, or the files have not as many rows as the shards.
    """
    with ThreadPoolExecutor(TABLES_AT_ONCE) as pool:
        merged = pool.map(partial(merge_table, root, run_id), PUBLISHED)
        return {table.name: files for table, files in zip(PUBLISHED, merged, strict=True) if files}


def merge_table(root: Path, run_id: str, table: Table) -> tuple[FileEntry, ...]:
    """One file for each date of one table.

    Raises:
        CorruptError: as for `merge_run`.
    """
    paths = shards(root, run_id, table.name)
    counts = count_by_date(paths)
    files = []
    for day, rows in sorted(counts.items()):
        parts = read_date(table, paths, day) if table.streamed else sorted_rows(root, table, paths, day)
        files.append(write_file(root, table, parts, rows=rows, day=day, run_id=run_id))
        if files[-1].rows != rows:
            raise CorruptError(f"{table.name} of {day}: {files[-1].rows} rows written, {rows} were staged")
    pa.default_memory_pool().release_unused()  # the checks that follow have need of it
    return tuple(files)


def count_by_date(paths: Sequence[Path]) -> Counter[date]:
    """How many rows the shards hold for each date."""
    counts: Counter[date] = Counter()
    for path in paths:
        with open_shard(path) as file:
            found: Any = pc.value_counts(file.read(columns=["date"]).column("date"))
            counts.update(dict(zip(*(part.to_pylist() for part in found.flatten()), strict=True)))
    return counts
