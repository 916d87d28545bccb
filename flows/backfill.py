"""Backfill: what was posted on days gone by, of the sources that are read through the X API."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from prefect import flow

from config.errors import ConfigError
from config.settings import load_settings
from config.sources import Source, choose_sources, load_sources
from config.x_sources import XSearchSource, XSource, XUserSource
from flows.job import make_job, require_access
from flows.nightly import Summary, X, run_night
from tasks.clock import utc_now
from tasks.job import Job
from warehouse.claims import Begun, alone, begin, begun_runs
from warehouse.publish import state_of
from warehouse.staging import remove_staging
from warehouse.views_file import write_views

FLOW = "backfill"
MOST_DAYS = 366


@flow(name=FLOW)
def backfill(
    start: date,
    end: date,
    sources: list[str] | None = None,
    root: Path | None = None,
    sources_file: Path | None = None,
) -> list[Summary]:
    """Read what was posted from one day to another, a run a day; a day that was read before costs nothing.

    Args:
        start: first day, UTC.
        end: last day, UTC.
        sources: names of sources of kind x_user or x_search; all of them where none are given.
        root: folder of the warehouse; the setting where it is not given.
        sources_file: sources file; the setting where it is not given.

    Raises:
        ConfigError: the days are not in order, or a source has no past that can be asked for.
    """
    settings = load_settings(root=root, sources=sources_file)
    declared = load_sources(settings.sources)
    chosen = with_a_past(choose_sources(declared, sources), named=bool(sources))
    access = require_access(settings)
    days = days_between(start, end)
    job = replace(make_job(settings, start, utc_now()), x=access)
    with alone(job.root, FLOW), alone(job.root, X):
        write_views(job.root)
        finish_begun(job, declared)
        return [read_day(replace(make_job(settings, day, utc_now()), x=access), chosen) for day in days]


def read_day(job: Job, sources: tuple[XSource, ...]) -> Summary:
    """One day as a run of its own."""
    started_at = job.clock()
    names = tuple(source.name for source in sources)
    begin(job.root, Begun(run_id=job.run_id, flow=FLOW, day=job.day, sources=names, started_at=started_at))
    return run_night(replace(job, span=span_of(job.day)), sources, started_at, FLOW)


def finish_begun(job: Job, declared: tuple[Source, ...]) -> None:
    """Bring the days to their end whose process was killed: what they read is paid."""
    for begun in begun_runs(job.root, FLOW):
        state = state_of(job.root, begun.run_id)
        if state == "completed":
            remove_staging(job.root, begun.run_id)
        elif state is None:
            sources = tuple(source for source in declared if source.name in begun.sources)
            span = span_of(begun.day)
            earlier = replace(job, run_id=begun.run_id, day=begun.day, resumed=True, span=span)
            run_night(earlier, sources, begun.started_at, FLOW)


def with_a_past(sources: tuple[object, ...], *, named: bool) -> tuple[XSource, ...]:
    """The sources whose days gone by can be asked for.

    Raises:
        ConfigError: there are none, or one that was named is not among them.
    """
    chosen = tuple(source for source in sources if isinstance(source, XUserSource | XSearchSource))
    if not chosen or (named and len(chosen) < len(sources)):
        raise ConfigError("backfill reads sources of kind x_user and x_search; name such with --source")
    return chosen


def days_between(start: date, end: date) -> list[date]:
    """The days from start to end, both included.

    Raises:
        ConfigError: they are not in order, too many, or not over: a day is read once, so it must have ended.
    """
    if not start <= end < utc_now().date() or (end - start).days >= MOST_DAYS:
        raise ConfigError(
            f"backfill from {start} to {end}: the days must be in order, past, and {MOST_DAYS} at most"
        )
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def span_of(day: date) -> tuple[datetime, datetime]:
    """The first moment of a day, UTC, and of the next one."""
    first = datetime.combine(day, time(), UTC)
    return first, first + timedelta(days=1)
