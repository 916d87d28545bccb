"""Fetch many addresses: one lane a host, in order; all lanes at once."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tasks.collecting.conditions import conditions
from tasks.collecting.hosts import when_to_retry
from tasks.collecting.large import Place
from tasks.collecting.outcomes import page_outcome
from tasks.collecting.refreshes import follow_refresh
from tasks.collecting.session import Session
from tasks.collecting.terms import Terms
from tasks.lots import lane_of, site_of
from tasks.parsing.content_types import opaque_type, split_content_type
from tasks.parsing.urls import host_of
from warehouse.known import Known
from warehouse.rows import Address, Fetch, Page

Outcome = tuple[Fetch, Page | None] | Address
WAITING = 8  # answers that may wait for the reader; beyond that no request begins


async def fetch_addresses(
    session: Session, addresses: Sequence[Address], known: Mapping[str, Known], *, alone: bool = True
) -> AsyncIterator[Outcome]:
    """Exactly one outcome for each address, as they come.

    Args:
        session: what asks.
        addresses: what to ask; those of one host are asked in this order.
        known: the latest stored page by URL.
        alone: whether nobody else fetches now. If somebody does, an address whose redirects lead to a host
            that is none of these addresses' comes back as an address, to go on with where that host is asked.
    """
    lanes: defaultdict[str, deque[Address]] = defaultdict(deque)
    for address in addresses:
        lanes[lane_of(address)].append(address)
    crew = Crew(session=session, known=known, lanes=lanes, own=None if alone else frozenset(lanes))
    runner = asyncio.create_task(crew.run())
    try:
        while (done := await crew.take()) is not None:
            yield done.outcome
            done.leave()
        await runner
    finally:
        runner.cancel()
        await asyncio.wait([runner])


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One outcome on its way to the reader, with the place of a large body."""

    outcome: Outcome
    place: Place | None = None

    def leave(self) -> None:
        """The reader has done with it."""
        if self.place:
            self.place.leave()


@dataclass(kw_only=True)
class Crew:
    """The lanes of one call and what they share; `own` are the hosts it may ask, None: any."""

    session: Session
    known: Mapping[str, Known]
    lanes: Mapping[str, deque[Address]]
    own: frozenset[str] | None
    done: asyncio.Queue[Done | None] = field(default_factory=asyncio.Queue)

    async def run(self) -> None:
        """Run every lane; None in the queue says that nothing more comes."""
        try:
            async with asyncio.TaskGroup() as group:
                for lane in self.lanes.values():
                    for _ in range(min(self.session.web.policy.requests_per_host, len(lane))):
                        group.create_task(self.work(lane))
        finally:
            self.done.put_nowait(None)

    async def work(self, lane: deque[Address]) -> None:
        """The addresses of one host one after the other."""
        while lane:
            self.done.put_nowait(await self.ask(lane.popleft()))
            if self.done.qsize() >= WAITING:
                self.session.web.hosts.open.clear()

    async def take(self) -> Done | None:
        """The next one that is done; None: nothing more comes."""
        done = await self.done.get()
        if self.done.qsize() < WAITING:
            self.session.web.hosts.open.set()
        return done

    async def ask(self, address: Address) -> Done:
        """Ask one address."""
        web = self.session.web
        answer = await self.session.ask(address.next_url or address.url, self.terms(address))
        answer = replace(answer, attempts=answer.attempts + address.attempts)
        if answer.outcome == "elsewhere":
            way = json.dumps(answer.redirects)
            hop = replace(address, next_url=answer.final_url, redirects=way, attempts=answer.attempts)
            return Done(outcome=hop)
        retry = when_to_retry(web.hosts, answer, web.now()) if answer.put_off else None
        outcome = page_outcome(
            address,
            answer,
            self.known.get(address.url),
            at=web.now(),
            signal=self.session.robots.signal_of(answer.final_url),
            retry=retry,
        )
        return Done(outcome=outcome, place=answer.place)

    def terms(self, address: Address) -> Terms:
        """How an address is asked."""
        known, own = self.known.get(address.url), self.own
        return Terms(
            max_bytes=self.session.web.policy.max_bytes,
            conditions=conditions(known.etag, known.last_modified) if known else {},
            unwanted=unwanted_type,
            onward=follow_refresh,
            takes_place=True,
            mine=lambda url: own is None or site_of(host_of(url)) in own,
            way=tuple((status, url) for status, url in json.loads(address.redirects or "[]")),
        )


def unwanted_type(header: str | None) -> str | None:
    """Why a body of this type need not be read."""
    media_type, _ = split_content_type(header)
    return f"not an HTML page but {media_type}" if opaque_type(media_type) else None
