"""Rows sorted in memory and on disk."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from warehouse import merge, sorting
from warehouse.merge import merge_table
from warehouse.parquet import sort_rows
from warehouse.schema import TABLES
from warehouse.sorting import find_bounds, regroup, sorted_rows
from warehouse.staging import shards, write_shard


@pytest.fixture
def articles(root: Path, seen: Any, build: Any) -> list[Any]:
    """Article rows in no order, some without a date of publication, some of the same moment; in shards."""
    rows = []
    for number in range(60):
        page = seen(url=f"https://a.example/{sha256(bytes([number])).hexdigest()}", source="سمير"[number % 4])
        row = build.article_row(page, "r1", build.DAY)
        at = None if number % 3 == 0 else datetime(2026, 3, 1, number % 5, tzinfo=UTC)
        rows.append(replace(row, published_at=at))
    for start in range(0, 60, 7):
        write_shard(root, "r1", "articles", f"{start:04}", rows[start : start + 7])
    return rows


def test_disk_and_memory_give_the_same_file(
    root: Path, articles: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte, wherever the buckets end; nothing is left in the folder for such things."""
    table = TABLES["articles"]
    (held,) = merge_table(root, "r1", table)
    for size in (500, 3_000, 20_000):
        monkeypatch.setattr(sorting, "BUCKET_BYTES", size)
        monkeypatch.setattr(sorting, "SAMPLED_ROWS", 3)
        assert merge_table(root, "r1", table) == (held,)
    assert [path for path in (root / "_tmp").iterdir() if path.is_dir()] == []


def test_rows_of_another_day_are_left_out(
    root: Path, articles: list[Any], build: Any, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each date is sorted by itself."""
    monkeypatch.setattr(sorting, "BUCKET_BYTES", 1_000)
    yesterday = build.DAY - timedelta(days=1)
    row = build.article_row(seen(url="https://a.example/old"), "r1", yesterday)
    write_shard(root, "r1", "articles", "9999", [row])
    files = merge_table(root, "r1", TABLES["articles"])
    assert [(file.date, file.rows) for file in files] == [(yesterday, 1), (build.DAY, 60)]


def test_the_folder_goes_when_reading_stops(
    root: Path, articles: list[Any], build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where what reads the rows fails."""
    monkeypatch.setattr(sorting, "BUCKET_BYTES", 1_000)
    rows = sorted_rows(root, TABLES["articles"], shards(root, "r1", "articles"), build.DAY)
    next(rows)
    rows.close()  # type: ignore[attr-defined]
    assert [path for path in (root / "_tmp").iterdir() if path.is_dir()] == []


def test_bounds_divide_the_rows(articles: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Into ranges of about the same number of rows."""
    monkeypatch.setattr(sorting, "SAMPLED_ROWS", 1)
    table = TABLES["articles"]
    part = sort_rows(table, table.to_arrow(articles))
    bounds = find_bounds(table, [part], 4)
    assert bounds == [sorting.key_at(table, part, number) for number in (15, 30, 45)]


@pytest.mark.parametrize("cuts", [(1,), (4,), (5,), (13,), (3, 1, 6)], ids=str)
def test_parts_become_row_groups(cuts: tuple[int, ...]) -> None:
    """Of equal size and of one piece, however they came."""
    table = replace(TABLES["superseded"], row_group_rows=4)
    rows = pa.table({"a": list(range(13))})
    given: list[pa.Table] = []
    start = 0
    while start < 13:
        size = cuts[len(given) % len(cuts)]
        given.append(rows.slice(start, size))
        start += size
    found = list(regroup(table, given))
    assert [part.num_rows for part in found] == [4, 4, 4, 1]
    assert all(part.column("a").num_chunks == 1 for part in found)
    assert pa.concat_tables(found).column("a").to_pylist() == list(range(13))


def test_streamed_tables_are_not_sorted_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their shards are put one after the other."""
    monkeypatch.setattr(merge, "sorted_rows", None)
    write_shard(root, "r1", "pages", "0001", [])
    assert merge_table(root, "r1", TABLES["pages"]) == ()
