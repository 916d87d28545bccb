"""Where things lie."""

from datetime import date
from pathlib import Path

import pytest

from warehouse.layout import check_name, data_path, log_path, shard_path, tmp_path


def test_paths() -> None:
    """The layout is the one the README documents."""
    first, last, sha256 = date(2026, 3, 1), date(2026, 4, 2), "ab" * 32
    path = data_path("pages", first, first, "r1", sha256)
    assert path == "data/pages/date=2026-03-01/r1-abababababab.parquet"
    path = data_path("pages", first, last, "r1", sha256)
    assert path == "data/pages/days=2026-03-01_2026-04-02/r1-abababababab.parquet"
    assert log_path(Path("w"), 42) == Path("w/_log/0000000042.json.gz")
    assert shard_path(Path("w"), "r1", "pages", "0001") == Path("w/_staging/r1/pages/0001.parquet")


@pytest.mark.parametrize("name", ["", "..", "a/b", "../x", ".hidden", "a b", "a*", "x" * 201, "a\n"])
def test_names_cannot_leave_their_folder(name) -> None:
    """A run or shard whose name is no plain file name is refused."""
    with pytest.raises(ValueError, match="cannot name a file"):
        check_name(name)


def test_temporary_names_differ() -> None:
    """No two writers share a temporary file."""
    assert tmp_path(Path("w"), ".parquet") != tmp_path(Path("w"), ".parquet")
