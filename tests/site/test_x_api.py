"""The stand-in as a server: the token, windows of requests, the cap, and the account of what is paid."""

import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest

from tests.site.x_api import TOKEN, Asked, Timeline, XApi, serve_x
from tests.site.x_query import EVERYTHING
from tests.site.x_reader import ask, walk

TIMELINE = Timeline(tweets=120, users=5, seed=9)
IDS = list(TIMELINE.posts)
RECENT, ALL = "/2/tweets/search/recent", "/2/tweets/search/all"
PARAMS = {"query": EVERYTHING, "max_results": 10}
REFERRING = {"expansions": "author_id,referenced_tweets.id,referenced_tweets.id.author_id"}


def limits(response: httpx.Response) -> tuple[int, ...]:
    """Limit, remaining and reset of an answer."""
    return tuple(int(response.headers[f"x-rate-limit-{name}"]) for name in ("limit", "remaining", "reset"))


def test_writes_requests_down() -> None:
    """Path, parameters, Authorization and status of each."""
    with serve_x(TIMELINE) as x:
        ask(x, "/2/tweets", {"ids": "1,2"})
        ask(x, "/2/tweets", {"ids": ""}, token="wrong")
        ask(x, "/2/nothing", token=None)
    assert x.requests == [
        Asked("/2/tweets", {"ids": "1,2"}, f"Bearer {TOKEN}", 200),
        Asked("/2/tweets", {"ids": ""}, "Bearer wrong", 401),
        Asked("/2/nothing", {}, None, 404),
    ]


def test_wants_its_token() -> None:
    """401 as a problem without one, with another one, and from the moment it expires."""
    with serve_x(TIMELINE, token="of-my-own") as x:
        statuses = [ask(x, RECENT, PARAMS, token=token).status_code for token in (None, TOKEN, "of-my-own")]
        assert statuses == [401, 401, 200]
        x.expire()
        response = ask(x, RECENT, PARAMS, token="of-my-own")
    assert response.status_code == 401
    assert response.json() == {
        "title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized",
    }  # fmt: skip


def test_the_full_archive_is_for_some() -> None:
    """403 for search/all alone."""
    with serve_x(TIMELINE, full_archive=False) as x:
        assert [ask(x, path, PARAMS).status_code for path in (ALL, RECENT)] == [403, 200]
        assert ask(x, ALL, PARAMS).json()["reason"] == "client-not-enrolled"
        x.full_archive = True
        assert ask(x, ALL, PARAMS).status_code == 200


