"""Leave to ask: the host first, then robots.txt."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tasks.collecting.hosts import Past, Rest
from tasks.collecting.terms import Terms

TERMS = Terms(max_bytes=1_000)


def test_a_resting_host_is_not_asked_at_all(site, session):
    """Not for robots.txt either; the address is put off with the reason."""

    async def run():
        async with session(past=Past(resting={"127.0.0.1": Rest(why="it is tired")})) as opened:
            return await opened.ask(site.url("/a"), TERMS)

    answer = asyncio.run(run())
    assert (answer.outcome, answer.error, answer.put_off) == ("host_resting", "it is tired", True)
    assert (answer.attempts, site.asked) == (0, [])


def test_a_host_that_dies_on_robots_is_left_alone(site, reply, session):
    """The rest of its addresses is put off without a request each."""
    site.replies["/robots.txt"] = reply(b"", 503)

    async def run():
        async with session(rest_after=2, attempts=9, delay_s=0.0) as opened:
            return [await opened.ask(site.url(f"/{n}"), TERMS) for n in range(3)]

    answers = asyncio.run(run())
    assert [answer.put_off for answer in answers] == [True] * 3
    assert answers[-1].outcome == "host_resting"
    assert [path for _, path, _ in site.asked] == ["/robots.txt"] * 2


def test_robots_kept_from_before_are_used_for_a_day(site, session, now):
    """A look that is younger than a day saves the request; an older one, or no clear answer, does not."""

    async def run(held):
        async with session(delay_s=0.0, robots={site.url(""): held} if held else None) as opened:
            answer = await opened.ask(site.url("/private"), TERMS)
            return answer.outcome, opened.robots.asked

    outcome, [look] = asyncio.run(run(None))
    assert (outcome, look.outcome, look.status) == ("http_error", "http_error", 404)
    held = replace(look, outcome="read", body="User-agent: *\nDisallow: /private", fetched_at=now())
    assert asyncio.run(run(held)) == ("robots_denied", [])
    assert asyncio.run(run(replace(held, fetched_at=now() - timedelta(hours=25))))[0] == "http_error"
    assert asyncio.run(run(replace(held, outcome="timeout")))[0] == "http_error"


def test_after_the_nights_time_nothing_is_asked(site, session, now):
    """What is left is put off to the next night."""

    async def run():
        async with session(until=now()) as opened:
            return await opened.ask(site.url("/a"), TERMS)

    answer = asyncio.run(run())
    assert (answer.outcome, answer.put_off, site.asked) == ("budget_spent", True, [])


def test_who_waits_for_a_turn_learns_that_the_host_rests(site, reply, session):
    """Of those that already wait, none is sent after the answer that asks for time."""
    site.replies |= {"/x": reply(b"", 429, {"Retry-After": "7200"})}

    async def run():
        async with session(requests_per_host=1) as opened:
            await opened.robots.allowed(site.url("/"))
            return await asyncio.gather(*(opened.ask(site.url("/x"), TERMS) for _ in range(5)))

    answers = asyncio.run(run())
    assert sorted(answer.outcome for answer in answers) == ["host_resting"] * 4 + ["http_error"]
    assert site.paths() == ["/x"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Set-Cookie": "name=مصر; Path=/".encode().decode("latin-1"), "Location": "/b"},
        {"Location": "http://xn--a/"},
        {"Location": "http://i❤.ws/".encode().decode("latin-1")},
    ],
)
def test_odd_headers_end_one_address(site, reply, session, headers):
    """UTF-8 in a cookie, and names that no decoder takes."""
    site.replies |= {"/a": reply(status=302, headers=headers), "/b": reply(b"here")}

    async def run():
        async with session(delay_s=0.0) as opened:
            return await opened.ask(site.url("/a"), TERMS)

    answer = asyncio.run(run())
    assert answer.outcome in ("read", "connect_error")


def test_what_breaks_us_ends_one_address(site, session, monkeypatch):
    """With a word to the person who can report it, and no password in it."""

    async def run():
        async with session() as opened:

            async def broken(url):
                raise RuntimeError("http://desk:secret@n.example/")

            monkeypatch.setattr(opened.robots, "allowed", broken)
            return await opened.ask(site.url("/a"), TERMS)

    answer = asyncio.run(run())
    assert (answer.outcome, "RuntimeError" in answer.error, "secret" in answer.error) == (
        "unexpected_error",
        True,
        False,
    )


def test_large_bodies_leave_their_places(site, reply, session):
    """Whoever does not ask for the place has none to leave: three bodies through two places."""
    site.replies["/a"] = reply(b"x" * 1_500_000)

    async def run():
        async with session(delay_s=0.0) as opened:
            terms = Terms(max_bytes=2_000_000)
            answers = [await opened.ask(site.url("/a"), terms) for _ in range(3)]
            kept = await opened.ask(site.url("/a"), Terms(max_bytes=2_000_000, takes_place=True))
            return [answer.outcome for answer in answers], opened.web.large._value, kept.place.taken

    assert asyncio.run(run()) == (["read"] * 3, 1, True)


def test_a_rest_ends_when_it_was_to(site, session, now):
    """A host that named the instant is asked after it, also in the same task."""
    rest = Rest(why="it is tired", until=now() + timedelta(hours=1))

    async def run():
        async with session(past=Past(resting={"127.0.0.1": rest}), delay_s=0.0) as opened:
            first = await opened.ask(site.url("/a"), TERMS)
            now.at += timedelta(hours=2)
            return first.outcome, (await opened.ask(site.url("/a"), TERMS)).outcome

    assert asyncio.run(run()) == ("host_resting", "http_error")
