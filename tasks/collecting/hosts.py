"""Turns: how often a host is asked, and when it is left alone."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tasks.clock import Clock
from tasks.collecting.answers import Answer, Refusal
from tasks.collecting.policy import FetchPolicy
from tasks.parsing.retry_after import parse_retry_after
from tasks.parsing.urls import host_of

Sleep = Callable[[float], Awaitable[None]]

JITTER = 0.25  # of the delay at most, added at random: nobody is asked to a beat
SLOW_S = 1.0  # a host that takes longer to answer gets a pause as long as its answer took
MAX_PAUSE_S = 120.0
MAX_REST = timedelta(days=1)  # no Retry-After is taken for longer
TOO_MANY, TOO_MANY_S = 429, 30.0  # the pause after Too Many Requests that names none


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Why a host is left alone, and when it wants to be asked again, where it said so."""

    why: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What one task leaves to the next.

    `asked_at`: when each host had its last answer. `held_until`: the time that some asked for. `resting`:
    those that are left alone.
    """

    asked_at: Mapping[str, datetime] = field(default_factory=dict)
    held_until: Mapping[str, datetime] = field(default_factory=dict)
    resting: Mapping[str, Rest] = field(default_factory=dict)

    def joined(self, others: "Iterable[Trace]") -> "Trace":
        """This one and the later ones as one."""
        asked_at, held_until, resting = dict(self.asked_at), dict(self.held_until), dict(self.resting)
        for other in others:
            asked_at |= other.asked_at
            held_until |= {
                host: max(until, held_until.get(host, until)) for host, until in other.held_until.items()
            }
            resting |= other.resting
        return Trace(asked_at=asked_at, held_until=held_until, resting=resting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past(Trace):
    """What is known of hosts before the first request; `delays_s` are those that are not the policy's."""

    delays_s: Mapping[str, float] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Host:
    """One host in one task; `asked_at` is when its last request began or ended, None before the first."""

    delay_s: float
    slots: asyncio.Semaphore
    asked_at: datetime | None
    held_until: datetime
    spread: float = 1.0
    answer_s: float = 0.0
    failures: int = 0
    resting: Rest | None = None

    @property
    def due_at(self) -> datetime:
        """The instant it may be asked again."""
        if self.asked_at is None:
            return self.held_until
        slow_s = self.answer_s if self.answer_s > SLOW_S else 0.0
        pause_s = min(max(self.delay_s, slow_s), MAX_PAUSE_S) * self.spread
        return max(self.asked_at + timedelta(seconds=pause_s), self.held_until)

    def hold(self, until: datetime) -> None:
        """Make no request before this instant."""
        self.held_until = max(self.held_until, until)


class Hosts:
    """The hosts of one task, and the number of requests it may have under way.

    No request begins while `open` is cleared: whoever takes the answers is behind.
    """

    def __init__(self, policy: FetchPolicy, now: Clock, sleep: Sleep, past: Past) -> None:
        self.policy, self.now, self.sleep, self.past = policy, now, sleep, past
        self.slots = asyncio.Semaphore(policy.requests_at_once)
        self.open = asyncio.Event()
        self.open.set()
        self.hosts: dict[str, Host] = {}

    def of(self, url: str) -> Host:
        """The host of an address."""
        name = host_of(url)
        if name not in self.hosts:
            self.hosts[name] = self.first_sight(name)
        return self.hosts[name]

    def first_sight(self, name: str) -> Host:
        """A host as the past left it."""
        return Host(
            delay_s=self.past.delays_s.get(name, self.policy.delay_s),
            slots=asyncio.Semaphore(self.policy.requests_per_host),
            asked_at=self.past.asked_at.get(name),
            held_until=self.past.held_until.get(name, self.now()),
            resting=self.past.resting.get(name),
        )

    def rests(self, host: Host) -> bool:
        """Whether the host is left alone now; a rest that it named an end of ends then."""
        if host.resting and host.resting.until and host.resting.until <= self.now():
            host.resting = None
        return host.resting is not None

    def refusal(self, host: Host) -> Refusal:
        """Why a resting host is not asked."""
        why = host.resting.why if host.resting else "it rests"
        return Refusal(outcome="host_resting", error=why, put_off=True)

    def trace(self) -> Trace:
        """What the next task is told."""
        return Trace(
            asked_at={name: host.asked_at for name, host in self.hosts.items() if host.asked_at},
            held_until={name: host.held_until for name, host in self.hosts.items()},
            resting={name: host.resting for name, host in self.hosts.items() if host.resting},
        )

    @asynccontextmanager
    async def turn(self, host: Host) -> AsyncIterator[None]:
        """Wait for the host's turn; the block is one request to it."""
        async with host.slots:
            await self.begin(host)
            host.asked_at = self.now()
            host.spread = 1 + JITTER * random.random()  # noqa: S311
            try:
                yield
            finally:
                self.slots.release()
                host.asked_at = self.now()

    async def begin(self, host: Host) -> None:
        """Wait until the host may be asked and there is room for one more request."""
        while True:
            await self.wait(host)
            await self.slots.acquire()
            if self.open.is_set() and host.due_at <= self.now():
                return
            self.slots.release()  # another request to the host has begun meanwhile, or the reader is behind
            await self.open.wait()

    async def wait(self, host: Host) -> None:
        """Wait until the host may be asked.

        A clock that is set back makes no wait longer than the longest that anything asks for.
        """
        longest_s = max(MAX_PAUSE_S * (1 + JITTER), 2 * self.policy.max_wait_s)
        while (wait_s := (host.due_at - self.now()).total_seconds()) > 0:
            await self.sleep(min(wait_s, longest_s))
            if wait_s > longest_s:
                host.asked_at, host.held_until = None, self.now()

    def note(self, host: Host, answer: Answer) -> None:
        """Learn from one request: a host in trouble is given time, and rest where it goes on."""
        host.failures = host.failures + 1 if answer.may_pass else 0
        if not answer.may_pass and answer.outcome != "redirect":  # RFC 9110 §10.2.3 knows it for both
            return
        now = self.now()
        asked_s = parse_retry_after(answer.header("retry-after"), now)
        if asked_s is None and answer.status == TOO_MANY:
            asked_s = TOO_MANY_S
        if asked_s is not None and asked_s > self.policy.max_wait_s:
            until = now + min(timedelta(seconds=min(asked_s, 1e9)), MAX_REST)
            host.resting = Rest(
                why=f"it asked to be left alone for {asked_s:.0f} s (Retry-After)", until=until
            )
        elif asked_s is not None:
            host.hold(now + timedelta(seconds=asked_s * (1 + JITTER * random.random())))  # noqa: S311
        if host.failures >= self.policy.rest_after and not host.resting:
            said = f"{host.failures} requests in a row failed, the last one so: {answer.error}"
            host.resting = Rest(why=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """When another night may ask an address that is put off, and the host that wants it so."""

    at: datetime
    host: str


def when_to_retry(hosts: Hosts, answer: Answer, now: datetime) -> Retry:
    """At once, or when the host that put it off wants to be asked again; a short pause is no rest."""
    host = hosts.of(answer.final_url)
    until = host.resting.until if host.resting else None
    return Retry(at=max(until or now, now), host=host_of(answer.final_url))
