"""DuckDB within its bounds."""

from pathlib import Path

import duckdb
import pytest

from warehouse.bounded import bounded


def test_what_does_not_fit_goes_to_disk(root: Path) -> None:
    """More than its memory is sorted, and the folder is gone afterwards."""
    with duckdb.connect() as con, bounded(con, root):
        con.execute("SET memory_limit = '64MB'")
        con.execute("SET threads = 1")
        query = "SELECT i FROM range(3000000) r(i) ORDER BY md5(i::VARCHAR) LIMIT 1 OFFSET 2999999"
        assert con.execute(query).fetchone()
    assert list((root / "_tmp").iterdir()) == []


def test_two_connections_do_not_share_a_folder(root: Path) -> None:
    """DuckDB would give their files the same names."""
    with duckdb.connect() as one, duckdb.connect() as two, bounded(one, root), bounded(two, root):
        folders = {con.execute("SELECT current_setting('temp_directory')").fetchone() for con in (one, two)}
    assert len(folders) == 2


def test_a_warehouse_that_may_only_be_read(tmp_path: Path) -> None:
    """What does not fit goes to the system's temporary files."""
    (tmp_path / "file").touch()
    with duckdb.connect() as con, bounded(con, tmp_path / "file"):
        [(folder,)] = con.execute("SELECT current_setting('temp_directory')").fetchall()
        assert Path(folder).is_dir()
    assert not Path(folder).exists()


def test_an_error_clears_the_folder(root: Path) -> None:
    """As its end does."""
    with pytest.raises(duckdb.Error), duckdb.connect() as con, bounded(con, root):
        con.execute("SELECT no_such_column")
    assert list((root / "_tmp").iterdir()) == []
