"""Copying between a folder and a bucket."""

from dataclasses import replace
from pathlib import Path

import obstore
import pytest

from config.errors import ConfigError, CorruptError, NotFoundError
from config.work import bucket_of
from warehouse import copying as module
from warehouse.catalog import connect
from warehouse.copying import copy_warehouse
from warehouse.log import commit, numbers, read_head
from warehouse.verify import verify

FIRST, SECOND = "https://minbar.example/1", "https://minbar.example/2"


def urls(root: Path) -> list[str]:
    """The addresses of the articles."""
    with connect(root) as con:
        return [row[0] for row in con.execute("SELECT url FROM articles ORDER BY url").fetchall()]


def test_to_a_bucket_and_back(night, seen, root, bucket, tmp_path) -> None:
    """The same files, the same newest snapshot; a second time only what is new is sent."""
    night("r1", seen(url=FIRST))
    first = copy_warehouse(root, bucket)
    assert (first.snapshot, first.there) == (1, 0)
    night("r2", seen(url=SECOND))
    second = copy_warehouse(root, bucket)
    assert (second.snapshot, numbers(bucket)) == (2, [2])
    assert second.files < first.files + second.there
    back = tmp_path / "back"
    copy_warehouse(bucket, back)
    for copied in (bucket, back):
        assert read_head(copied) == read_head(root)
        assert urls(copied) == [FIRST, SECOND]
        assert list(verify(copied)) == []
    assert copy_warehouse(root, bucket).files == 0


def test_killed_between_two_files(night, seen, root, tmp_path, monkeypatch) -> None:
    """Nothing is shown before all is there; the next call sends the rest."""
    night("r1", seen(url=FIRST))
    target, real, sent = tmp_path / "copy", module.copy_file, []

    def killed(*args) -> None:
        if len(sent) == 3:
            raise KeyboardInterrupt
        sent.append(args)
        real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(module, "copy_file", killed)
        with pytest.raises(KeyboardInterrupt):
            copy_warehouse(root, target)
    assert read_head(target).number == 0
    done = copy_warehouse(root, target)
    assert done.there == 3
    assert list(verify(target)) == []


def test_another_warehouse_is_left_alone(night, seen, root, tmp_path) -> None:
    """Also one that was a copy and went on by itself."""
    night("r1", seen(url=FIRST))
    target = tmp_path / "copy"
    copy_warehouse(root, target)
    head = read_head(target)
    commit(target, replace(head, number=2, parent=1, run_id="its own", files={}))
    with pytest.raises(ConfigError, match="holds another warehouse"):
        copy_warehouse(root, target)
    night("r2", seen(url=SECOND))
    with pytest.raises(ConfigError, match="holds another warehouse"):
        copy_warehouse(root, target)
    assert numbers(target) == [1, 2]


def test_nothing_to_copy(root, tmp_path) -> None:
    """Is said, and nothing is made of it."""
    with pytest.raises(NotFoundError, match="nothing was published"):
        copy_warehouse(root, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    with pytest.raises(ConfigError, match="copied to itself"):
        copy_warehouse(root, root)


def test_a_file_that_changed_is_not_sent(night, seen, root, bucket, server, tmp_path) -> None:
    """Nor is one that is missing; the target shows nothing."""
    night("r1", seen(url=FIRST))
    copy_warehouse(root, bucket)
    objects = server.objects(bucket_of(bucket).split("/", 3)[3])
    entry = read_head(root).files["pages"][0]
    obstore.put(objects, entry.path, b"X" * entry.bytes)
    with pytest.raises(CorruptError, match="is not as it was written"):
        copy_warehouse(bucket, tmp_path / "back")
    obstore.delete(objects, entry.path)
    with pytest.raises(CorruptError, match="is missing"):
        copy_warehouse(bucket, tmp_path / "back")
    assert read_head(tmp_path / "back").number == 0
