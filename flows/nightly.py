"""The nightly run: discover, fetch, extract, publish, for one day."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.futures import wait
from prefect.runtime import flow_run

from config.settings import load_settings
from config.sources import Source, WebSource, choose_sources, load_sources, split_sources
from flows.job import make_access, make_job
from tasks.clock import utc_now
from tasks.collecting.hosts import Trace
from tasks.discover import Found, discover, plan, plan_hops
from tasks.extract import count_verdicts, extract, unextracted
from tasks.fetch import Fetched, fetch
from tasks.job import Job
from tasks.publish import publish
from tasks.shelf import drop_torn_batches
from tasks.x import Spent, read_x
from warehouse.claims import Begun, alone, begin, begun_runs, count_try
from warehouse.publish import state_of
from warehouse.staging import remove_staging
from warehouse.views_file import write_views

FLOW = "nightly"
X = "x"
TRIES = 3  # that a killed night is gone on with


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
    x: Spent | None = None

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
    declared = load_sources(settings.sources)
    chosen = choose_sources(declared, sources)
    begun = {name for run in begun_runs(job.root, FLOW) for name in run.sources}
    job = replace(job, x=make_access(settings, (*chosen, *(s for s in declared if s.name in begun))))
    with alone(job.root, FLOW), alone_with_x(job):
        write_views(job.root)  # a run killed after its commit left the views behind
        resumed = finish_begun(job, declared, tuple(source.name for source in chosen))
        return resumed or begin_night(job, chosen, started_at)


def finish_begun(job: Job, declared: tuple[Source, ...], names: tuple[str, ...]) -> Summary | None:
    """Go on with the nights whose process was killed.

    Returns:
        What came of the one that was this same night, of the same sources; None where there was none.
    """
    same = None
    for begun in begun_runs(job.root, FLOW):
        state = state_of(job.root, begun.run_id)
        if state == "completed":
            remove_staging(job.root, begun.run_id)
        elif state is None and (summary := resume(job, begun, declared)):
            mine = begun.day == job.day and set(begun.sources) == set(names)
            same = summary if mine else same
    return same


def resume(job: Job, begun: Begun, declared: tuple[Source, ...]) -> Summary | None:
    """Bring one such night to its end; where that fails, even each time, tonight's goes on all the same.

    Returns:
        What came of it; None where it failed, now or too often before. Its rows stay staged.
    """
    log = get_run_logger()
    if count_try(job.root, begun.run_id) > TRIES:
        log.warning("run %s of %s is given up; its rows are kept in _staging", begun.run_id, begun.day)
        return None
    log.info("going on with run %s of %s", begun.run_id, begun.day)
    earlier = replace(job, run_id=begun.run_id, day=begun.day, resumed=True)
    sources = tuple(source for source in declared if source.name in begun.sources)
    try:
        drop_torn_batches(job.root, begun.run_id)
        return run_night(earlier, sources, begun.started_at)
    except Exception as error:
        log.error("run %s of %s cannot be finished: %s", begun.run_id, begun.day, error)
        return None


def begin_night(job: Job, sources: tuple[Source, ...], started_at: datetime) -> Summary:
    """A night of its own."""
    names = tuple(source.name for source in sources)
    begin(job.root, Begun(run_id=job.run_id, flow=FLOW, day=job.day, sources=names, started_at=started_at))
    return run_night(job, sources, started_at)


def run_night(job: Job, sources: tuple[Source, ...], started_at: datetime, name: str = FLOW) -> Summary:
    """The four verbs, one after the other; what is staged already is not done again."""
    web, x = split_sources(sources)
    reading = read_x.submit(job, x) if x else None
    try:
        # 1. discover
        found: Found = discover(job, web)
        # 2. fetch
        fetch_all(job, web, found.trace)
    finally:
        wait([reading] if reading else [])
    spent: Spent | None = reading.result() if reading else None
    # 3. extract
    calls = ((job, batch) for batch in unextracted(job.root, job.run_id, job.batch_pages))
    for _ in in_flight(extract.submit, calls, job.workers):
        pass
    verdicts = count_verdicts(job.root, job.run_id)
    # 4. publish
    names = tuple(source.name for source in sources)
    snapshot = publish(job, name, names, started_at, version("isnad"))
    return Summary(
        run_id=job.run_id,
        day=job.day,
        snapshot=snapshot,
        discovered=found.addresses,
        listings=found.listings,
        listings_failed=found.listings_failed,
        pages=sum(verdicts.values()),
        verdicts=dict(verdicts),
        x=spent,
    )


@contextmanager
def alone_with_x(job: Job) -> Iterator[None]:
    """No other run reads the X API for this warehouse meanwhile, where this one does: the budget is one."""
    with alone(job.root, X) if job.x else nullcontext():
        yield


def fetch_all(job: Job, sources: tuple[WebSource, ...], trace: Trace) -> None:
    """Fetch in rounds: what redirects to the host of another lot is planned again."""
    lots = plan(job, job.lots)
    while lots:
        futures = [fetch.submit(job, lot, job.delays(sources), len(lots), trace) for lot in lots]
        wait(futures)  # also where one fails: no other run may begin while some still fetch
        fetched: list[Fetched] = [future.result() for future in futures]
        trace = trace.joined(done.trace for done in fetched)
        lots = plan_hops(job, [done.hops for done in fetched if done.hops], job.lots)


def in_flight(submit: Callable[..., Any], calls: Iterable[tuple[Any, ...]], at_once: int) -> Iterator[Any]:
    """The results of the submitted calls in order, with at most `at_once` under way."""
    waiting: deque[Any] = deque()
    for call in calls:
        if len(waiting) == at_once:
            yield waiting.popleft().result()
        waiting.append(submit(*call))
    while waiting:
        yield waiting.popleft().result()
