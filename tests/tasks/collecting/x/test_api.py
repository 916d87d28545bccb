"""What an answer of the X API means, and how long to wait after it."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tasks.collecting.answers import Answer
from tasks.collecting.x.api import BARE_WAIT_S, BURST_WAIT_S, judge
from tests.tasks.collecting.x.test_pages import EVENING, Script, reader_of, tweets


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (
            429,
            {"title": "UsageCapExceeded", "detail": "Usage cap exceeded: Monthly"},
            "usage_cap",
        ),
        (403, {"title": "SpendCapReached", "detail": "your billing cycle spend cap"}, "usage_cap"),
        (402, {"title": "CreditsDepleted"}, "usage_cap"),
        (429, {"title": "Too Many Requests", "detail": "usage is near capacity"}, "rate_limited"),
        (429, {}, "rate_limited"),
        (403, {"title": "Client Forbidden"}, "forbidden"),
        (401, {"title": "Unauthorized"}, "unauthorized"),
        (200, [], "broken_body"),
    ],
)
def test_what_a_status_means(status: int, body: Any, outcome: str) -> None:
    """A cap is no window, and a window no cap."""
    answer = Answer(outcome="", final_url="u", status=status, body=json.dumps(body).encode())
    assert judge(answer).outcome == outcome


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(EVENING.timestamp()) - 900)}, 1),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "99999999999"}, 960),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "soon"}, BARE_WAIT_S),
        ({"x-rate-limit-remaining": "7"}, BURST_WAIT_S),
        ({}, BARE_WAIT_S),
    ],
    ids=["past", "far", "no number", "burst", "bare"],
)
def test_how_long_a_window_is_waited_for(headers: dict[str, str], wait_s: float) -> None:
    """Bounded, and never for no time at all."""
    script = Script(lambda params: tweets(5) if len(script.asked) > 1 else (429, headers, {}))
    reader = reader_of(script)
    assert asyncio.run(reader.api.ask("/2/tweets", {"ids": "5"})).outcome == "read"
    passed = reader.api.now() - EVENING
    assert timedelta(seconds=wait_s) <= passed <= timedelta(seconds=wait_s + 20)


def test_an_error_does_not_tell_the_token() -> None:
    """Whatever library words it."""

    def refuse(params: dict[str, str]) -> Any:
        raise httpx.LocalProtocolError("Illegal header value b'Bearer t0ken'")

    answer = asyncio.run(reader_of(Script(refuse)).api.ask("/2/tweets", {}))
    assert answer.outcome == "connect_error"
    assert "t0ken" not in (answer.error or "")
