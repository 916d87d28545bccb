"""Discover: from sources to the addresses to fetch, divided into lots."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from config.sources import FeedSource, SitemapSource, WebSource
from tasks.collecting.choosing import SourcePast
from tasks.collecting.conditions import conditions
from tasks.collecting.hosts import Past, Trace
from tasks.collecting.listing_rows import Listing, to_rows
from tasks.collecting.listings import read_listings
from tasks.collecting.session import open_session
from tasks.job import Job
from tasks.lots import forgotten_fetch, pack_lots, repeat_fetch, split_repeats
from tasks.parsing.urls import host_of, normalize_url
from tasks.past import held_robots, looks_at, read_past, resting, write_down
from warehouse import rows
from warehouse.forget import URLS, forgotten_values
from warehouse.past import asked_hosts, listing_validators
from warehouse.staging import is_staged, read_shard, read_staged, shards, write_shard

SITEMAPS_AT_ONCE = 4  # each may name 50,000 addresses, all of them in memory until they are staged


@dataclass(frozen=True, kw_only=True)
class Found:
    """How much the sources named, and what the next task is told of the hosts."""

    addresses: int
    listings: int
    listings_failed: int
    trace: Trace


@task(name="discover", cache_policy=NO_CACHE, persist_result=False)
def discover(job: Job, sources: tuple[WebSource, ...]) -> Found:
    """Ask every source what there is; stage its addresses and outcomes.

    A source that was asked already, before the run was killed, is not asked again.
    """
    waiting = tuple(s for s in sources if not is_staged(job.root, job.run_id, "source_runs", s.name))
    trace = asyncio.run(ask_all(job, waiting, read_past(job, waiting)))
    runs: list[rows.SourceRun] = list(read_staged(job.root, job.run_id, "source_runs"))
    total = Found(
        addresses=sum(run.discovered for run in runs),
        listings=sum(run.listings for run in runs),
        listings_failed=sum(run.listings_failed for run in runs),
        trace=trace,
    )
    get_run_logger().info("%d sources named %d addresses", len(runs), total.addresses)
    return total


class Desk:
    """Where sources hand in their listings; those that come while others are staged are staged together.

    The question which addresses are known reads all of history, so it is asked for many sources at once.
    """

    def __init__(self, job: Job, pasts: Mapping[str, SourcePast]) -> None:
        self.job, self.pasts = job, pasts
        self.waiting: list[tuple[WebSource, list[Listing]]] = []
        self.lock = asyncio.Lock()

    async def hand_in(self, source: WebSource, listings: list[Listing]) -> None:
        """Stage one source's listings; afterwards they are on disk."""
        mine = (source, listings)
        self.waiting.append(mine)
        async with self.lock:
            if mine in self.waiting:
                batch, self.waiting = self.waiting, []
                await asyncio.to_thread(stage_all, self.job, batch, self.pasts)


def stage_all(
    job: Job, batch: Sequence[tuple[WebSource, list[Listing]]], pasts: Mapping[str, SourcePast]
) -> None:
    """Stage some sources, each one whole before the next."""
    seen = looks_at(job, batch)
    for source, listings in batch:
        passing = isinstance(source, FeedSource | SitemapSource)
        past = replace(pasts[source.name], looks=seen if passing else None)
        stage(job, source, listings, past)


def stage(job: Job, source: WebSource, listings: Sequence[Listing], past: SourcePast) -> None:
    """Write what one source named; its own row comes last and says that the others are whole."""
    name = source.name
    found = to_rows(source, listings, past, run_id=job.run_id, day=job.day)
    write_shard(job.root, job.run_id, "addresses", name, found.addresses)
    write_shard(job.root, job.run_id, "fetches", f"listings-{name}", found.fetches)
    write_shard(job.root, job.run_id, "source_runs", name, [found.source_run])
    for fetch in found.fetches:
        if fetch.error:
            get_run_logger().warning("%s: %s: %s", name, fetch.url, fetch.error)


