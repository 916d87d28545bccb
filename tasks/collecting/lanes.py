"""Fetch many addresses: one lane a host, in order and with a pause; many lanes at once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import httpx

from tasks.collecting.client import open_client
from tasks.collecting.get import Answer, get
from tasks.collecting.known import Known
from tasks.collecting.outcomes import fetch_row, page_outcome
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.robots import Robots
from tasks.parsing.content_types import opaque_type, split_content_type
from warehouse.rows import Address, Fetch, Page

Sleep = Callable[[float], Awaitable[None]]
Outcome = tuple[Fetch, Page | None]
WAITING = 64  # answers that may wait for the reader, so that memory stays bounded


async def fetch_addresses(
    addresses: Sequence[Address],
    known: Mapping[str, Known],
    policy: FetchPolicy,
    *,
    now: Callable[[], datetime],
    sleep: Sleep,
    delays: Mapping[str, float],
) -> AsyncIterator[Outcome]:
    """Exactly one outcome for each address, as they come.

    Args:
        addresses: what to ask; those of one host are asked in this order.
        known: the latest stored page by URL.
        policy: the limits.
        now: the clock.
        sleep: waits that many seconds; tests pass one that does not.
        delays: seconds between two requests by host, where it is not the policy's.
    """
    async with open_client(policy) as http:
        crew = Crew(http, known, policy, now, sleep, delays)
        runner = asyncio.create_task(crew.run(addresses))
        try:
            while (outcome := await crew.done.get()) is not None:
                crew.space.release()
                yield outcome
            await runner
        finally:
            runner.cancel()
            await asyncio.wait([runner])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A URL asked already in this lane."""

    fetch: Fetch
    answer: Answer


class Crew:
    """The lanes of one call and what they share."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        known: Mapping[str, Known],
        policy: FetchPolicy,
        now: Callable[[], datetime],
        sleep: Sleep,
        delays: Mapping[str, float],
    ) -> None:
        self.http, self.known, self.policy, self.now, self.sleep, self.delays = (
            http,
            known,
            policy,
            now,
            sleep,
            delays,
        )
        self.robots = Robots(http, policy)
        self.slots = asyncio.Semaphore(policy.hosts_at_once)
        self.space = asyncio.Semaphore(WAITING)
        self.done: asyncio.Queue[Outcome | None] = asyncio.Queue()

    async def run(self, addresses: Sequence[Address]) -> None:
        """Run every lane; None in the queue says that nothing more comes."""
        lanes: defaultdict[str, list[Address]] = defaultdict(list)
        for address in addresses:
            lanes[address.host].append(address)
        try:
            async with asyncio.TaskGroup() as group:
                for host, lane in lanes.items():
                    group.create_task(self.run_lane(host, lane))
        finally:
            self.done.put_nowait(None)

    async def run_lane(self, host: str, lane: list[Address]) -> None:
        """The addresses of one host one after the other."""
        async with self.slots:
            asked: dict[str, Asked] = {}
            requested = False
            for address in lane:
                if address.url in asked:
                    await self.hand_over((repeat(address, asked[address.url], self.now()), None))
                    continue
                if requested:
                    await self.sleep(await self.delay_s(host, address.url))
                outcome, answer = await self.ask(address)
                requested = answer.attempts > 0
                asked[address.url] = Asked(fetch=outcome[0], answer=replace(answer, body=b""))
                await self.hand_over(outcome)

    async def ask(self, address: Address) -> tuple[Outcome, Answer]:
        """Ask one address."""
        began_at = self.now()
        known = self.known.get(address.url)
        answer = await get(
            self.http,
            address.url,
            self.policy,
            allowed=self.robots.allowed,
            conditions=conditions(known),
            unwanted=unwanted_type,
        )
        return page_outcome(address, answer, known, began_at=began_at, ended_at=self.now()), answer

    async def delay_s(self, host: str, url: str) -> float:
        """The pause before the next request: the source's or the policy's, or what robots.txt asks for."""
        return max(self.delays.get(host, self.policy.delay_s), await self.robots.delay_s(url))

    async def hand_over(self, outcome: Outcome) -> None:
        """Give an outcome to the reader, waiting where it is slow."""
        await self.space.acquire()
        self.done.put_nowait(outcome)


def conditions(known: Known | None) -> dict[str, str]:
    """The conditional headers of RFC 9110 §13 for what is known of an address."""
    given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


def unwanted_type(header: str | None) -> str | None:
    """Why a body of this type need not be read."""
    media_type, _ = split_content_type(header)
    return f"not an HTML page but {media_type}" if opaque_type(media_type) else None


def repeat(address: Address, asked: Asked, now: datetime) -> Fetch:
    """The outcome of an address whose URL was asked already: a duplicate of its page, else the same fault."""
    outcome = "duplicate" if asked.fetch.outcome == "stored" else asked.fetch.outcome
    answer = replace(asked.answer, outcome=outcome, attempts=0, error=asked.fetch.error)
    return replace(
        fetch_row(address, answer, None, now, asked.fetch.page_id),
        body_sha256=asked.fetch.body_sha256,
        bytes=None,
    )
