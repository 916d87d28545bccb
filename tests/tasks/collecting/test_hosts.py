"""How often a host is asked, and when it is left alone."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.collecting.answers import Answer
from tasks.collecting.hosts import JITTER, Hosts, Past, Rest, Trace, when_to_retry

URL = "http://one.example/"
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
BUSY = Answer(outcome="http_error", final_url=URL, status=503, attempts=1, may_pass=True, error="503")
FINE = Answer(outcome="read", final_url=URL, status=200, attempts=1)


@pytest.fixture
def hosts(policy, now, pauses):
    """Makes the hosts of a task: `hosts(past, delay_s=…)`."""

    def make(past=None, **bounds):
        return Hosts(replace(policy, **bounds), now, pauses, past or Past())

    return make


def take_turns(hosts, count, takes_s=0.0, url=URL):
    """Takes so many turns at once, each lasting so long; the instants they began and ended."""

    async def turn():
        async with hosts.turn(hosts.of(url)):
            began = hosts.now()
            await asyncio.sleep(0)
            hosts.sleep.clock.at += timedelta(seconds=takes_s)
            return began, hosts.now()

    async def all_turns():
        return sorted(await asyncio.gather(*(turn() for _ in range(count))))

    return asyncio.run(all_turns())


def gaps(turns):
    """Seconds from the end of each turn to the beginning of the next."""
    return [(later[0] - one[1]).total_seconds() for one, later in pairwise(turns)]


@given(st.floats(0.1, 100), st.integers(2, 6))
def test_never_less_than_the_delay_and_not_to_a_beat(delay_s, count):
    """Between an answer and the next request stands the delay, and at most a quarter more at random."""

    class Clock:
        at = NOW

        def __call__(self):
            return self.at

    clock = Clock()

    async def sleep(seconds):
        clock.at += timedelta(seconds=seconds)

    sleep.clock = clock
    bounds = dict.fromkeys(("requests_at_once", "requests_per_host", "max_wait_s"), 1) | {"delay_s": delay_s}
    hosts = Hosts(type("Policy", (), bounds)(), clock, sleep, Past())
    found = gaps(take_turns(hosts, count))
    assert all(delay_s * 0.999 <= gap <= delay_s * (1 + JITTER) * 1.001 for gap in found)
    assert count < 3 or len(set(found)) > 1


def test_a_slow_host_gets_a_longer_pause(hosts):
    """A pause as long as its answer took; up to a second is not slow."""
    slow, quick = hosts(delay_s=2.0), hosts(delay_s=0.0)
    slow.of(URL).answer_s, quick.of(URL).answer_s = 9.0, 0.5
    assert 9.0 <= gaps(take_turns(slow, 2))[0] <= 9.0 * 1.25 + 0.1
    assert gaps(take_turns(quick, 2))[0] < 0.1


def test_several_requests_to_one_host_still_keep_the_delay(hosts):
    """Where two may be under way, they do not begin together."""
    opened = hosts(requests_per_host=2, delay_s=3.0)
    began = [turn[0] for turn in take_turns(opened, 4)]
    assert all((b - a).total_seconds() >= 3.0 for a, b in pairwise(began))


@pytest.mark.parametrize(("allowed", "most"), [(1, 1), (2, 2), (3, 3)])
def test_requests_under_way_are_bounded_for_a_host_and_in_all(hosts, allowed, most):
    """Never more than allowed to one host, nor in all."""
    for opened, urls in (
        (hosts(requests_per_host=allowed, requests_at_once=9, delay_s=0.0), [URL] * 8),
        (hosts(requests_at_once=allowed, delay_s=0.0), [f"http://h{n}.example/" for n in range(8)]),
    ):
        under_way = peak = 0

        async def turn(url, opened=opened):
            nonlocal under_way, peak
            async with opened.turn(opened.of(url)):
                under_way += 1
                peak = max(peak, under_way)
                await asyncio.sleep(0)
                under_way -= 1

        async def run(urls=urls, turn=turn):
            await asyncio.gather(*map(turn, urls))

        asyncio.run(run())
        assert peak == most


def test_what_an_earlier_task_asked_counts(hosts, now):
    """The first request of a task waits for the pause after the last one of the task before."""
    at = now()
    (began, _), *_ = take_turns(hosts(Past(asked_at={"one.example": at}), delay_s=5.0), 1)
    assert (began - at).total_seconds() >= 5.0


def test_a_clock_set_back_makes_nobody_wait_for_ever(hosts, now, pauses):
    """No wait is longer than the longest anything asks for."""
    take_turns(hosts(Past(asked_at={"one.example": now() + timedelta(days=30)})), 1)
    assert sum(pauses.seconds) <= 300


def test_retry_after_is_waited_for(hosts, now):
    """The host is asked no sooner, and not all at one instant."""
    opened = hosts(delay_s=0.0)
    opened.note(opened.of(URL), replace(BUSY, headers=(("Retry-After", "20"),)))
    at = now()
    (began, _), *_ = take_turns(opened, 1)
    assert 19.9 <= (began - at).total_seconds() <= 25.1


def test_a_redirect_may_ask_for_time_too(hosts, now):
    """The next request to its host waits."""
    opened = hosts(delay_s=0.0)
    there = replace(FINE, outcome="redirect", status=302, headers=(("Retry-After", "20"),))
    opened.note(opened.of(URL), there)
    at = now()
    (began, _), *_ = take_turns(opened, 1)
    assert (began - at).total_seconds() >= 19.9


def test_too_many_requests_without_a_time_is_half_a_minute(hosts, now):
    """429 alone asks for time too."""
    opened = hosts(delay_s=0.0)
    opened.note(opened.of(URL), replace(BUSY, status=429))
    at = now()
    (began, _), *_ = take_turns(opened, 1)
    assert (began - at).total_seconds() >= 29.9


@pytest.mark.parametrize(("said", "seconds"), [("7200", 7_200), ("99999999", 86_400)])
def test_who_asks_for_too_long_rests(hosts, now, said, seconds):
    """The host is left alone until then, a day at most."""
    opened = hosts()
    host = opened.of(URL)
    opened.note(host, replace(BUSY, headers=(("Retry-After", said),)))
    assert "Retry-After" in host.resting.why
    assert abs((host.resting.until - now()).total_seconds() - seconds) < 1


def test_failures_in_a_row_bring_rest(hosts):
    """An answer between them begins the count anew; the reason says what failed last."""
    opened = hosts(rest_after=3)
    host = opened.of(URL)
    for answer in (BUSY, BUSY, FINE, BUSY, BUSY):
        opened.note(host, answer)
    assert host.resting is None
    opened.note(host, BUSY)
    assert host.resting.why == "3 requests in a row failed, the last one so: 503"
    assert host.resting.until is None


def test_the_trace_of_one_task_is_the_past_of_the_next(hosts):
    """When each host was asked, and who rests."""
    opened = hosts(rest_after=1, delay_s=0.0)
    take_turns(opened, 1)
    opened.note(opened.of("http://two.example/"), BUSY)
    trace = Trace(resting={"three.example": Rest(why="x")}).joined([opened.trace()])
    assert list(trace.asked_at) == ["one.example"]
    assert list(trace.resting) == ["three.example", "two.example"]
    again = hosts(Past(asked_at=trace.asked_at, resting=trace.resting))
    assert again.of("http://two.example/x").resting is not None


def test_a_short_pause_is_no_rest(hosts, now):
    """Another run may ask at once what waited only for a pause; a rest has its end."""
    opened = hosts()
    opened.note(opened.of(URL), replace(BUSY, headers=(("Retry-After", "20"),)))
    at = now()
    assert when_to_retry(opened, BUSY, at).at == at
    opened.note(opened.of(URL), replace(BUSY, headers=(("Retry-After", "7200"),)))
    assert (when_to_retry(opened, BUSY, at).at - at).total_seconds() > 7_000
