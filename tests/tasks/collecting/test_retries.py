"""Asking again."""

import asyncio

import pytest

from tasks.collecting.retries import ask
from tasks.collecting.terms import Terms

URL_ONLY = Terms(max_bytes=1_000)


@pytest.fixture
def ask_again(session):
    """Asks one address with so many attempts."""

    def run(url, **bounds):
        async def inner():
            async with session(**{"attempts": 3, "delay_s": 0.0, "max_wait_s": 60.0, **bounds}) as opened:
                return await ask(opened.web, url, URL_ONLY), opened

        return asyncio.run(inner())

    return run


@pytest.fixture
def fails(site, reply):
    """Has a path answer with a status so many times, then with a page."""

    def arrange(path, status, times, headers=None):
        left = [reply(b"busy", status, headers or {})] * times
        site.replies[path] = lambda _: left.pop() if left else reply(b"here")

    return arrange


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 522])
def test_what_may_pass_is_asked_again(site, fails, ask_again, status):
    """Two failures and an answer are three attempts."""
    fails("/a", status, 2)
    answer, _ = ask_again(site.url("/a"))
    assert (answer.outcome, answer.attempts, answer.body) == ("read", 3, b"here")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501, 505])
def test_what_will_not_pass_is_asked_once(site, fails, ask_again, status):
    """Another request would only annoy."""
    fails("/a", status, 9)
    answer, _ = ask_again(site.url("/a"))
    assert (answer.status, answer.attempts, answer.put_off) == (status, 1, False)


def test_attempts_are_bounded_and_the_address_is_put_off(site, fails, ask_again):
    """What fails every time is left to another night."""
    fails("/a", 503, 99)
    answer, _ = ask_again(site.url("/a"))
    assert (answer.attempts, answer.put_off, len(site.asked)) == (3, True, 3)


def test_waits_grow_at_random_within_a_bound(site, fails, ask_again, pauses):
    """Full jitter: anything from nothing to 2, then 4 seconds."""
    fails("/a", 503, 99)
    for _ in range(20):
        ask_again(site.url("/a"), max_wait_s=3.0)
    assert all(0 <= seconds <= 3.0 for seconds in pauses.seconds)
    assert len(set(pauses.seconds)) > 20


def test_no_answer_is_asked_again(ask_again):
    """A refused connection may be a restart."""
    answer, _ = ask_again("http://127.0.0.9:9/")
    assert (answer.outcome, answer.attempts, answer.put_off) == ("connect_error", 3, True)


def test_a_host_that_rests_is_not_asked_again(site, fails, ask_again):
    """Whoever asks for two hours gets them."""
    fails("/a", 429, 9, {"Retry-After": "7200"})
    answer, opened = ask_again(site.url("/a"))
    assert (answer.attempts, len(site.asked)) == (1, 1)
    assert opened.web.hosts.of(site.url("/a")).resting is not None
