"""Runs of the four verbs without Prefect: the same functions, called directly."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from prefect.logging import disable_run_logger

from config.sources import load_sources
from tasks.collecting.policy import FetchPolicy
from tasks.job import Job
from tests.bench.night import run_night


@dataclass
class Ticking:
    """A clock that is a second later at every look."""

    at: datetime = field(default_factory=lambda: datetime(2024, 12, 9, 2, tzinfo=UTC))

    def __call__(self) -> datetime:
        """The present instant."""
        self.at += timedelta(seconds=1)
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Set the clock on instead of waiting."""
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


def make_job(root: Path, run_id: str, day: date) -> Job:
    """A run on loopback, without delays."""
    clock = Ticking(datetime(day.year, day.month, day.day, 2, tzinfo=UTC))
    return Job(
        run_id=run_id,
        day=day,
        root=root,
        policy=FetchPolicy(
            user_agent="isnad-test",
            delay_s=0.0,
            requests_at_once=8,
            requests_per_host=1,
            attempts=1,
            max_wait_s=60.0,
            rest_after=100,
            timeout_s=5.0,
            total_timeout_s=10.0,
            max_bytes=1_000_000,
            max_redirects=3,
            allow_loopback=True,
        ),
        languages=("ar", "en", "fr", "ru", "fa"),
        batch_pages=20,
        page_timeout_s=20.0,
        workers=1,
        lots=4,
        until=datetime(2100, 1, 1, tzinfo=UTC),
        revisit_days=(1, 3),
        reread_days=3,
        clock=clock,
        sleep=clock.sleep,
    )


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Callable[..., Job]]:
    """Run one night of a sources file's text into `tmp_path / "w"`."""

    def run(text: str, run_id: str = "r1", day: date = date(2024, 12, 9), *, commit: bool = True) -> Job:
        file = tmp_path / "sources.toml"
        file.write_text(text, "utf-8")
        job = make_job(tmp_path / "w", run_id, day)
        run_night(job, load_sources(file), commit=commit)
        return job

    with disable_run_logger():
        yield run
