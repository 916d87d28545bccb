"""Merging shards."""

from datetime import timedelta

import pyarrow.parquet as pq
import pytest

from config.errors import CorruptError
from warehouse import merge
from warehouse.merge import merge_run
from warehouse.staging import write_shard


@pytest.fixture
def staged(root, seen, build):
    """Stages one shard a page under these numbers."""

    def write(*numbers: int) -> None:
        for number in numbers:
            rows = build.rows_of([seen(url=f"https://a.example/{number}")], "r1", build.DAY)
            for table in ("pages", "articles"):
                write_shard(root, "r1", table, f"{number:04}", rows[table])

    return write


def read(root, entry) -> list[str]:
    """The addresses in a file."""
    return pq.read_table(root / entry.path, partitioning=None).column("url").to_pylist()


def test_one_file_for_each_table_and_date(root, staged) -> None:
    """Shards become one file, in order of the table."""
    staged(3, 1, 2)
    merged = merge_run(root, "r1")
    assert sorted(merged) == ["articles", "pages"]
    assert [len(files) for files in merged.values()] == [1, 1]
    assert read(root, merged["pages"][0]) == [f"https://a.example/{n}" for n in (1, 2, 3)]


def test_dates_are_kept_apart(root, staged, seen, build) -> None:
    """A run that collects several days writes a file for each."""
    staged(1)
    rows = build.rows_of([seen(url="https://a.example/9")], "r1", build.DAY - timedelta(days=1))["pages"]
    mixed = [*rows, *build.rows_of([seen(url="https://a.example/8")], "r1", build.DAY)["pages"]]
    write_shard(root, "r1", "pages", "0009", mixed)
    files = merge_run(root, "r1")["pages"]
    assert [(entry.date - build.DAY).days for entry in files] == [-1, 0]
    assert [read(root, entry) for entry in files] == [
        ["https://a.example/9"],
        ["https://a.example/1", "https://a.example/8"],
    ]


def test_merging_again_gives_the_same_files(root, staged) -> None:
    """After a kill the same shards give the same names."""
    staged(1, 2)
    assert merge_run(root, "r1") == merge_run(root, "r1")


def test_empty_shards_make_no_file(root) -> None:
    """A table without rows has no file."""
    write_shard(root, "r1", "tweets", "0001", [])
    assert merge_run(root, "r1") == {}


def test_lost_rows_are_noticed(root, staged, monkeypatch) -> None:
    """A file with fewer rows than were staged is never listed."""
    staged(1, 2)
    write = merge.write_file
    monkeypatch.setattr(merge, "write_file", lambda *a, **k: write(*a, **k)._replace(rows=1))
    with pytest.raises(CorruptError, match="pages of 2026-03-01: 1 rows written, 2 were staged"):
        merge_run(root, "r1")
