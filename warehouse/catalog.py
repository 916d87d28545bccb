"""The catalog: a connection to DuckDB with views over a snapshot."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse.definitions import SETTINGS, definitions
from warehouse.log import Snapshot, numbers, read_head
from warehouse.relations import execute_all
from warehouse.store import store_of
from warehouse.views_file import attach_views


def connect(root: Path) -> duckdb.DuckDBPyConnection:
    """A connection of its own over the newest snapshot; it takes no lock and never changes underneath.

    People's views are in schema main, the tables as published in schema raw; both are empty where nothing
    was published. Nothing in the warehouse can be changed through it.

    Raises:
        CorruptError: the snapshot cannot be read.
    """
    return open_number(root, max(numbers(root), default=0), lambda: read_head(root))


def open_snapshot(root: Path, snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """A connection over one snapshot."""
    return open_number(root, snapshot.number, lambda: snapshot)


def open_number(root: Path, number: int, read: Callable[[], Snapshot]) -> duckdb.DuckDBPyConnection:
    """A connection over the snapshot of that number, which is read only where the views file has another."""
    store = store_of(root)
    con = duckdb.connect()
    store.prepare(con)
    execute_all(con, SETTINGS)
    if not attach_views(con, root, number):
        execute_all(con, definitions(read(), store.prefix))
    return con
