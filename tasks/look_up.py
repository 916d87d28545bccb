"""Look up: tweets by their ids, through the API in hundreds, what is left one by one as guests see it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.collecting.client import open_client
from tasks.collecting.x.guests import Guest, Service
from tasks.collecting.x.rows import Asker, keep, keep_answer
from tasks.job import Job
from tasks.x import open_reader
from tasks.x_shelf import XShelf
from warehouse.staging import is_staged

VIA_API, VIA_GUEST = "x_ids", "x_lookup"


@dataclass(frozen=True, kw_only=True)
class LookedUp:
    """How many tweets were to be looked up, and how many were answered by each way."""

    tweets: int
    by_api: int
    by_guest: int
    reads: int


@task(name="look up", cache_policy=NO_CACHE, persist_result=False)
def look_up(job: Job, name: str, ids: Sequence[str], services: tuple[Service, ...]) -> LookedUp:
    """Look tweets up; each answer is on disk before the next. The API is skipped where the job has no access.

    Args:
        job: the run.
        name: the name that stands as their source.
        ids: the tweets.
        services: where the rest is looked up, in this order.
    """
    shelf = XShelf(job, name, VIA_API)
    if is_staged(job.root, job.run_id, "source_runs", name):
        return LookedUp(tweets=len(ids), by_api=0, by_guest=0, reads=0)
    shelf.drop_failures()
    asked = set(shelf.asked())
    waiting = [tweet_id for tweet_id in ids if tweet_id not in asked]
    by_api, reads = asyncio.run(ask_api(job, shelf, waiting)) if job.x else (set[str](), 0)
    rest = [tweet_id for tweet_id in waiting if tweet_id not in by_api]
    by_guest = asyncio.run(ask_guests(job, shelf, rest, services)) if services and rest else 0
    shelf.close(invalid=0)
    return LookedUp(tweets=len(ids), by_api=len(by_api), by_guest=by_guest, reads=reads)


async def ask_api(job: Job, shelf: XShelf, ids: Sequence[str]) -> tuple[set[str], int]:
    """The ids that the API answered, be it to say that they are not to be had, and what that cost."""
    done: set[str] = set()
    reads = 0
    async with open_reader(job) as reader:
        done |= reader.seen.intersection(ids)
        async for brought in reader.look_up(ids):
            asker = Asker(run_id=job.run_id, date=job.day, source=shelf.name, via=VIA_API)
            await asyncio.to_thread(shelf.put, keep(asker, brought, job.clock()))
            if brought.answer.outcome == "read":
                done |= set(brought.asked)
                reads += brought.reads
            else:
                get_run_logger().warning("the X API: %s", brought.answer.error)
    return done, reads


async def ask_guests(job: Job, shelf: XShelf, ids: Sequence[str], services: tuple[Service, ...]) -> int:
    """How many of the ids a service spoke of."""
    asker = Asker(run_id=job.run_id, date=job.day, source=shelf.name, via=VIA_GUEST)
    answered, failures = 0, Counter[str]()
    async with open_client(job.policy) as http:
        guest = Guest(
            http=http, policy=job.policy, services=services, now=job.clock, sleep=job.sleep, until=job.until
        )
        for tweet_id in ids:
            for answer, payload in await guest.look_up(tweet_id):
                await asyncio.to_thread(shelf.put, keep_answer(asker, answer, payload, job.clock()))
                answered += answer.outcome == "read"
                failures[payload.form] += answer.outcome != "read"
                if answer.error and failures[payload.form] == 1:
                    get_run_logger().warning("%s: %s", payload.form, answer.error)
    return answered
