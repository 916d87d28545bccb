"""Discover: from sources to the addresses to fetch, divided into lots."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from config.sources import FeedSource, SitemapSource, Source
from tasks.collecting.client import open_client
from tasks.collecting.listings import Discovery, discover_source
from tasks.job import Job
from tasks.lots import pack_lots, repeat_fetch, split_repeats
from warehouse.staging import read_shard, shards, write_shard


@dataclass(frozen=True, kw_only=True)
class Found:
    """How much the sources named."""

    addresses: int
    listings: int
    listings_failed: int


@task(name="discover", cache_policy=NO_CACHE, persist_result=False)
def discover(job: Job, sources: tuple[Source, ...]) -> Found:
    """Ask every source what there is; stage its addresses and outcomes."""
    found = asyncio.run(ask_all(job, sources))
    for discovery in found:
        name = discovery.source_run.source
        write_shard(job.root, job.run_id, "addresses", name, discovery.addresses)
        write_shard(job.root, job.run_id, "fetches", f"listings-{name}", discovery.fetches)
        write_shard(job.root, job.run_id, "source_runs", name, [discovery.source_run])
        for fetch in discovery.fetches:
            if fetch.error:
                get_run_logger().warning("%s: %s: %s", name, fetch.url, fetch.error)
    total = Found(
        addresses=sum(len(discovery.addresses) for discovery in found),
        listings=sum(discovery.source_run.listings for discovery in found),
        listings_failed=sum(discovery.source_run.listings_failed for discovery in found),
    )
    get_run_logger().info("%d sources named %d addresses", len(found), total.addresses)
    return total


async def ask_all(job: Job, sources: tuple[Source, ...]) -> list[Discovery]:
    """The discovery of every source; the sources of one host one after the other."""
    lanes: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        lanes[lane_of(source)].append(source)
    slots = asyncio.Semaphore(job.policy.hosts_at_once)
    async with open_client(job.policy) as http:

        async def ask(lane: list[Source]) -> list[Discovery]:
            async with slots:
                return [
                    await discover_source(
                        source, http, job.policy, run_id=job.run_id, day=job.day, now=job.clock
                    )
                    for source in lane
                ]

        answered = await asyncio.gather(*(ask(lane) for lane in lanes.values()))
    by_name = {found.source_run.source: found for lane in answered for found in lane}
    return [by_name[source.name] for source in sources]


def lane_of(source: Source) -> str:
    """The host that is asked for the source's list; its own name where nobody is asked."""
    return urlsplit(source.url).netloc if isinstance(source, FeedSource | SitemapSource) else source.name


@task(name="plan", cache_policy=NO_CACHE, persist_result=False)
def plan(job: Job, lots: int) -> list[Path]:
    """Divide the staged addresses into lots of whole hosts; addresses named twice get their outcome here.

    Returns:
        One shard of addresses for each lot.
    """
    named = [a for shard in shards(job.root, job.run_id, "addresses") for a in read_shard(shard)]
    kept, repeats = split_repeats(named)
    again = [repeat_fetch(address, other, job.clock()) for address, other in repeats]
    write_shard(job.root, job.run_id, "fetches", "repeats", again)
    return [
        write_shard(job.root, job.run_id, "lots", f"{number:04}", lot)
        for number, lot in enumerate(pack_lots(kept, lots))
    ]
