"""A lot's outcomes and pages on their way to disk."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tasks import shelf as shelf_module
from tasks.shelf import Shelf
from warehouse.rows import Fetch, Page
from warehouse.staging import read_shard, shards

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
    fetched_at=NOW,
)
PAGE = Page(
    page_id="p",
    run_id="r1",
    date=date(2024, 12, 9),
    source="gazette",
    url="https://news.example/",
    final_url="https://news.example/",
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


def fill(shelf: Shelf, number: int) -> None:
    """One stored page."""
    shelf.add(replace(FETCH, address_id=str(number)), replace(PAGE, page_id=str(number)))


def test_pages_go_to_disk_batch_by_batch(tmp_path: Path) -> None:
    """Five pages in batches of two are three shards; every outcome and page is in one."""
    shelf = Shelf(root=tmp_path, run_id="r1", name="0000", batch_pages=2)
    for number in range(5):
        fill(shelf, number)
    shelf.add(replace(FETCH, address_id="x", outcome="http_error", page_id=None), None)
    assert list(shelf.close().values()) == [2, 2, 1]
    kept = [p.page_id for shard in shards(tmp_path, "r1", "pages") for p in read_shard(shard)]
    asked = [f.address_id for shard in shards(tmp_path, "r1", "fetches") for f in read_shard(shard)]
    assert sorted(kept) == ["0", "1", "2", "3", "4"]
    assert sorted(asked) == ["0", "1", "2", "3", "4", "x"]


def test_big_pages_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch ends early where its bodies are large."""
    monkeypatch.setattr(shelf_module, "MAX_SHARD_BYTES", 6)
    shelf = Shelf(root=tmp_path, run_id="r1", name="0000", batch_pages=200)
    for number in range(3):
        fill(shelf, number)
    assert list(shelf.close().values()) == [2, 1]


def test_a_lot_without_pages_keeps_its_outcomes(tmp_path: Path) -> None:
    """No shard of pages is handed on, the outcomes are staged."""
    shelf = Shelf(root=tmp_path, run_id="r1", name="0000", batch_pages=2)
    shelf.add(replace(FETCH, outcome="timeout", page_id=None), None)
    assert shelf.close() == {}
    assert [f.outcome for shard in shards(tmp_path, "r1", "fetches") for f in read_shard(shard)] == [
        "timeout"
    ]
