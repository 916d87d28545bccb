"""The work folder of a warehouse in a bucket."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import load_settings
from config.work import MARKER, bucket_of, open_root


@pytest.mark.parametrize("given", ["s3://news", "s3://news/a", "s3://news/a/b-c", "s3://news/a/"])
def test_a_bucket_has_a_folder_here(tmp_path, given):
    """It says which bucket it is of, and is the same the next time."""
    root = open_root(Path(given), tmp_path)
    assert root.parent == tmp_path
    assert bucket_of(root) == given.rstrip("/")
    assert open_root(Path(given), tmp_path) == root


def test_a_folder_stays_what_it_is(tmp_path):
    """Nothing is made there."""
    assert open_root(tmp_path / "w", tmp_path) == tmp_path / "w"
    assert bucket_of(tmp_path / "w") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "given", ["s3://", "s3://x", "s3://NEWS/a", "s3://news/a b", "s3://news/../a", "s3://news/a*"]
)
def test_no_address_of_a_bucket(tmp_path, given):
    """Is refused before anything is made."""
    with pytest.raises(ConfigError, match="is no address of a bucket"):
        open_root(Path(given), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_two_buckets_of_one_name(tmp_path):
    """Whose folders would be the same are told apart."""
    open_root(Path("s3://news/a/b"), tmp_path)
    with pytest.raises(ConfigError, match="is of s3://news/a/b; set ISNAD_WORK"):
        open_root(Path("s3://news/a-b"), tmp_path)


def test_a_folder_with_a_warehouse_of_its_own(tmp_path):
    """Becomes no work folder: its rows would be hidden."""
    (tmp_path / "news-a" / "_log").mkdir(parents=True)
    with pytest.raises(ConfigError, match="a warehouse in this folder"):
        open_root(Path("s3://news/a"), tmp_path)


@pytest.mark.parametrize("said", ["", "{", "[]", '{"bucket": "http://x"}', '{"bucket": 3}'])
def test_a_broken_marker(tmp_path, said):
    """Is an error, not a warehouse without rows."""
    (tmp_path / MARKER).write_text(said)
    with pytest.raises(ConfigError, match="does not name a bucket"):
        bucket_of(tmp_path)


def test_the_folder_cannot_be_made(tmp_path):
    """The message says what to set."""
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="set ISNAD_WORK"):
        open_root(Path("s3://news/a"), tmp_path / "file")


def test_the_setting(tmp_path, monkeypatch):
    """A root that is a bucket becomes its work folder."""
    monkeypatch.setenv("ISNAD_ROOT", "s3://news/a")
    monkeypatch.setenv("ISNAD_WORK", str(tmp_path))
    assert load_settings().root == tmp_path / "news-a"
    assert load_settings(root=tmp_path / "news-a").root == tmp_path / "news-a"
