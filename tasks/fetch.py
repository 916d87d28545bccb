"""Fetch: from a lot of addresses to pages, and one outcome for each address."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from itertools import groupby
from pathlib import Path

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.collecting.archive_pages import fetch_warc
from tasks.collecting.known import Known
from tasks.collecting.lanes import fetch_addresses
from tasks.job import Job
from tasks.shelf import Shelf
from warehouse import rows
from warehouse.known import kept_pages, latest_pages
from warehouse.staging import read_shard

Answer = tuple[rows.Fetch, rows.Page | None]


@task(name="fetch", cache_policy=NO_CACHE, persist_result=False)
def fetch(job: Job, lot: Path, delays: Mapping[str, float], lots: int) -> dict[Path, int]:
    """Fetch a lot, and stage its pages in shards of a batch each.

    Args:
        job: the run.
        lot: a shard of addresses.
        delays: seconds between two requests, by source.
        lots: how many lots are fetched at once; they share the hosts asked at the same time.

    Returns:
        The shards of pages, each with its number of pages.
    """
    addresses: list[rows.Address] = read_shard(lot)
    known = latest_pages(job.root, {address.url for address in addresses})
    shelf = Shelf(root=job.root, run_id=job.run_id, name=lot.stem, batch_pages=job.batch_pages)
    archived = [address for address in addresses if address.via == "warc"]
    for answer in read_archives(job, archived, known):
        shelf.add(*answer)
    remote = [address for address in addresses if address.via != "warc"]
    asyncio.run(drain(fetch_lot(job, remote, known, delays, lots), shelf))
    stored = shelf.close()
    get_run_logger().info("lot %s: %d addresses, %d pages", lot.stem, len(addresses), sum(stored.values()))
    return stored


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


def fetch_lot(
    job: Job,
    addresses: list[rows.Address],
    known: Mapping[str, Known],
    delays: Mapping[str, float],
    lots: int,
) -> AsyncIterator[Answer]:
    """The outcomes of addresses on the network, as they come."""
    by_host = {a.host: max(delays[a.source] for a in addresses) for a in addresses if a.source in delays}
    return fetch_addresses(
        addresses, known, job.policy.share(lots), now=job.clock, sleep=asyncio.sleep, delays=by_host
    )


async def drain(answers: AsyncIterator[Answer], shelf: Shelf) -> None:
    """Put every answer on the shelf as it comes."""
    async for answer in answers:
        shelf.add(*answer)
