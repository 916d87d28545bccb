"""DuckDB within bounds: what does not fit in its memory goes to a folder of its own beside the data."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from config.errors import WarehouseError
from warehouse.durable import make_dir
from warehouse.layout import tmp_path

MEMORY_MB = 400


@contextmanager
def bounded(con: duckdb.DuckDBPyConnection, root: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The connection, kept to so much memory while the block lasts.

    The folder is not shared: DuckDB gives its files the same names in every process. Where the warehouse may
    only be read it lies with the system's temporary files.
    """
    folder = tmp_path(root, ".spill")
    try:
        make_dir(folder)
    except WarehouseError:
        folder = Path(mkdtemp(suffix=".spill"))
    try:
        con.execute(f"SET memory_limit = '{MEMORY_MB}MB'")
        con.execute("SET temp_directory = $folder", {"folder": str(folder)})
        con.execute("SET preserve_insertion_order = false")  # else it holds back what could be on disk
        yield con
    finally:
        shutil.rmtree(folder, ignore_errors=True)
