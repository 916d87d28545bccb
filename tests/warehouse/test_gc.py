"""What goes is what nobody can need, and nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from warehouse import gc
from warehouse.files import changes
from warehouse.gc import collect_garbage
from warehouse.layout import staging_dir
from warehouse.log import numbers, read_head
from warehouse.verify import verify

AT = datetime(2026, 3, 1, 7, tzinfo=UTC)  # when the nights of these tests were committed
LATER = AT + timedelta(days=15)


def age(root: Path, moment: datetime = AT) -> None:
    """Let every file be from then."""
    for path in root.rglob("*"):
        os.utime(path, (moment.timestamp(),) * 2)


@pytest.fixture
def two_nights(night, seen, root) -> Path:
    """The second night replaces files of the first one: those of superseded and of its own record."""
    night("r1", seen(url="https://minbar.example/1"))
    night("r2", seen(url="https://minbar.example/1", hour=9, text="خطة أخرى.\n\nقال الوزير."))
    age(root)
    return root


def names(root: Path) -> set[str]:
    """The data files there are."""
    return {path.relative_to(root).as_posix() for path in (root / "data").rglob("*.parquet")}


def listed(root: Path) -> set[str]:
    """The files of the newest snapshot."""
    return {entry.path for entries in read_head(root).files.values() for entry in entries}


def test_what_is_listed_stays(two_nights) -> None:
    """However old it is; the old entry of the log goes unless the newest one builds on it."""
    before = read_head(two_nights)
    collect_garbage(two_nights, LATER)
    assert read_head(two_nights) == before
    assert names(two_nights) >= listed(two_nights)
    assert list(verify(two_nights)) == []


def test_what_nobody_lists_goes(two_nights) -> None:
    """When it is old enough."""
    stray = two_nights / "data" / "pages" / "date=2026-03-01" / "killed-0123456789ab.parquet"
    stray.touch()
    os.utime(stray, ((LATER - gc.GRACE + timedelta(hours=1)).timestamp(),) * 2)
    assert "files" not in collect_garbage(two_nights, LATER)
    assert collect_garbage(two_nights, LATER + timedelta(hours=2))["files"] == 1
    assert names(two_nights) == listed(two_nights)


def test_entries_go_after_their_time(night, seen, root, monkeypatch) -> None:
    """All but the newest one, and what that builds on; with them the files that only they list."""
    monkeypatch.setattr("warehouse.log.MAX_CHANGES", 30)
    monkeypatch.setattr(gc, "KEEP_ENTRIES", 1)
    for number in range(1, 6):
        night(f"r{number}", seen(url="https://minbar.example/1", hour=number, text=f"{number}\n\nقال."))
    age(root)
    first = read_head(root)
    assert collect_garbage(root, AT + gc.KEEP) == {}
    removed = collect_garbage(root, LATER)
    assert removed["snapshots"] >= 1
    assert numbers(root)[-1] == 5
    assert read_head(root) == first
    assert list(verify(root)) == []
    assert not changes(first.files, read_head(root).files).count


def test_files_of_a_run_under_way_stay(two_nights, stage, seen) -> None:
    """However long ago it wrote them: it may be gone on with, and commit them."""
    stage("r3", seen(url="https://minbar.example/3"))
    written = two_nights / "data" / "pages" / "date=2026-03-01" / "r3-0123456789ab.parquet"
    written.touch()
    age(two_nights)
    collect_garbage(two_nights, LATER)
    assert written.exists()


def test_a_run_that_was_not_published_stays(two_nights, stage, seen) -> None:
    """Its shards are all there is of it."""
    stage("r3", seen(url="https://minbar.example/3"))
    age(two_nights)
    collect_garbage(two_nights, LATER)
    assert staging_dir(two_nights, "r3").is_dir()


def test_a_published_run_that_left_its_shards(two_nights, stage, seen) -> None:
    """A kill came before they were removed."""
    stage("r1", seen(url="https://minbar.example/1"))
    assert collect_garbage(two_nights, AT)["staged runs"] == 1
    assert not staging_dir(two_nights, "r1").exists()


def test_unfinished_files(two_nights) -> None:
    """Go when nobody can be at work on them."""
    tmp = two_nights / "_tmp" / "0.parquet"
    tmp.touch()
    os.utime(tmp, (AT.timestamp(),) * 2)
    assert "temporary" not in collect_garbage(two_nights, AT + timedelta(hours=40))
    assert collect_garbage(two_nights, LATER)["temporary"] == 1
    assert not tmp.exists()


def test_an_empty_warehouse(root) -> None:
    """Has no garbage."""
    assert collect_garbage(root, LATER) == {}
