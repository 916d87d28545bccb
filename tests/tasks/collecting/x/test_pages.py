"""Questions read page by page: what they cost, and when."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from config.x_sources import XListSource, XSearchSource
from tasks.collecting.client import RECEIVED
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.x.access import Budget, XAccess
from tasks.collecting.x.api import XApi
from tasks.collecting.x.pages import Brought, Reader
from tasks.collecting.x.queries import list_query, search_query
from tasks.collecting.x.windows import Window
from tests.tasks.conftest import Ticking

Reply = tuple[int, Mapping[str, str], Any]
SEARCH = search_query(XSearchSource(name="s", kind="x_search", query="q", archive="all"), "tweet")
LIST = list_query(XListSource(name="l", kind="x_list", list_id="7"), "tweet")
EVENING = datetime(2026, 3, 31, 23, 55, tzinfo=UTC)
MORNING = datetime(2026, 4, 1, 0, 5, tzinfo=UTC)
STALE: Reply = (400, {}, {"title": "Invalid Request", "errors": [{"message": "Invalid 'next_token'"}]})


@dataclass
class Script(httpx.AsyncBaseTransport):
    """Answers each request with what a function makes of its parameters."""

    reply: Callable[[dict[str, str]], Reply]
    asked: list[dict[str, str]] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One answer."""
        self.asked.append(dict(request.url.params))
        status, headers, body = self.reply(self.asked[-1])
        return httpx.Response(
            status,
            headers=headers,
            stream=httpx.ByteStream(json.dumps(body).encode()),
            extensions={RECEIVED: tuple(headers.items())},
        )


def reader_of(
    script: Script, at: datetime = EVENING, *, per_run: int = 1_000, seen: tuple[str, ...] = ()
) -> Reader:
    """A reader whose clock begins then."""
    clock = Ticking(at)
    access = XAccess(
        base="https://x.example", token=SecretStr("t0ken"), dialect="tweet", max_wait_s=960,
        reads_per_run=per_run, reads_per_month=1_000,
    )  # fmt: skip
    policy = FetchPolicy(
        user_agent="isnad-test", delay_s=0, requests_at_once=1, requests_per_host=1, attempts=2,
        max_wait_s=60, rest_after=9, timeout_s=5, total_timeout_s=10, max_bytes=1_000, max_redirects=0,
        allow_loopback=True,
    )  # fmt: skip
    api = XApi(
        http=httpx.AsyncClient(transport=script), access=access, policy=policy, now=clock, sleep=clock.sleep,
        until=datetime(2100, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    budget = Budget(per_run=per_run, per_month=1_000, month=500)
    return Reader(api=api, budget=budget, dialect="tweet", day=at.date(), seen=set(seen))


def gather(answers: AsyncIterator[Brought]) -> list[Brought]:
    """All of them."""

    async def run() -> list[Brought]:
        return [brought async for brought in answers]

    return asyncio.run(run())


def tweets(*ids: int, **meta: Any) -> Reply:
    """A page of tweets."""
    data = [{"id": str(name), "text": "x"} for name in ids]
    return 200, {}, {"data": data, "meta": {"result_count": len(ids), **meta}}


@pytest.mark.parametrize("per_run", [80, 100, 799, 805])
def test_whatever_comes_beside_is_within_the_budget(per_run: int) -> None:
    """Each tweet quotes one, answers one and was edited five times."""

    def reply(params: dict[str, str]) -> Reply:
        first = int(params.get("until_id", 10**9))
        ids = range(first - 100, first - 100 * (1 + int(params["max_results"])), -100)
        status, headers, body = tweets(*ids, next_token="more")
        beside = [{"id": str(name + number), "text": "x"} for name in ids for number in range(1, 8)]
        return status, headers, body | {"includes": {"tweets": beside}}

    reader = reader_of(Script(reply), per_run=per_run)
    reader.budget.month = 0
    last = gather(reader.read_window(SEARCH, Window(window_id="w", since_id="1", until_id=None)))[-1]
    assert last.answer.outcome == "reads_spent"
    assert per_run - 80 < reader.budget.run <= per_run


def test_on_another_day_a_tweet_is_paid_for_again() -> None:
    """And another month has a share of its own."""
    reader = reader_of(Script(lambda params: tweets(5, 4)), seen=("5", "4"))
    window = Window(window_id="w", since_id="1", until_id=None)
    assert [brought.reads for brought in gather(reader.read_window(SEARCH, window))] == [0]
    reader.api.now.at = MORNING  # type: ignore[attr-defined]
    assert [brought.reads for brought in gather(reader.read_window(SEARCH, window))] == [2]
    assert (reader.budget.run, reader.budget.month) == (2, 2)


def test_the_month_of_the_answer_pays() -> None:
    """Not that in which the wait for a window began."""
    limits = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(MORNING.timestamp()))}
    script = Script(lambda params: tweets(5) if len(script.asked) > 1 else (429, limits, {}))
    reader = reader_of(script)
    (brought,) = gather(reader.look_up(["5"]))
    assert brought.asked_at > MORNING
    assert reader.budget.month == 1


def test_an_answer_without_tweets_or_their_number_is_no_end() -> None:
    """It says why, and the window stays open."""
    script = Script(lambda params: (200, {}, {"errors": [{"detail": "Could not find user"}]}))
    (brought,) = gather(
        reader_of(script).read_window(SEARCH, Window(window_id="w", since_id="1", until_id="9"))
    )
    assert (brought.answer.outcome, brought.reads) == ("http_error", 0)
    assert "Could not find user" in (brought.answer.error or "")


def test_a_page_that_says_it_is_empty_is_an_end() -> None:
    """There was nothing in the window."""
    (brought,) = gather(
        reader_of(Script(lambda params: tweets())).read_window(
            SEARCH, Window(window_id="w", since_id="1", until_id="9")
        )
    )
    assert (brought.answer.outcome, brought.window.token) == ("read", None)


@pytest.mark.parametrize("query", [SEARCH, LIST], ids=["search", "list"])
def test_a_stale_token_of_a_window_that_had_nothing(query: Any) -> None:
    """The window is read from its start: nothing of it was paid for."""
    script = Script(lambda params: STALE if query.token_name in params else tweets(5))
    window = Window(window_id="w", since_id="1", until_id=None, token="old")
    (brought,) = gather(reader_of(script).read_window(query, window))
    assert (brought.answer.outcome, brought.again) == ("read", True)
    assert len(script.asked) == 2


@pytest.mark.parametrize("paid_today", [True, False])
def test_a_stale_token_of_a_list(paid_today: bool) -> None:
    """It is read anew where that costs nothing; else the rest is left, and nothing is paid twice."""
    script = Script(lambda params: STALE if "pagination_token" in params else tweets(9, 5, 2, 1))
    window = Window(window_id="w", since_id="2", until_id=None, newest_id="9", oldest_id="5", token="old")
    reader = reader_of(script, seen=("9", "5") if paid_today else ())
    (brought,) = gather(reader.read_window(LIST, window))
    assert brought.answer.outcome == ("read" if paid_today else "http_error")
    assert brought.reads == (2 if paid_today else 0)
    assert len(script.asked) == (2 if paid_today else 1)


def test_an_account_is_not_asked_for_without_a_budget() -> None:
    """Nor is anything else."""
    script = Script(lambda params: (200, {}, {}))
    brought = asyncio.run(reader_of(script, per_run=0).account("wazir"))
    assert brought.answer.outcome == "reads_spent"
    assert script.asked == []
