"""Shards: what the tasks of a run write, before publishing makes files of them."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from config.errors import CorruptError
from warehouse.durable import make_dir, put
from warehouse.layout import STAGING, shard_path, staging_dir, tmp_path
from warehouse.older import read_group
from warehouse.parquet import sort_rows, write_parquet
from warehouse.schema import TABLES, Table


def write_shard(root: Path, run_id: str, table_name: str, shard_name: str, rows: Iterable[Any]) -> Path:
    """Stage rows under a name; the same name again replaces them, so a task may be retried.

    Rows of streamed tables are sorted, which no merge does later; those of the others keep their order.

    Raises:
        TypeError: a row is of another table's type.
    """
    table = TABLES[table_name]
    arrow = table.to_arrow(rows)
    path = shard_path(root, run_id, table_name, shard_name)
    tmp = tmp_path(root, ".parquet")
    make_dir(tmp.parent)
    write_parquet(tmp, table, [sort_rows(table, arrow) if table.streamed else arrow], arrow.num_rows)
    put(tmp, path)
    return path


def shards(root: Path, run_id: str, table_name: str) -> list[Path]:
    """The shards of a run's table, in order of their names."""
    return sorted((staging_dir(root, run_id) / table_name).glob("*.parquet"))


def is_staged(root: Path, run_id: str, table_name: str, shard_name: str) -> bool:
    """Whether a run has this shard."""
    return shard_path(root, run_id, table_name, shard_name).exists()


def read_staged(root: Path, run_id: str, table_name: str) -> Iterator[Any]:
    """All rows a run staged of one table.

    Raises:
        CorruptError: a shard cannot be read.
    """
    for path in shards(root, run_id, table_name):
        yield from iter_shard(path)


def count_rows(path: Path) -> int:
    """How many rows a shard has.

    Raises:
        CorruptError: it cannot be read.
    """
    with open_shard(path) as file:
        return int(file.metadata.num_rows)


def read_shard(path: Path) -> list[Any]:
    """All rows of a shard, as its table's row type.

    Raises:
        CorruptError: the shard cannot be read.
    """
    return list(iter_shard(path))


def iter_shard(path: Path) -> Iterator[Any]:
    """The rows of a shard, holding one row group at a time.

    Raises:
        CorruptError: the shard cannot be read.
    """
    table = table_of(path)
    with open_shard(path) as file:
        for number in range(file.num_row_groups):
            yield from table.from_arrow(read_group(file, number, table))


def table_of(path: Path) -> Table:
    """The table a shard belongs to, by its folder."""
    return TABLES[path.parent.name]


@contextmanager
def open_shard(path: Path) -> Iterator[pq.ParquetFile]:
    """A shard opened for reading.

    Raises:
        CorruptError: it cannot be read.
    """
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError) as error:
        raise CorruptError(
            f"cannot read the shard {path}: {error}; remove it and run the day again"
        ) from error


def staged_runs(root: Path) -> list[Path]:
    """The folders of the runs that hold staged rows: each may be under way, or gone on with."""
    return sorted((root / STAGING).glob("*/"))


def is_of(path: str, runs: Iterable[Path]) -> bool:
    """Whether a data file is of one of these runs, which may be about to commit it."""
    return path.rsplit("/", 1)[1].startswith(tuple(f"{folder.name}-" for folder in runs))


def remove_staging(root: Path, run_id: str) -> None:
    """Remove a run's shards, where there are any."""
    shutil.rmtree(staging_dir(root, run_id), ignore_errors=True)
