"""Nights after something was forgotten."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from prefect.logging import disable_run_logger

from tasks.discover import plan
from tasks.job import Job
from tests.site.hostile import Hostile, serve
from warehouse import rows
from warehouse.catalog import connect
from warehouse.forget import Wish, forget
from warehouse.keys import key
from warehouse.staging import read_staged, write_shard

Night = Callable[..., Job]
AT = datetime(2024, 12, 9, 12, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Hostile]:
    """A server of its own for each test."""
    with serve() as running:
        yield running


def feed(server: Hostile, *paths: str) -> str:
    """A source whose feed names these paths."""
    url = server.url(f"/feed?paths={','.join(paths)}")
    return f'[[source]]\nname = "a"\nkind = "feed"\nurl = "{url}"\n'


def forget_url(root: Path, url: str) -> None:
    """Forget an address."""
    wish = Wish(kind="url", values=(url,), reason="asked for")
    forget(root, wish, run_id="f1", started_at=AT, now=lambda: AT, version="test")


def answer(job: Job, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with connect(job.root) as con:
        return con.sql(query).fetchall()


def test_a_forgotten_address_is_not_asked_again(night: Night, server: Hostile) -> None:
    """Named or due for another look: its outcome is that it is forgotten, and the books balance."""
    first = night(feed(server, "/page/1", "/page/2"), "r1")
    forget_url(first.root, server.url("/page/1"))
    before = len(server.requests)
    second = night(feed(server, "/page/1", "/page/3"), "r2", date(2024, 12, 10))
    asked = [request.path for request in server.requests[before:] if "/page/" in request.path]
    assert "/page/1" not in asked
    assert "/page/3" in asked
    outcomes = (
        "SELECT outcome, attempts FROM fetches WHERE run_id = 'r2' AND url LIKE '%/page/1' AND role = 'page'"
    )
    assert answer(second, outcomes) == [("forgotten", 0)]
    assert answer(second, "SELECT forgotten, balanced FROM books WHERE run_id = 'r2'") == [(1, True)]
    assert answer(second, "SELECT count(*) FROM pages WHERE url LIKE '%/page/1'") == [(0,)]


def test_a_night_that_was_killed_has_one_outcome_for_each(night: Night, server: Hostile) -> None:
    """Also where an address was forgotten between its two lives."""
    job = replace(night(feed(server, "/page/9"), "r0"), run_id="r1")
    urls = [server.url(f"/page/{number}") for number in (1, 2, 3)]
    addresses = [
        rows.Address(
            address_id=key(url), run_id="r1", date=job.day, source="a", url=url, host="127.0.0.1", via="feed",
            listing_url=None, evidence=None, first=False,
        )
        for url in urls
    ]  # fmt: skip
    write_shard(job.root, "r1", "addresses", "a", addresses)
    forget_url(job.root, urls[0])
    with disable_run_logger():
        lots = plan.fn(job, 1)
        forget_again = Wish(kind="url", values=(urls[1],), reason="asked for")
        forget(job.root, forget_again, run_id="f2", started_at=AT, now=lambda: AT, version="test")
        again = plan.fn(job, 1)
    assert [len(lots), len(again)] == [1, 1]
    fetched = [fetch.url for fetch in read_staged(job.root, "r1", "fetches")]
    assert sorted(fetched) == urls[:2]
