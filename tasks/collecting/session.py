"""What one task needs to ask the web: the client, the hosts' turns and robots.txt, opened together."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date

from tasks.clock import Clock
from tasks.collecting.answers import Answer, Refusal
from tasks.collecting.client import open_client
from tasks.collecting.get import LARGE_AT_ONCE, Web
from tasks.collecting.hosts import Hosts, Past, Sleep
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.retries import ask
from tasks.collecting.robots import Robots
from tasks.collecting.terms import Terms
from warehouse import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Asks addresses politely."""

    web: Web
    robots: Robots

    async def ask(self, url: str, terms: Terms) -> Answer:
        """One address, where its host and robots.txt give leave, again where it may go better."""
        return await ask(self.web, url, replace(terms, allowed=self.leave))

    async def leave(self, url: str) -> Refusal | None:
        """None where the address may be asked now, else why not."""
        host = self.web.hosts.of(url)
        refusal = None if host.resting else await self.robots.allowed(url)
        if host.resting and (refusal is None or refusal.put_off):
            return Refusal(outcome="host_resting", error=host.resting.why, put_off=True)
        return refusal


@asynccontextmanager
async def open_session(
    policy: FetchPolicy,
    *,
    run_id: str,
    day: date,
    now: Clock,
    sleep: Sleep,
    past: Past | None = None,
    robots: Mapping[str, rows.Robots] | None = None,
) -> AsyncIterator[Session]:
    """A session for one event loop, closed at the end.

    Args:
        policy: the limits.
        run_id: the run that asks.
        day: the day it collects for.
        now: the clock.
        sleep: waits that many seconds; tests pass one that does not.
        past: what is known of hosts.
        robots: the latest look at robots.txt by origin.
    """
    async with open_client(policy) as http:
        hosts = Hosts(policy, now, sleep, past or Past())
        large = asyncio.Semaphore(LARGE_AT_ONCE)
        web = Web(http=http, policy=policy, hosts=hosts, now=now, large=large)
        yield Session(web=web, robots=Robots(web, run_id, day, robots))
