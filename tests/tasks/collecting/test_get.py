"""One bounded GET."""

import asyncio
import zlib
from threading import Event

import pytest

from config.errors import ListingError
from tasks.collecting.get import get
from tasks.collecting.terms import Terms


@pytest.fixture
def ask(session):
    """Asks one address; `changes` are of the policy, what is given besides of the terms."""

    def run(url, *, changes=None, **given):
        async def inner():
            async with session(**(changes or {})) as opened:
                return await get(opened.web, url, Terms(**{"max_bytes": 100_000, **given}))

        return asyncio.run(inner())

    return run


def test_redirects_are_followed_and_counted(site, reply, ask):
    """The final address is the one that answered; a fragment and tracking are dropped on the way."""
    site.replies |= {
        "/a": reply(status=301, headers={"Location": "/b?utm_source=x#top"}),
        "/b": reply(status=302, headers={"Location": site.url("/c")}),
        "/c": reply(b"here"),
    }
    answer = ask(site.url("/a"))
    assert (answer.outcome, answer.body, answer.final_url, answer.attempts) == (
        "read",
        b"here",
        site.url("/c"),
        3,
    )


def test_redirect_in_raw_utf8(site, reply, ask):
    """A Location that is not escaped, as Arabic sites send it."""
    site.replies["/a"] = reply(status=301, headers={"Location": "/خبر".encode().decode("latin-1")})
    site.replies["/%D8%AE%D8%A8%D8%B1"] = reply(b"here")
    assert ask(site.url("/a")).body == b"here"


def test_conditions_go_to_the_first_address_only(site, reply, ask):
    """A validator of one address means nothing to another."""
    site.replies |= {"/a": reply(status=301, headers={"Location": "/b"}), "/b": reply(b"here")}
    ask(site.url("/a"), conditions={"If-None-Match": '"1"'})
    assert ["If-None-Match" in headers for _, _, headers in site.asked] == [True, False]


def test_no_redirect_may_be_followed(site, reply, ask):
    """A limit of 0 means the first answer is the last."""
    site.replies["/a"] = reply(status=301, headers={"Location": "/b"})
    answer = ask(site.url("/a"), changes={"max_redirects": 0})
    assert (answer.outcome, answer.attempts) == ("bad_redirect", 1)


def test_silent_server_times_out(site, ask):
    """No answer within the time for a part of it."""
    end = Event()
    site.replies["/slow"] = lambda headers: end.wait(5)
    answer = ask(site.url("/slow"), changes={"timeout_s": 0.05})
    end.set()
    assert answer.outcome == "timeout"


def test_time_for_the_whole_is_bounded(site, ask):
    """Also where each part comes in time."""
    end = Event()
    site.replies["/slow"] = lambda headers: end.wait(5)
    answer = ask(site.url("/slow"), changes={"total_timeout_s": 0.05})
    end.set()
    assert (answer.outcome, answer.error) == ("timeout", "no whole answer within 0.05 s")


@pytest.mark.parametrize("wbits", [zlib.MAX_WBITS, -zlib.MAX_WBITS])
def test_deflate_in_both_its_forms(site, reply, ask, wbits):
    """Zlib data as the standard says, and raw as some servers send it."""
    packer = zlib.compressobj(wbits=wbits)
    body = packer.compress(b"hello " * 99) + packer.flush()
    site.replies["/a"] = reply(body, headers={"Content-Encoding": "deflate"})
    assert ask(site.url("/a")).body == b"hello " * 99


def test_declared_size_is_enough_to_refuse(site, reply, ask):
    """A body that says it is too large is not read."""
    site.replies["/a"] = reply(b"x", headers={"Content-Length": "999999999"})
    assert ask(site.url("/a")).outcome == "too_large"


def test_unwanted_type_is_not_read(site, reply, ask):
    """The header alone may end it."""
    site.replies["/a"] = reply(b"x", headers={"Content-Type": "video/mp4"})
    answer = ask(site.url("/a"), unwanted=lambda header: f"is {header}")
    assert (answer.outcome, answer.error, answer.body) == ("unsupported_type", "is video/mp4", b"")


def test_no_server(ask):
    """A refused connection is told."""
    answer = ask("http://127.0.0.9:9/")
    assert (answer.outcome, answer.status) == ("connect_error", None)
    assert answer.error


def test_circles_end_at_once(site, reply, ask):
    """An address that comes back with nothing new is not asked a third time."""
    site.replies |= {
        "/a": reply(status=302, headers={"Location": "/b"}),
        "/b": reply(status=302, headers={"Location": "/a"}),
    }
    answer = ask(site.url("/a"))
    assert (answer.outcome, answer.error, answer.attempts) == (
        "bad_redirect",
        "the redirects go in circles",
        2,
    )


def test_a_cookie_opens_the_way(site, reply, ask):
    """Some sites lead to the same address until their cookie comes back."""

    def wall(headers):
        seen = "seen=1" in headers.get("Cookie", "")
        return (
            reply(b"here") if seen else reply(status=302, headers={"Location": "/a", "Set-Cookie": "seen=1"})
        )

    site.replies["/a"] = wall
    assert ask(site.url("/a")).body == b"here"


def test_name_and_password_in_a_redirect_are_refused_and_not_told(site, reply, ask):
    """They are sent nowhere, and stand in no message."""
    site.replies["/a"] = reply(status=302, headers={"Location": "http://desk:secret@127.0.0.1/b"})
    answer = ask(site.url("/a"))
    assert answer.outcome == "bad_redirect"
    assert "secret" not in answer.error
    assert "desk" not in answer.error


def test_a_sink_gets_the_body_and_may_refuse_it(site, reply, ask):
    """The body is counted and not kept; what the sink refuses is a bad listing."""
    site.replies["/a"] = reply(b"here")
    parts = []
    answer = ask(site.url("/a"), open_sink=lambda answer: parts.append)
    assert (answer.outcome, answer.body, answer.size, b"".join(parts)) == ("read", b"", 4, b"here")

    def refuse(part):
        raise ListingError("not a list")

    answer = ask(site.url("/a"), open_sink=lambda answer: refuse)
    assert (answer.outcome, answer.error) == ("bad_listing", "not a list")


def test_time_spent_is_that_of_the_requests(site, reply, ask, pauses):
    """The pauses between redirects do not count, nor do they use up the time."""
    site.replies |= {"/a": reply(status=301, headers={"Location": "/b"}), "/b": reply(b"here")}
    answer = ask(site.url("/a"), changes={"delay_s": 100.0})
    assert answer.outcome == "read"
    assert sum(pauses.seconds) >= 99
    assert 0 < answer.answer_s < 5
