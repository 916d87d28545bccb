"""A lot's outcomes and pages on their way to disk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tasks import shelf as shelf_module
from tasks.shelf import Shelf, drop_torn_batches
from warehouse.rows import Fetch, Page
from warehouse.staging import read_shard, shards, write_shard

NOW = datetime(2024, 12, 9, 3, tzinfo=UTC)
FETCH = Fetch(
    address_id="a",
    run_id="r1",
    date=NOW.date(),
    source="gazette",
    role="page",
    url="https://news.example/",
    host="news.example",
    outcome="stored",
    status=200,
    attempts=1,
    elapsed_ms=5,
    bytes=4,
    error=None,
    etag=None,
    last_modified=None,
    body_sha256=None,
    page_id="p",
    named=None,
    via="feed",
    listing_url=None,
    evidence=None,
    retry_at=None,
    retry_host=None,
    fetched_at=NOW,
)
PAGE = Page(
    page_id="p",
    run_id="r1",
    date=date(2024, 12, 9),
    source="gazette",
    url="https://news.example/",
    final_url="https://news.example/",
    redirects=None,
    content_signal=None,
    status=200,
    headers="[]",
    content_type="text/html",
    charset=None,
    fetched_at=NOW,
    body=b"text",
    body_sha256="x",
    discovered_via="feed",
    listing_url=None,
    evidence=None,
)


@pytest.fixture
def shelf(tmp_path: Path) -> Callable[..., Shelf]:
    """Makes shelves over a clock that stands still: `shelf(batch_pages)`."""

    def make(batch_pages: int = 200, at: Callable[[], datetime] = lambda: NOW) -> Shelf:
        return Shelf(root=tmp_path, run_id="r1", name="0000", batch_pages=batch_pages, clock=at)

    return make


def fill(shelf: Shelf, number: int) -> None:
    """One stored page, staged with those before where the shelf is full."""
    shelf.add(replace(FETCH, address_id=str(number)), replace(PAGE, page_id=str(number)))
    if shelf.is_full:
        shelf.flush()


def staged(root: Path, table: str) -> list[list[Any]]:
    """The rows of each shard."""
    return [read_shard(shard) for shard in shards(root, "r1", table)]


def test_pages_go_to_disk_batch_by_batch(shelf: Callable[..., Shelf], tmp_path: Path) -> None:
    """Five pages in batches of two are three shards; every outcome and page is in one."""
    filled = shelf(batch_pages=2)
    for number in range(5):
        fill(filled, number)
    filled.add(replace(FETCH, address_id="x", outcome="http_error", page_id=None), None)
    filled.flush()
    assert [len(pages) for pages in staged(tmp_path, "pages")] == [2, 2, 1]
    assert (filled.stored, filled.outcomes) == (5, 6)
    kept = [page.page_id for pages in staged(tmp_path, "pages") for page in pages]
    asked = [fetch.address_id for fetches in staged(tmp_path, "fetches") for fetch in fetches]
    assert sorted(kept) == ["0", "1", "2", "3", "4"]
    assert sorted(asked) == ["0", "1", "2", "3", "4", "x"]


def test_big_pages_do_not_pile_up(
    shelf: Callable[..., Shelf], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch ends early where its bodies are large."""
    monkeypatch.setattr(shelf_module, "MAX_SHARD_BYTES", 6)
    filled = shelf()
    for number in range(3):
        fill(filled, number)
    filled.flush()
    assert [len(pages) for pages in staged(tmp_path, "pages")] == [2, 1]


def test_nothing_is_held_for_long(shelf: Callable[..., Shelf], tmp_path: Path) -> None:
    """A slow lot is staged every few seconds, so that a kill loses little."""
    moments = iter(NOW + timedelta(seconds=seconds) for seconds in (0, 1, 2, 11))
    filled = shelf(at=lambda: next(moments))
    for number in range(3):
        fill(filled, number)
    assert [len(pages) for pages in staged(tmp_path, "pages")] == [3]


def test_a_lot_without_pages_keeps_its_outcomes(shelf: Callable[..., Shelf], tmp_path: Path) -> None:
    """An empty shard of pages says that the outcomes are whole."""
    filled = shelf()
    filled.add(replace(FETCH, outcome="timeout", page_id=None), None)
    filled.flush()
    assert staged(tmp_path, "pages") == [[]]
    assert [fetch.outcome for fetches in staged(tmp_path, "fetches") for fetch in fetches] == ["timeout"]


def test_outcomes_without_their_pages_are_dropped(shelf: Callable[..., Shelf], tmp_path: Path) -> None:
    """A kill between the two shards of a batch leaves no outcome that says stored without its page."""
    filled = shelf(batch_pages=1)
    fill(filled, 1)
    fill(filled, 2)
    shards(tmp_path, "r1", "pages")[-1].unlink()
    write_shard(tmp_path, "r1", "fetches", "listings-a", [replace(FETCH, role="listing")])
    drop_torn_batches(tmp_path, "r1")
    names = [path.stem for path in shards(tmp_path, "r1", "fetches")]
    assert names == ["listings-a", "lot-0000-000000"]
