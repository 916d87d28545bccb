"""Writes that survive."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from config.errors import WarehouseError
from warehouse.durable import make_dir, put, put_if_absent


def test_put_replaces(tmp_path) -> None:
    """The new bytes have the name, the temporary one is gone."""
    for text in ("old", "new"):
        (tmp_path / "t").write_text(text)
        put(tmp_path / "t", tmp_path / "deep" / "er" / "file")
    assert (tmp_path / "deep/er/file").read_text() == "new"
    assert not (tmp_path / "t").exists()


def test_put_if_absent_has_one_winner(tmp_path) -> None:
    """Of many writers of one name exactly one wins, and its bytes stay."""

    def write(number: int) -> bool:
        tmp = tmp_path / f"t{number}"
        tmp.write_text(str(number))
        return put_if_absent(tmp, tmp_path / "file")

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(write, range(40)))
    assert won.count(True) == 1
    assert (tmp_path / "file").read_text() == str(won.index(True))
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_a_folder_that_cannot_be_made(tmp_path) -> None:
    """The error names the folder and the reason."""
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match=r"cannot make the folder .*file/x: Not a directory"):
        make_dir(tmp_path / "file" / "x")
