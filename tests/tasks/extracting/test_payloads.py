"""Shards extracted by processes that stage the rows themselves."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tasks.extracting import payloads
from tasks.extracting.payloads import Crew, ShardOrder, WorkerError, extract_shards
from tasks.parsing.page import Extraction, extract_page
from tasks.parsing.x.payload import Payload
from warehouse.keys import key
from warehouse.rows import Page
from warehouse.staging import read_staged, write_shard

STATUS = (
    b'{"id_str": "%d", "full_text": "the harbour reopened", "user": {"id_str": "7", "screen_name": "orle"}}'
)


def page(number: int, body: bytes) -> Page:
    """A part of a file."""
    return Page(
        page_id=key(str(number)), run_id="r1", date=date(2026, 3, 1), source="import",
        url=f"file:///a#{number}", final_url=f"file:///a#{number}", redirects=None, status=0, headers="[]",
        content_type=None, charset=None, fetched_at=datetime(2026, 3, 1, tzinfo=UTC), body=body,
        body_sha256="", content_signal=None, discovered_via="import", listing_url=None,
        evidence=Payload(form="api_v1").evidence,
    )  # fmt: skip


def hurtful(page: Page, languages: tuple[str, ...]) -> Extraction:
    """Extraction that crashes or fails where the page says so."""
    if page.body == b"crash":
        os._exit(11)
    if page.body == b"fail":
        raise ValueError("no such thing")
    return extract_page(page, languages)


def orders(root: Path, *shards: list[bytes]) -> Iterator[ShardOrder]:
    """Each shard staged when it is asked for."""
    for number, bodies in enumerate(shards):
        pages = [page(100 * number + n, body) for n, body in enumerate(bodies)]
        shard = write_shard(root, "r1", "pages", f"s{number}", pages)
        yield ShardOrder(root=root, run_id="r1", shard=shard, languages=("en",), extract=hurtful)


def test_rows_are_staged_and_counted(tmp_path: Path) -> None:
    """Every shard's rows are on disk, and what comes back says how many there are."""
    shards = [[STATUS % n, STATUS % (n + 50)] for n in range(10, 16)]
    total = sum(extract_shards(orders(tmp_path, *shards), 2), Counter[str]())
    assert total == {"tweets": 12, "tweet_authors": 12, "verdicts": 12}
    staged = {tweet.tweet_id for tweet in read_staged(tmp_path, "r1", "tweets")}
    assert staged == {str(n) for n in (*range(10, 16), *range(60, 66))}


def test_a_page_that_cannot_be_read_is_quarantined(tmp_path: Path) -> None:
    """The others of its shard are read."""
    (counts,) = extract_shards(orders(tmp_path, [STATUS % 1, b"fail"]), 2)
    assert counts["verdicts"] == 2
    verdicts = {v.verdict: v.reason for v in read_staged(tmp_path, "r1", "verdicts")}
    assert verdicts["quarantined"] == "ValueError: no such thing"


def test_a_crash_is_told(tmp_path: Path) -> None:
    """It ends the run with the shard's name instead of waiting for ever; no process stays behind."""
    with pytest.raises(WorkerError, match="that read shard s1 ended without an answer"):
        list(extract_shards(orders(tmp_path, [STATUS % 1], [b"crash"], [STATUS % 2], [STATUS % 3]), 1))


def test_a_shard_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """With what was wrong."""
    (order,) = orders(tmp_path, [STATUS % 1])
    order.shard.write_bytes(b"no Parquet")
    with pytest.raises(WorkerError, match="shard s0 cannot be read: CorruptError"):
        list(extract_shards([order], 1))


def test_a_worker_that_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait for it has an end."""
    monkeypatch.setattr(payloads, "TIMEOUT_S", 0.0)
    with pytest.raises(WorkerError, match="took longer than"):
        list(extract_shards(orders(tmp_path, [STATUS % 1]), 1))


def test_orders_are_asked_for_as_they_are_worked_on(tmp_path: Path) -> None:
    """No more than two a worker are ahead, whatever there is to come."""
    asked: list[int] = []

    def counted() -> Iterator[ShardOrder]:
        for number, order in enumerate(orders(tmp_path, *[[STATUS % n] for n in range(1, 9)])):
            asked.append(number)
            yield order

    for done, _ in enumerate(extract_shards(counted(), 1)):
        assert len(asked) <= done + 1 + payloads.ORDERS_AHEAD


def test_no_process_is_started_for_nothing() -> None:
    """Without an order there is no worker, and one order has one."""
    crew = Crew(4)
    assert list(extract_shards([], 4)) == []
    assert crew.workers == {}
