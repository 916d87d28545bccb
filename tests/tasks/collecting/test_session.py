"""Leave to ask: the host first, then robots.txt."""

import asyncio
from dataclasses import replace
from datetime import timedelta

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
