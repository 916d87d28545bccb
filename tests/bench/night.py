"""One night without Prefect, in this process: the same functions as the flow, called directly.

python -m tests.bench.night ROOT SOURCES RUN_ID [--resumed]

Settings come from the environment. At its end it prints the largest size this process and any of its workers
had, in MB.
"""

import argparse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefect.logging import disable_run_logger

from config.settings import load_settings
from config.sources import Source, WebSource, load_sources, split_sources
from flows.job import make_access, make_job
from tasks.clock import utc_now
from tasks.collecting.hosts import Trace
from tasks.discover import discover, plan, plan_hops
from tasks.extract import extract, unextracted
from tasks.extracting.process import idle_worker
from tasks.fetch import Fetched, fetch
from tasks.job import Job
from tasks.publish import publish
from tasks.shelf import drop_torn_batches
from tasks.x import read_x
from warehouse.publish import state_of
from warehouse.staging import remove_staging

STARTED_AT = datetime(2024, 12, 9, 2, tzinfo=UTC)


def run_night(job: Job, sources: tuple[Source, ...], *, commit: bool = True) -> None:
    """Discover, fetch, read X, extract and, where it is to be committed, publish."""
    web, x = split_sources(sources)
    collect(job, web)
    if x:
        read_x.fn(job, x)
    for batch in unextracted(job.root, job.run_id, job.batch_pages):
        extract.fn(job, batch)
    if commit:
        publish.fn(job, "nightly", tuple(source.name for source in sources), job.clock(), "test")


def collect(job: Job, sources: tuple[WebSource, ...]) -> None:
    """Discover, and fetch in rounds, the lots of a round at the same time."""
    found = discover.fn(job, sources)
    trace, lots = found.trace, plan.fn(job, job.lots)
    while lots:
        fetched = fetch_lots(job, sources, lots, trace)
        trace = trace.joined(done.trace for done in fetched)
        lots = plan_hops.fn(job, [done.hops for done in fetched if done.hops], job.lots)


def fetch_lots(job: Job, sources: tuple[WebSource, ...], lots: list[Path], trace: Trace) -> list[Fetched]:
    """One thread a lot."""

    def fetch_lot(lot: Path) -> Fetched:
        with disable_run_logger():
            return fetch.fn(job, lot, job.delays(sources), len(lots), trace)

    with ThreadPoolExecutor(len(lots)) as threads:
        return list(threads.map(fetch_lot, lots))


def main() -> None:
    """Collect and publish one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("sources", type=Path)
    parser.add_argument("run_id")
    parser.add_argument("--resumed", action="store_true")
    given = parser.parse_args()
    settings, sources = load_settings(root=given.root), load_sources(given.sources)
    job = make_job(settings, STARTED_AT.date(), STARTED_AT)
    job = replace(job, x=make_access(settings, sources))
    until = utc_now() + timedelta(hours=1)
    job = replace(job, run_id=given.run_id, resumed=given.resumed, until=until)
    with disable_run_logger():
        if state_of(job.root, job.run_id) == "completed":
            remove_staging(job.root, job.run_id)
        else:
            drop_torn_batches(job.root, job.run_id)
            run_night(job, sources)
    sizes = [most_mb("self")]
    while idle := idle_worker():
        sizes.append(most_mb(str(idle.process.pid)))
        idle.kill()
    print(max(sizes))


def most_mb(process: str) -> int:
    """The largest size a process had; its resource usage would count what it was forked from, too."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1_024


if __name__ == "__main__":
    main()