def test_counts_a_window_down() -> None:
    """Every answer says what is left; then 429 until the window ends, each kind of path by itself."""
    now = [TIMELINE.ends]
    with serve_x(TIMELINE, clock=lambda: now[0], windows={"search/recent": 2}) as x:
        reset = int(now[0].timestamp()) + 900
        answers = [ask(x, RECENT, PARAMS) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
        assert [limits(answer) for answer in answers] == [(2, 1, reset), *[(2, 0, reset)] * 3]
        assert limits(ask(x, "/2/tweets", {"ids": "1"})) == (3500, 3499, reset)
        assert limits(ask(x, ALL, PARAMS)) == (300, 299, reset)
        now[0] += timedelta(minutes=15) - timedelta(seconds=1)
        assert ask(x, RECENT, PARAMS).status_code == 429
        now[0] += timedelta(seconds=1)
        answer = ask(x, RECENT, PARAMS)
        assert (answer.status_code, limits(answer)) == (200, (2, 1, reset + 900))
        assert ask(x, RECENT, {}).status_code == 400
        assert ask(x, RECENT, PARAMS).status_code == 429
    assert x.paid.total() == 40


def test_the_cap_ends_reading() -> None:
    """After so many tweets, of any path, everything is refused."""
    with serve_x(TIMELINE, cap=25) as x:
        statuses = [ask(x, RECENT, PARAMS).status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        response = ask(x, "/2/tweets", {"ids": IDS[0]})
    assert (response.status_code, response.json()["title"]) == (429, "UsageCapExceeded")
    assert int(response.headers["x-rate-limit-remaining"]) > 0
    assert x.paid.total() == 30


def test_counts_what_is_paid() -> None:
    """Each tweet of `data` by how often it was sent, those beside it and accounts on their own."""
    with serve_x(TIMELINE) as x, serve_x(TIMELINE, dialect="post") as other:
        pages = [*walk(x, RECENT, {**PARAMS, **REFERRING}), *walk(x, RECENT, {**PARAMS, **REFERRING})]
        renamed = {"expansions": REFERRING["expansions"].replace("tweets", "posts")}
        posts = [*walk(other, RECENT, {**PARAMS, **renamed})] * 2
        assert x.paid == Counter(IDS * 2)
        included = Counter(post["id"] for page in pages for post in page["includes"].get("tweets", ()))
        assert (
            x.paid_included
            == included
            == Counter(p["id"] for page in posts for p in page["includes"].get("posts", ()))
        )
        assert x.users_paid == Counter(user["id"] for page in pages for user in page["includes"]["users"])
        assert other.paid.total() * 2 == x.paid.total()
        before = x.users_paid.total()
        name = next(iter(TIMELINE.accounts.values()))["username"]
        ask(x, "/2/users/by", {"usernames": name})
        ask(x, f"/2/users/by/username/{name}")
        assert x.users_paid.total() == before + 2
        assert x.paid.total() == 240


def test_is_told_before_an_answer() -> None:
    """With path, parameters and number, and before anything is paid."""
    with serve_x(TIMELINE) as x:
        seen: list[tuple[str, dict[str, str], int, int]] = []
        x.before_answer = lambda path, params, number: seen.append((path, params, number, x.paid.total()))
        ask(x, RECENT, PARAMS)
        ask(x, "/2/tweets", {"ids": IDS[0]})
    params = {name: str(value) for name, value in PARAMS.items()}
    assert seen == [(RECENT, params, 1, 0), ("/2/tweets", {"ids": IDS[0]}, 2, 10)]


def test_what_was_not_sent_is_not_paid() -> None:
    """A process that is killed before its answer pays for what it had, and not for that."""
    with serve_x(TIMELINE) as x:
        command = [sys.executable, "-c", READER, x.base, TOKEN]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as reader:

            def kill(path: str, params: dict[str, str], number: int) -> None:
                if number == 3:
                    reader.kill()
                    reader.wait(10)

            x.before_answer = kill
            reader.wait(20)
        for _ in range(1000):
            if len(x.requests) == 3:
                break
            threading.Event().wait(0.01)
    assert [asked.status for asked in x.requests] == [200, 200, None]
    assert x.paid == Counter(IDS[-10:] * 2)


READER = f"""
import sys, http.client
from urllib.parse import urlencode
http = http.client.HTTPConnection(sys.argv[1].removeprefix("http://"))
for _ in range(9):
    path = "{RECENT}?" + urlencode({PARAMS!r})
    http.request("GET", path, headers={{"Authorization": "Bearer " + sys.argv[2]}})
    http.getresponse().read()
"""


def ask_with(before_answer: Callable[[str, dict[str, str], int], None]) -> None:
    """Ask one question that is not answered."""
    with serve_x(TIMELINE) as x:
        x.before_answer = before_answer
        with pytest.raises(httpx.RemoteProtocolError):
            ask(x, RECENT, PARAMS)


def test_an_error_before_an_answer_is_told_at_the_end() -> None:
    """What goes wrong in the callback is not lost."""

    def fail(path: str, params: dict[str, str], number: int) -> None:
        raise LookupError("of the test")

    with pytest.raises(ExceptionGroup) as caught:
        ask_with(fail)
    assert caught.group_contains(LookupError)


def test_answers_several_at_once() -> None:
    """Readers at the same time each get theirs, and the account is right; one connection serves many."""
    with serve_x(TIMELINE) as x:
        http = httpx.Client(base_url=x.base, headers={"Authorization": f"Bearer {TOKEN}"})

        def get(name: str) -> str:
            found: str = http.get("/2/tweets", params={"ids": name}).json()["data"][0]["id"]
            return found

        with http, ThreadPoolExecutor(8) as pool:
            assert [*pool.map(get, IDS)] == IDS
    assert x.paid == Counter(IDS)
    assert len(x.requests) == len(IDS)


def test_its_end_ends_everything() -> None:
    """Leaving the block cuts connections and ends threads."""
    before = set(threading.enumerate())
    with serve_x(TIMELINE, slow_s=60) as x:
        x.script(["slow"])
        sock = socket.create_connection(("127.0.0.1", x.port))
        sock.sendall(b"GET /2/tweets?ids=1 HTTP/1.1\r\nHost: x\r\n\r\n")
        ask(x, "/2/tweets", {"ids": "1"})
    assert set(threading.enumerate()) <= before
    sock.close()
    with pytest.raises(httpx.ConnectError):
        ask(x, "/2/tweets", {"ids": "1"})


def test_stands_alone() -> None:
    """Without a word it has a timeline of its own, whose end is its time."""
    with serve_x() as x:
        assert isinstance(x, XApi)
        assert x.clock() == x.timeline.ends
        assert ask(x, RECENT, PARAMS).json()["meta"]["newest_id"] == str(x.timeline.ids[-1])
