"""Runs of the four verbs without Prefect: the same functions, called directly."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from prefect.logging import disable_run_logger

from config.sources import Source, load_sources
from tasks.collecting.policy import FetchPolicy
from tasks.discover import discover, plan
from tasks.extract import extract
from tasks.fetch import fetch
from tasks.job import Job
from tasks.publish import publish


@dataclass
class Ticking:
    """A clock that is a second later at every look."""

    at: datetime = field(default_factory=lambda: datetime(2024, 12, 9, 2, tzinfo=UTC))

    def __call__(self) -> datetime:
        """The present instant."""
        self.at += timedelta(seconds=1)
        return self.at


def make_job(root: Path, run_id: str, day: date) -> Job:
    """A run on loopback, without delays."""
    start = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    return Job(
        run_id=run_id,
        day=day,
        root=root,
        policy=FetchPolicy(
            user_agent="isnad-test",
            delay_s=0.0,
            hosts_at_once=8,
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
        clock=Ticking(start),
    )


def run_night(job: Job, sources: tuple[Source, ...], *, commit: bool = True) -> None:
    """Discover, fetch, extract and, where it is to be committed, publish."""
    discover.fn(job, sources)
    lots = plan.fn(job, 4)
    shards = {s: n for lot in lots for s, n in fetch.fn(job, lot, job.delays(sources), len(lots)).items()}
    for shard, pages in shards.items():
        extract.fn(job, shard, pages)
    if commit:
        publish.fn(job, "nightly", tuple(s.name for s in sources), job.clock(), "test")


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
