"""A shard of pages through a worker process, whatever a page does to it."""

import os
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tasks.extracting.process import IDLE
from tasks.extracting.worker import extract_shard
from tasks.parsing.page import Extraction, extract_page
from warehouse.keys import key
from warehouse.rows import Page
from warehouse.staging import write_shard

LANGUAGES = ("ar", "en")


def page(number: int, body: bytes) -> Page:
    """A page as fetched."""
    return Page(
        page_id=key(str(number)),
        run_id="r1",
        date=date(2024, 12, 9),
        source="gazette",
        url=f"https://news.example/{number}",
        final_url=f"https://news.example/{number}",
        redirects=None,
        content_signal=None,
        status=200,
        headers="[]",
        content_type="text/html",
        charset=None,
        fetched_at=datetime(2024, 12, 9, 3, number, tzinfo=UTC),
        body=body,
        body_sha256=key(body.decode()),
        discovered_via="feed",
        listing_url=None,
        evidence=None,
    )


def hurtful(page: Page, languages: tuple[str, ...]) -> Extraction:
    """Extraction that crashes, hangs or fails where the page says so."""
    if page.body == b"crash":
        os._exit(11)
    if page.body == b"hang":
        time.sleep(60)
    if page.body == b"fail":
        raise ValueError("no such thing")
    return extract_page(page, languages)


@pytest.fixture
def shard(tmp_path: Path) -> Path:
    """Six pages, three of them hurtful."""
    bodies = [b"<p>one</p>", b"crash", b"<p>two</p>", b"hang", b"fail", b"<p>three</p>"]
    return write_shard(tmp_path, "r1", "pages", "s", [page(n, body) for n, body in enumerate(bodies)])


def test_a_page_cannot_hurt_the_others(shard: Path) -> None:
    """Crashed, late and failing pages are quarantined with their reason, the rest is extracted, in order."""
    verdicts = [e.verdict for e in extract_shard(shard, 6, LANGUAGES, 1.5, hurtful)]
    assert [v.page_id for v in verdicts] == [key(str(n)) for n in range(6)]
    bad = {n: v.reason for n, v in enumerate(verdicts) if v.verdict == "quarantined"}
    assert set(bad) == {1, 3, 4}
    assert "crash" in str(bad[1])
    assert "longer than 1.5 s" in str(bad[3])
    assert bad[4] == "ValueError: no such thing"


def test_an_empty_shard_has_no_extractions(tmp_path: Path) -> None:
    """No process is started for nothing."""
    shard = write_shard(tmp_path, "r1", "pages", "s", [])
    assert list(extract_shard(shard, 0, LANGUAGES, 1.0)) == []


def test_a_worker_that_died_while_idle_is_replaced(shard: Path) -> None:
    """No page is blamed for a process that ended between two shards."""
    list(extract_shard(shard, 1, LANGUAGES, 5.0))
    worker = IDLE.get_nowait()
    worker.process.kill()
    worker.process.join()
    IDLE.put(worker)
    assert [e.verdict.verdict for e in extract_shard(shard, 1, LANGUAGES, 5.0)] == ["not_article"]
