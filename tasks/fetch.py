"""Fetch: from a lot of addresses to pages, and one outcome for each address."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.collecting.archive_pages import fetch_warc
from tasks.collecting.hosts import Past, Trace
from tasks.collecting.lanes import fetch_addresses
from tasks.collecting.session import open_session
from tasks.job import Job
from tasks.lots import next_host, site_of
from tasks.past import held_robots, resting, write_down
from tasks.shelf import Shelf
from warehouse import rows
from warehouse.known import Known, kept_pages, latest_pages
from warehouse.staging import read_shard, write_shard

Answer = tuple[rows.Fetch, rows.Page | None]


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What a lot brought, and what the next task is told of its hosts.

    `hops` is a shard of the addresses whose redirects led to the host of another lot; None: there are none.
    """

    pages: int
    hops: Path | None
    trace: Trace


@task(name="fetch", cache_policy=NO_CACHE, persist_result=False)
def fetch(job: Job, lot: Path, delays: Mapping[str, float], lots: int, before: Trace) -> Fetched:
    """Fetch a lot, and stage its outcomes and pages in shards of a batch each.

    Args:
        job: the run.
        lot: a shard of addresses.
        delays: seconds between two requests, by source.
        lots: how many lots are fetched at once; they share the requests under way at the same time.
        before: what earlier tasks of this run tell of the hosts.
    """
    addresses: list[rows.Address] = read_shard(lot)
    known = latest_pages(job.root, {address.url for address in addresses})
    shelf = Shelf(
        root=job.root, run_id=job.run_id, name=lot.stem, batch_pages=job.batch_pages, clock=job.clock
    )
    archived = [address for address in addresses if address.via == "warc"]
    for answer in read_archives(job, archived, known):
        shelf.add(*answer)
        if shelf.is_full:
            shelf.flush()
    remote = [address for address in addresses if address.via != "warc"]
    past = past_of(job, remote, delays, before)
    hops, trace = asyncio.run(fetch_lot(job, remote, known, past, lots, shelf))
    shelf.flush()
    get_run_logger().info("lot %s: %d addresses, %d pages", lot.stem, len(addresses), shelf.stored)
    shard = write_shard(job.root, job.run_id, "hops", lot.stem, hops) if hops else None
    return Fetched(pages=shelf.stored, hops=shard, trace=trace)


def past_of(job: Job, addresses: Sequence[rows.Address], delays: Mapping[str, float], before: Trace) -> Past:
    """What is known of the hosts; of a run that was killed it is not known when they were asked last."""
    hosts = {host for address in addresses for host in twins(next_host(address))}
    delays_s: dict[str, float] = {}
    for address in addresses:
        for host in twins(next_host(address)) if address.source in delays else ():
            delays_s[host] = max(delays[address.source], delays_s.get(host, 0.0))
    return Past(
        delays_s=delays_s,
        asked_at=(dict.fromkeys(hosts, job.clock()) if job.resumed else {}) | dict(before.asked_at),
        held_until=before.held_until,
        resting=resting(job) | dict(before.resting),
    )


def twins(host: str) -> tuple[str, str]:
    """A host without and with its www: they redirect to each other."""
    return site_of(host), f"www.{site_of(host)}"


async def fetch_lot(
    job: Job,
    addresses: Sequence[rows.Address],
    known: Mapping[str, Known],
    past: Past,
    lots: int,
    shelf: Shelf,
) -> tuple[list[rows.Address], Trace]:
    """Put every outcome on the shelf as it comes.

    Returns:
        The addresses to go on with in another lot, and what the next task is told of the hosts.
    """
    hops: list[rows.Address] = []
    async with open_session(
        job.policy.share(lots),
        run_id=job.run_id,
        day=job.day,
        now=job.clock,
        sleep=job.sleep,
        past=past,
        robots=held_robots(job),
        write_down=write_down(job, f"lot-{shelf.name}"),
        until=job.until,
    ) as session:
        async for outcome in fetch_addresses(session, addresses, known, alone=lots == 1):
            if isinstance(outcome, rows.Address):
                hops.append(outcome)
                continue
            shelf.add(*outcome)
            if shelf.is_full:
                await asyncio.to_thread(shelf.flush)
                get_run_logger().info(
                    "lot %s: %d of %d addresses, %d pages",
                    shelf.name, shelf.outcomes, len(addresses), shelf.stored,
                )  # fmt: skip
        return hops, session.web.hosts.trace()


def read_archives(job: Job, addresses: list[rows.Address], known: Mapping[str, Known]) -> Iterable[Answer]:
    """The outcomes of archived addresses, file by file; a capture that stands in two files is kept once."""
    kept = kept_pages(job.root, {address.url for address in addresses}) if addresses else set()
    by_file = sorted(addresses, key=lambda address: address.host)
    for file, group in groupby(by_file, key=lambda address: address.host):
        found = fetch_warc(
            Path(file),
            list(group),
            known,
            now=job.clock,
            max_bytes=job.policy.max_bytes,
            stored=kept.__contains__,
        )
        for outcome, page in found:
            kept.update([page.page_id] if page else [])
            yield outcome, page
