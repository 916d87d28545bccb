"""Compaction changes files, and no rows."""

from datetime import UTC, date, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from config.errors import ConflictError
from warehouse import compact as module
from warehouse.compact import compact, mergeable
from warehouse.files import FileEntry
from warehouse.log import read_head
from warehouse.parquet import columns_id, order_of
from warehouse.schema import TABLES
from warehouse.verify import verify

AT = datetime(2026, 3, 2, 7, tzinfo=UTC)
ROWS = """
SELECT 'article', page_id, text, version FROM articles
UNION ALL SELECT 'page', page_id, body_sha256, 0 FROM pages
UNION ALL SELECT 'link', page_id, url, ord FROM article_links
UNION ALL SELECT 'old', page_id, superseded_by, 0 FROM raw.superseded ORDER BY ALL
"""


@pytest.fixture
def merge(root):
    """Compacts."""
    return lambda run_id="c1": compact(root, run_id=run_id, now=lambda: AT, version="test")


@pytest.fixture
def three_nights(night, seen):
    """Three runs of one day."""
    for number in range(1, 4):
        url = f"https://minbar.example/{number}"
        night(f"r{number}", seen(url=url), seen(url="https://minbar.example/0", hour=number))


def test_the_files_of_a_date_become_one(three_nights, merge, root, ask) -> None:
    """With the same rows, in the table's order."""
    before = ask(ROWS)
    assert merge() > 10
    assert ask(ROWS) == before
    files = read_head(root).files
    assert {name: len(files[name]) for name in ("pages", "articles", "article_links")} == {
        "pages": 1, "articles": 1, "article_links": 1,
    }  # fmt: skip
    rows = pq.read_table(root / files["article_links"][0].path, partitioning=None)
    order = [(name, "ascending") for name in order_of(TABLES["article_links"])]
    assert rows.equals(rows.sort_by(order))
    assert list(verify(root)) == []


def test_once_is_enough(three_nights, merge, root) -> None:
    """A second one has the first one's records to merge, and no rows of nights."""
    merge()
    files = read_head(root).files
    merge("c2")
    merged = read_head(root).files
    assert {name for name in files if files[name] != merged[name]} <= {"runs", "checks"}


def test_a_run_does_it_once(three_nights, merge, root) -> None:
    """Tried again after its commit, it leaves the records of its own where they are."""
    merge()
    head = read_head(root)
    assert merge() == 0
    assert read_head(root) == head
    assert list(verify(root)) == []


def test_the_old_files_stay_for_readers(three_nights, merge, root, ask) -> None:
    """Until garbage is collected."""
    old = {entry.path for entries in read_head(root).files.values() for entry in entries}
    merge()
    assert all((root / path).exists() for path in old)


def test_dates_stay_apart(night, seen, merge, root) -> None:
    """A file has the rows of one date."""
    for day in (1, 2):
        for number in (1, 2):
            at = datetime(2026, 3, day, tzinfo=UTC).date()
            night(f"r{day}{number}", seen(url=f"https://minbar.example/{day}/{number}", day=at), day=at)
    merge()
    assert [(str(file.date), file.rows) for file in read_head(root).files["pages"]] == [
        ("2026-03-01", 2), ("2026-03-02", 2),
    ]  # fmt: skip


def test_days_long_gone_become_one_file(night, seen, merge, root, ask, monkeypatch) -> None:
    """All but large ones and those of the last month; their rows are in order of the days."""
    monkeypatch.setattr(module, "MANY", 3)
    days = [date(2025, 12, 1), date(2025, 12, 2), date(2025, 12, 4), date(2026, 2, 20)]
    for number, day in enumerate(days):
        night(f"r{number}", seen(url=f"https://minbar.example/{number}", day=day), day=day)
    before = ask(ROWS)
    merge()
    assert ask(ROWS) == before
    assert [(file.date, file.until, file.rows) for file in read_head(root).files["pages"]] == [
        (days[3], days[3], 1),
        (days[0], days[2], 3),
    ]
    old = read_head(root).files["article_links"][-1]
    rows = pq.read_table(root / old.path, partitioning=None)
    assert rows.equals(rows.sort_by([("date", "ascending"), ("page_id", "ascending"), ("ord", "ascending")]))
    assert [row[0] for row in ask("SELECT date FROM articles WHERE date < '2026-01-01' ORDER BY 1")] == days[
        :3
    ]
    assert list(verify(root)) == []


def test_full_groups(root, build) -> None:
    """Neighbours are one file as far as there is room; too few that are not full wait for more."""
    day, size = date(2025, 1, 1), module.SMALL_BYTES // 4
    table = TABLES["pages"]
    entries = [
        FileEntry(
            f"{number:02}", day + timedelta(days=number), 1, size, "0", columns_id(table.schema),
            day + timedelta(days=number),
        )
        for number in range(10)
    ]  # fmt: skip
    merged = [[entry.path for entry in group] for group in mergeable(table, entries, date(2026, 1, 1))]
    assert merged == [["00", "01", "02", "03"], ["04", "05", "06", "07"]]
    assert list(mergeable(table, entries, day + timedelta(days=10))) == []


def test_large_files_are_left(three_nights, merge, root, monkeypatch) -> None:
    """They are quick to read as they are."""
    monkeypatch.setattr(module, "SMALL_BYTES", 1)
    head = read_head(root)
    assert merge() == 0
    assert read_head(root) == head


def test_a_night_between(three_nights, merge, night, seen, root, ask, monkeypatch) -> None:
    """Its rows are there too: it adds a file, and replaces none."""
    commit_plan = module.commit_plan
    nights = iter([lambda: night("r9", seen(url="https://minbar.example/9"))])

    def after_a_night(*given):
        next(nights, lambda: None)()
        return commit_plan(*given)

    monkeypatch.setattr(module, "commit_plan", after_a_night)
    merge()
    assert ask("SELECT count(*) FROM articles WHERE url LIKE '%/9'") == [(1,)]
    assert list(verify(root)) == []


def test_somebody_replaces_a_file(three_nights, merge, root, drop_file, monkeypatch) -> None:
    """That table's files are merged anew."""
    commit_plan, others = module.commit_plan, iter([lambda: drop_file("checks")])

    def after_another(*given):
        next(others, lambda: None)()
        return commit_plan(*given)

    monkeypatch.setattr(module, "commit_plan", after_another)
    assert merge() > 10
    assert len(read_head(root).files["checks"]) == 2  # the merged one, and that of the merging run


def test_files_are_replaced_again_and_again(three_nights, merge, root, drop_file, monkeypatch) -> None:
    """It ends with what to do, and nothing is committed."""
    monkeypatch.setattr(module, "ATTEMPTS", 1)
    commit_plan = module.commit_plan

    def after_another(*given):
        drop_file("pages")
        return commit_plan(*given)

    monkeypatch.setattr(module, "commit_plan", after_another)
    with pytest.raises(ConflictError, match=r"another process replaced .* run this again"):
        merge()
