"""The nightly run: discover, fetch, extract, publish, for one day."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from config.settings import load_settings
from config.sources import Source, choose_sources, load_sources
from flows.job import make_job
from tasks.clock import utc_now
from tasks.discover import Found, discover, plan
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
    listings: int
    listings_failed: int
    pages: int
    verdicts: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """The summary as JSON can hold it."""
        return asdict(self) | {"day": self.day.isoformat()}


def name_run() -> str:
    """The flow run's name: its day."""
    return f"{flow_run.get_parameters().get('day') or f'{flow_run.get_scheduled_start_time():%F}'} · nightly"


@flow(name="nightly", flow_run_name=name_run)
def nightly(
    day: date | None = None,
    sources: list[str] | None = None,
    root: Path | None = None,
    sources_file: Path | None = None,
    delay_s: float | None = None,
    allow_loopback: bool | None = None,
) -> Summary:
    """Collect one day of the sources into the warehouse.

    Args:
        day: day to collect for, UTC; the date of the run's scheduled start where it is not given.
        sources: names of sources; all where none are given.
        root: folder of the warehouse; the setting where it is not given.
        sources_file: sources file; the setting where it is not given.
        delay_s: seconds between two requests to one host; the setting where it is not given.
        allow_loopback: whether 127.0.0.0/8 may be asked; the setting where it is not given.
    """
    settings = load_settings(root=root, sources=sources_file, delay_s=delay_s, allow_loopback=allow_loopback)
    started_at = utc_now()
    scheduled = flow_run.get_scheduled_start_time() or started_at
    job = make_job(settings, day or scheduled.astimezone(UTC).date(), started_at)
    return run_night(job, choose_sources(load_sources(settings.sources), sources), started_at)


def run_night(job: Job, sources: tuple[Source, ...], started_at: datetime) -> Summary:
    """The four verbs, one after the other."""
    # 1. heal: a run killed after its commit left the views behind
    write_views(job.root)
    # 2. discover
    found: Found = discover(job, sources)
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
        discovered=found.addresses,
        listings=found.listings,
        listings_failed=found.listings_failed,
        pages=sum(shards.values()),
        verdicts=dict(verdicts),
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
