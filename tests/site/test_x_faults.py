"""Faults by script: each is what it says, costs what it should, and then all is well."""

import json
from pathlib import Path

import httpx
import pytest

from tests.site.x_api import Timeline, XApi, serve_x
from tests.site.x_faults import FAULTS
from tests.site.x_query import EVERYTHING
from tests.site.x_reader import ask

TIMELINE = Timeline(tweets=40, users=4, seed=5)
PATH = "/2/tweets/search/recent"
PARAMS: dict[str, object] = {"query": EVERYTHING, "max_results": 10}
TWEET = next(iter(TIMELINE.posts))
RESULT = {"id": TWEET, "token": "4c7g"}


def spoiled(fault: str) -> tuple[httpx.Response, XApi]:
    """The answer to a search with a fault; after it all is well."""
    with serve_x(TIMELINE, slow_s=0.02) as x:
        x.script([fault])
        response = ask(x, PATH, PARAMS)
        cost = x.paid.total()
        assert len(ask(x, PATH, PARAMS).json()["data"]) == 10
        assert x.paid.total() - cost == 10
        assert [asked.status for asked in x.requests] == [response.status_code, 200]
        paying = fault in ("ok", "slow", "partial-errors")
        assert (cost, x.paid_included.total(), x.users_paid.total()) == (10 if paying else 0, 0, 0)
        return response, x


def left(response: httpx.Response) -> tuple[str | None, ...]:
    """What an answer says of its window."""
    return tuple(response.headers.get(f"x-rate-limit-{name}") for name in ("limit", "remaining", "reset"))


def test_rate_limited() -> None:
    """429: none left until the window's end."""
    response, x = spoiled("429")
    assert response.json()["title"] == "Too Many Requests"
    reset = str(int(x.timeline.ends.timestamp()) + 900)
    assert (response.status_code, *left(response)) == (429, "450", "0", reset)


def test_burst() -> None:
    """429 although requests are left."""
    response, _ = spoiled("429-burst")
    assert response.status_code == 429
    assert int(left(response)[1] or 0) > 0


def test_bare() -> None:
    """429 that does not say until when."""
    response, _ = spoiled("429-bare")
    assert (response.status_code, *left(response)) == (429, None, None, None)


def test_cap() -> None:
    """429 that names a usage cap."""
    response, _ = spoiled("cap")
    assert (response.status_code, response.json()["title"]) == (429, "UsageCapExceeded")
    assert response.json()["type"].endswith("/usage-capped")


@pytest.mark.parametrize("status", [500, 503])
def test_server_errors(status: int) -> None:
    """A problem with that status."""
    response, _ = spoiled(str(status))
    assert (response.status_code, response.json()["status"]) == (status, status)


def test_broken_json() -> None:
    """200 with half of an answer, which is not paid."""
    response, _ = spoiled("broken-json")
    assert response.status_code == 200
    assert response.content.startswith(b'{"data": [')
    with pytest.raises(json.JSONDecodeError):
        response.json()


def test_empty() -> None:
    """200 without a body."""
    response, _ = spoiled("empty")
    assert (response.status_code, response.content) == (200, b"")


def test_html() -> None:
    """200 with a page."""
    response, _ = spoiled("html")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_partial_errors() -> None:
    """A whole answer that is paid, with an error beside it."""
    response, _ = spoiled("partial-errors")
    body = response.json()
    assert len(body["data"]) == 10
    assert "ferry_office" in body["errors"][-1]["detail"]


def test_slow() -> None:
    """The wait comes before the answer; a reader that hangs up within it pays nothing."""
    response, _ = spoiled("slow")
    assert response.status_code == 200
    with serve_x(TIMELINE, slow_s=60) as x:
        x.script(["slow"])
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{x.base}{PATH}", headers={"Authorization": f"Bearer {x.token}"}, timeout=0.1)
        assert ask(x, PATH, PARAMS).status_code == 200
    assert [asked.status for asked in x.requests if asked.params] == [200]
    assert x.paid.total() == 10


def test_drop() -> None:
    """The connection ends without an answer."""
    with serve_x(TIMELINE) as x:
        x.script(["drop"])
        with pytest.raises(httpx.RemoteProtocolError):
            ask(x, PATH, PARAMS)
        assert ask(x, PATH, PARAMS).status_code == 200
    assert [asked.status for asked in x.requests] == [None, 200]
    assert x.paid.total() == 10


def test_huge() -> None:
    """More than 64 MB, which nobody has to read to its end."""
    with serve_x(TIMELINE) as x:
        x.script(["huge"] * 2)
        headers = {"Authorization": f"Bearer {x.token}"}
        with httpx.stream("GET", f"{x.base}{PATH}", headers=headers) as response:
            next(response.iter_raw())
        with httpx.stream("GET", f"{x.base}{PATH}", headers=headers) as response:
            assert sum(map(len, response.iter_raw())) > 64_000_000
    assert sorted(str(asked.status) for asked in x.requests) == ["200", "None"]
    assert x.paid.total() == 0


def test_is_read_request_by_request() -> None:
    """One step for each request, of whatever path; then they are honest for ever."""
    with serve_x(TIMELINE) as x:
        x.script(["ok", "500", "503", "429"])
        paths = [PATH, "/2/tweets", PATH, "/2/tweets", *[PATH] * 5]
        statuses = [ask(x, path, PARAMS if path == PATH else {"ids": TWEET}).status_code for path in paths]
        assert statuses == [200, 500, 503, 429, *[200] * 5]
        with pytest.raises(KeyError, match="418"):
            x.script(["ok", "418"])


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        ("429", 429, "text/plain;charset=utf-8"),
        ("429-burst", 429, "text/plain;charset=utf-8"),
        ("500", 500, "application/json; charset=utf-8"),
        ("html", 200, "text/html; charset=utf-8"),
        ("empty", 200, "application/json; charset=utf-8"),
        ("partial-errors", 200, "application/json; charset=utf-8"),
    ],
)
def test_befalls_guests_too(fault: str, status: int, kind: str) -> None:
    """Guests are told of no window, and of a pause in plain text."""
    with serve_x(TIMELINE) as x:
        x.script([fault])
        response = ask(x, "/tweet-result", RESULT, token=None)
    assert (response.status_code, response.headers["content-type"]) == (status, kind)
    assert left(response) == (None, None, None)
    assert status != 429 or response.text == "Rate limit exceeded"


def test_every_fault_is_proved() -> None:
    """A fault that no test of this file names is one that nobody has seen."""
    source = Path(__file__).read_text("utf-8")
    assert [name for name in FAULTS if f'"{name}"' not in source and name not in ("500", "503")] == []
