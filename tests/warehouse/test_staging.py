"""Shards."""

import pyarrow.parquet as pq
import pytest

from config.errors import CorruptError
from warehouse.layout import staging_dir
from warehouse.rows import Address
from warehouse.schema import TABLES
from warehouse.staging import iter_shard, read_shard, remove_staging, shards, write_shard


@pytest.fixture
def pages(seen, build):
    """Rows of some pages."""
    return lambda count: build.rows_of(
        [seen(url=f"https://a.example/{n:03}") for n in range(count)], "r1", build.DAY
    )["pages"]


def test_rows_come_back(root, pages) -> None:
    """What is written is read, sorted, bytes and all."""
    rows = pages(3)
    path = write_shard(root, "r1", "pages", "0001", reversed(rows))
    assert read_shard(path) == rows


def test_equal_rows_equal_bytes(root, pages) -> None:
    """A shard's bytes do not depend on the order of its rows."""
    rows = pages(5)
    one = write_shard(root, "r1", "pages", "a", rows).read_bytes()
    assert write_shard(root, "r1", "pages", "b", rows[::-1]).read_bytes() == one


def test_unpublished_rows_keep_their_order(root, seen) -> None:
    """A lot is asked in the order it was packed."""
    rows = [
        Address(
            address_id=name, run_id="r1", date=seen(url="x").day, source=name, url=name, host=name,
            via="feed", listing_url=None, evidence=None, first=False,
        )
        for name in ("c", "a", "b")
    ]  # fmt: skip
    assert read_shard(write_shard(root, "r1", "lots", "0001", rows)) == rows


def test_pages_are_read_lazily(root, pages, monkeypatch) -> None:
    """One row group of pages is held at a time, so a big shard does not fill the memory."""
    real, groups = pq.ParquetFile.read_row_group, []
    monkeypatch.setattr(
        pq.ParquetFile,
        "read_row_group",
        lambda self, number, columns: (groups.append(number), real(self, number, columns))[1],
    )
    count = TABLES["pages"].row_group_rows + 1
    path = write_shard(root, "r1", "pages", "0001", pages(count))
    rows = iter_shard(path)
    first = next(rows)
    assert (first.url, groups) == ("https://a.example/000", [0])
    assert (sum(1 for _ in rows), groups) == (count - 1, [0, 1])


def test_no_rows(root) -> None:
    """A shard may be empty."""
    assert read_shard(write_shard(root, "r1", "tweets", "0001", [])) == []


def test_a_retry_replaces(root, pages) -> None:
    """The same name again is the same shard, so a retried task does not double its rows."""
    for count in (3, 2):
        write_shard(root, "r1", "pages", "0001", pages(count))
    assert [len(read_shard(path)) for path in shards(root, "r1", "pages")] == [2]


def test_shards_are_in_order_of_name(root, pages) -> None:
    """The list does not depend on the file system."""
    for name in ("0010", "0002", "0001"):
        write_shard(root, "r1", "pages", name, pages(1))
    assert [path.stem for path in shards(root, "r1", "pages")] == ["0001", "0002", "0010"]
    assert shards(root, "r2", "pages") == []


def test_rows_of_another_table(root, pages) -> None:
    """A row of the wrong type is refused, not written with nulls."""
    with pytest.raises(TypeError, match="tweets holds Tweet, not Page"):
        write_shard(root, "r1", "tweets", "0001", pages(1))


def test_a_shard_cut_short(root, pages) -> None:
    """The error names the shard and what to do."""
    path = write_shard(root, "r1", "pages", "0001", pages(1))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(
        CorruptError, match=r"cannot read the shard .*0001.parquet.* remove it and run the day again"
    ):
        read_shard(path)


def test_removal(root, pages) -> None:
    """A run's shards go, another run's stay; removing them twice is no error."""
    for run_id in ("r1", "r2"):
        write_shard(root, run_id, "pages", "0001", pages(1))
    remove_staging(root, "r1")
    remove_staging(root, "r1")
    assert not staging_dir(root, "r1").exists()
    assert len(shards(root, "r2", "pages")) == 1
