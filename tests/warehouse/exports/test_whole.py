"""Files that are whole or not there."""

from pathlib import Path

import pytest

from config.errors import ConfigError, WarehouseError
from warehouse.exports.whole import whole_file


def test_it_has_its_name_when_it_is_whole(tmp_path: Path) -> None:
    """Not before the end, and nothing else is left in the folder."""
    path = tmp_path / "صحف.csv"
    with whole_file(path, force=False) as tmp:
        tmp.write_bytes(b"one")
        assert not path.exists()
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_fault_leaves_what_was_there(tmp_path: Path) -> None:
    """The file that was to be replaced stays as it was."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"before")
    with pytest.raises(UnicodeEncodeError), whole_file(path, force=True) as tmp:
        tmp.write_text("half", "ascii") and tmp.write_text("نصف", "ascii")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_there_is_not_replaced(tmp_path: Path) -> None:
    """But with force it is."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"before")
    with pytest.raises(ConfigError, match=r"a\.csv is there already; --force"), whole_file(path, force=False):
        pass
    with whole_file(path, force=True) as tmp:
        tmp.write_bytes(b"after")
    assert path.read_bytes() == b"after"


def test_a_place_where_no_file_can_be(tmp_path: Path) -> None:
    """Is told before anything is written."""
    with pytest.raises(ConfigError, match="no folder"), whole_file(tmp_path / "no" / "a.csv", force=False):
        pass
    for path in (tmp_path, Path()):
        with pytest.raises(ConfigError, match="is a folder"), whole_file(path, force=True):
            pass


def test_a_disk_that_refuses_is_a_clear_error(tmp_path: Path) -> None:
    """With the system's reason."""
    path = tmp_path / "a.csv"
    with (
        pytest.raises(WarehouseError, match=r"cannot write .*a\.csv: No space left"),
        whole_file(path, force=False),
    ):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []
