"""From settings to what the tasks are told."""

from datetime import date, datetime, timedelta
from importlib.metadata import version
from uuid import uuid4

from config.settings import Settings
from tasks.clock import Clock, utc_now
from tasks.collecting.policy import FetchPolicy, user_agent
from tasks.job import Job


def make_policy(settings: Settings) -> FetchPolicy:
    """How to fetch, as set."""
    return FetchPolicy(
        user_agent=user_agent(version("isnad"), settings.contact),
        delay_s=settings.delay_s,
        requests_at_once=settings.requests_at_once,
        requests_per_host=settings.requests_per_host,
        attempts=settings.attempts,
        max_wait_s=settings.max_wait_s,
        rest_after=settings.rest_after,
        timeout_s=settings.timeout_s,
        total_timeout_s=settings.total_timeout_s,
        max_bytes=settings.max_bytes,
        max_redirects=settings.max_redirects,
        allow_loopback=settings.allow_loopback,
    )


def make_job(settings: Settings, day: date, started_at: datetime, clock: Clock = utc_now) -> Job:
    """One run as its tasks are told of it; its id is its start and a random part."""
    return Job(
        run_id=f"{started_at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}",
        day=day,
        root=settings.root.resolve(),
        policy=make_policy(settings),
        languages=settings.languages,
        batch_pages=settings.batch_pages,
        page_timeout_s=settings.page_timeout_s,
        workers=settings.workers,
        lots=settings.fetch_tasks,
        until=started_at + timedelta(hours=settings.night_hours),
        revisit_days=settings.revisit_days,
        reread_days=settings.reread_days,
        clock=clock,
    )