async def ask_all(job: Job, sources: tuple[WebSource, ...], pasts: Mapping[str, SourcePast]) -> Trace:
    """Ask the sources of each host one after the other, and stage each one as soon as it has answered.

    Returns:
        What the next task is told of the hosts.
    """
    given = listing_conditions(job, sources)
    lanes: defaultdict[str, list[WebSource]] = defaultdict(list)
    for source in sources:
        lanes[lane_of(source)].append(source)
    past = Past(
        delays_s=listing_delays(sources),
        asked_at=asked_hosts(job.root, job.clock()),
        resting=resting(job),
    )
    robots = held_robots(job)
    async with open_session(
        job.policy,
        run_id=job.run_id,
        day=job.day,
        now=job.clock,
        sleep=job.sleep,
        past=past,
        robots=robots,
        write_down=write_down(job, "listings"),
        until=job.until,
    ) as session:
        room = asyncio.Semaphore(SITEMAPS_AT_ONCE)
        desk = Desk(job, pasts)

        async def ask_lane(lane: list[WebSource]) -> None:
            for source in lane:
                async with room if isinstance(source, SitemapSource) else nullcontext():
                    await desk.hand_in(source, await read_listings(session, source, given[source.name]))

        await asyncio.gather(*(ask_lane(lane) for lane in lanes.values()))
        return Trace(asked_at=past.asked_at).joined([session.web.hosts.trace()])


def listing_conditions(job: Job, sources: tuple[WebSource, ...]) -> Mapping[str, dict[str, dict[str, str]]]:
    """The conditional headers of each source's listings that were read in full not long ago."""
    names = [source.name for source in sources]
    given: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for (name, url), known in listing_validators(job.root, names, job.clock(), job.reread_days).items():
        given[name][url] = conditions(known.etag, known.last_modified)
    return given


def lane_of(source: WebSource) -> str:
    """The host that is asked for the source's list; its own name where nobody is asked."""
    return urlsplit(source.url).netloc if isinstance(source, FeedSource | SitemapSource) else source.name


def listing_delays(sources: tuple[WebSource, ...]) -> dict[str, float]:
    """Seconds between two requests by host of a list; the longest that a source of the host declares."""
    delays: dict[str, float] = {}
    for source in sources:
        if isinstance(source, FeedSource | SitemapSource) and source.delay_s is not None:
            host = host_of(normalize_url(source.url) or source.url)
            delays[host] = max(source.delay_s, delays.get(host, 0.0))
    return delays


@task(name="plan", cache_policy=NO_CACHE, persist_result=False)
def plan(job: Job, lots: int) -> list[Path]:
    """Divide the staged addresses into lots of whole hosts.

    Addresses named twice get their outcome here, and those that are forgotten.

    Addresses that have an outcome already, from before the run was killed, are left out.

    Returns:
        One shard of addresses for each lot.
    """
    named: list[rows.Address] = list(read_staged(job.root, job.run_id, "addresses"))
    kept, repeats = split_repeats(named)
    again = [repeat_fetch(address, other, job.clock()) for address, other in repeats]
    write_shard(job.root, job.run_id, "fetches", "repeats", again)
    done = {fetch.address_id for fetch in read_staged(job.root, job.run_id, "fetches")}
    waiting = [address for address in kept if address.address_id not in done]
    return write_lots(job, leave_forgotten(job, waiting), lots)


def leave_forgotten(job: Job, addresses: list[rows.Address]) -> list[rows.Address]:
    """The addresses that may be asked; the outcomes of the forgotten ones are staged."""
    gone = forgotten_values(job.root, URLS, {address.url for address in addresses})
    outcomes = [forgotten_fetch(address, job.clock()) for address in addresses if address.url in gone]
    if outcomes:  # beside those of before the run was killed
        earlier = sum(path.stem.startswith("forgotten-") for path in shards(job.root, job.run_id, "fetches"))
        write_shard(job.root, job.run_id, "fetches", f"forgotten-{earlier:04}", outcomes)
    return [address for address in addresses if address.url not in gone]


@task(name="plan again", cache_policy=NO_CACHE, persist_result=False)
def plan_hops(job: Job, hops: list[Path], lots: int) -> list[Path]:
    """Divide the addresses whose redirects led to the host of another lot."""
    return write_lots(job, [address for shard in hops for address in read_shard(shard)], lots)


def write_lots(job: Job, addresses: list[rows.Address], lots: int) -> list[Path]:
    """One shard for each lot, numbered on from those there are: outcomes are staged under a lot's name."""
    first = len(shards(job.root, job.run_id, "lots"))
    return [
        write_shard(job.root, job.run_id, "lots", f"{number:04}", lot)
        for number, lot in enumerate(pack_lots(addresses, lots), first)
    ]
