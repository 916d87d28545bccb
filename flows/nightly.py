"""The nightly run: discover, fetch, extract, publish, for one day."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any
from uuid import uuid4

from prefect import flow
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner

from config.settings import Settings, load_settings
from config.sources import Source, choose_sources, load_sources
from tasks.clock import Clock, utc_now
from tasks.collecting.policy import FetchPolicy, user_agent
from tasks.discover import discover, plan
from tasks.extract import extract
from tasks.fetch import fetch
from tasks.job import Job
from tasks.publish import publish
from warehouse.catalog import write_views

LOTS = 8  # fetched at once; more would only share the same network


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a run did."""

    run_id: str
    day: date
    snapshot: int
    discovered: int
    pages: int
    verdicts: Counter[str]


@flow(name="nightly", flow_run_name=lambda: f"nightly · {flow_run.get_parameters().get('day') or 'today'}")
def nightly(day: date | None = None, sources: list[str] | None = None) -> Summary:
    """Collect one day from the sources file into the warehouse.

    Args:
        day: day to collect for, UTC; the date of the run's scheduled start where it is not given.
        sources: names of sources; all where none are given.
    """
    settings = load_settings()
    started_at = utc_now()
    scheduled = flow_run.get_scheduled_start_time() or started_at
    job = make_job(settings, day or scheduled.astimezone(UTC).date(), started_at)
    return run_night(job, choose_sources(load_sources(settings.sources), sources), started_at)


def make_job(settings: Settings, day: date, started_at: datetime, clock: Clock = utc_now) -> Job:
    """The run as its tasks are told of it."""
    return Job(
        run_id=f"{started_at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}",
        day=day,
        root=settings.root.resolve(),
        policy=FetchPolicy(
            user_agent=user_agent(version("isnad"), settings.contact),
            delay_s=settings.delay_s,
            hosts_at_once=settings.hosts_at_once,
            timeout_s=settings.timeout_s,
            total_timeout_s=settings.total_timeout_s,
            max_bytes=settings.max_bytes,
            max_redirects=settings.max_redirects,
            allow_loopback=settings.allow_loopback,
        ),
        languages=settings.languages,
        batch_pages=settings.batch_pages,
        page_timeout_s=settings.page_timeout_s,
        workers=settings.workers,
        clock=clock,
    )


def run_night(job: Job, sources: tuple[Source, ...], started_at: datetime) -> Summary:
    """The four verbs, one after the other."""
    # 1. heal: a run killed after its commit left the views behind
    write_views(job.root)
    # 2. discover
    discovered = discover(job, sources)
    lots = plan(job, LOTS)
    # 3. fetch
    futures = [fetch.submit(job, lot, job.delays(sources), len(lots)) for lot in lots]
    shards = {shard: pages for future in futures for shard, pages in future.result().items()}
    # 4. extract
    calls = ((job, shard, pages) for shard, pages in sorted(shards.items()))
    verdicts = sum(in_flight(extract.submit, calls, job.workers), Counter[str]())
    # 5. publish
    names = tuple(source.name for source in sources)
    snapshot = publish(job, "nightly", names, started_at, version("isnad"))
    return Summary(
        run_id=job.run_id,
        day=job.day,
        snapshot=snapshot,
        discovered=discovered,
        pages=sum(shards.values()),
        verdicts=verdicts,
    )


def in_flight(submit: Callable[..., Any], calls: Iterable[tuple[Any, ...]], at_once: int) -> Iterator[Any]:
    """The results of the submitted calls in order, with at most `at_once` under way."""
    waiting: deque[Any] = deque()
    for call in calls:
        if len(waiting) == at_once:
            yield waiting.popleft().result()
        waiting.append(submit(*call))
    while waiting:
        yield waiting.popleft().result()
