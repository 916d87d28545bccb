"""What one task needs to ask the web: the client, the hosts' turns and robots.txt, opened together."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from tasks.clock import Clock
from tasks.collecting.answers import Answer, Refusal
from tasks.collecting.client import open_client
from tasks.collecting.get import Web
from tasks.collecting.hosts import Hosts, Past, Sleep
from tasks.collecting.large import AT_ONCE
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.retries import ask
from tasks.collecting.robots import Robots, WriteDown
from tasks.collecting.terms import Terms
from tasks.parsing.urls import without_userinfo
from warehouse import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Asks addresses politely."""

    web: Web
    robots: Robots
    until: datetime | None

    async def ask(self, url: str, terms: Terms) -> Answer:
        """One address, where its host and robots.txt give leave, again where it may go better.

        Whatever a site finds to break us with ends this one address, and not the night.
        """
        try:
            return await ask(self.web, url, replace(terms, allowed=self.leave))
        except Exception as error:
            said = f"isnad failed on it, please report: {type(error).__name__}: {error}"
            return Answer(outcome="unexpected_error", final_url=url, attempts=1, error=without_userinfo(said))

    async def leave(self, url: str) -> Refusal | None:
        """None where the address may be asked now, else why not."""
        if self.until and self.web.now() > self.until:
            return Refusal(outcome="budget_spent", error="the night's time is spent", put_off=True)
        hosts = self.web.hosts
        host = hosts.of(url)
        refusal = None if hosts.rests(host) else await self.robots.allowed(url)
        if hosts.rests(host) and (refusal is None or refusal.put_off):
            return hosts.refusal(host)
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
    write_down: WriteDown | None = None,
    until: datetime | None = None,
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
        write_down: takes the looks of this session, now and then and at its end.
        until: after this instant nothing is asked.
    """
    async with open_client(policy) as http:
        hosts = Hosts(policy, now, sleep, past or Past())
        web = Web(http=http, policy=policy, hosts=hosts, now=now, large=asyncio.Semaphore(AT_ONCE))
        looks = Robots(web, run_id=run_id, day=day, held=robots, write_down=write_down)
        yield Session(web=web, robots=looks, until=until)
        looks.finish()
