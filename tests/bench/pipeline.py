"""The whole pipeline on the real pages, from WARC to committed Parquet, against a bare trafilatura loop.

    python -m tests.bench.pipeline

Each side runs in a process of its own; CPU time is that of the process and of all its descendants. Prefect
is left out here (the same functions, called directly); its start-up is a constant, not a cost of a page.
"""

import argparse
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

from prefect.logging import disable_run_logger

from config.settings import load_settings
from config.sources import load_sources
from flows.commands.sql import query_once
from flows.job import make_job
from tasks.clock import utc_now
from tasks.discover import discover, plan
from tasks.extract import extract, unextracted
from tasks.fetch import fetch
from tasks.publish import publish
from tests.bench.corpora import SETS, read_set
from tests.bench.to_warc import write_warcs

PR_SET_CHILD_SUBREAPER = 36  # prctl(2): orphans are handed to us, so that their CPU time is counted
BOOKS = "SELECT * EXCLUDE (run_id) FROM books ORDER BY source"


def run_pipeline(folder: Path) -> None:
    """All sets from the folder's WARC files into its warehouse."""
    settings = load_settings(root=folder / "warehouse")
    sources = load_sources(folder / "sources.toml")
    started_at = utc_now()
    job = make_job(settings, date(2024, 12, 9), started_at)
    with disable_run_logger():
        found = discover.fn(job, sources)
        for lot in plan.fn(job, 1):
            fetch.fn(job, lot, {}, 1, found.trace)
        for batch in unextracted(job.root, job.run_id, job.batch_pages):
            extract.fn(job, batch)
        publish.fn(job, "bench", tuple(source.name for source in sources), started_at, "bench")


def run_bare() -> None:
    """All sets through bare_extraction with metadata, nothing kept."""
    from trafilatura import bare_extraction

    for name in SETS:
        for sample in read_set(name):
            bare_extraction(sample.html, url=sample.url, with_metadata=True)


class Used(NamedTuple):
    """What one run took: seconds of CPU and of the clock, megabytes of its largest process."""

    cpu_s: float
    wall_s: float
    mb: float


def measure(*arguments: str) -> Used:
    """Run one side in a process of its own."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "tests.bench.pipeline", *arguments], check=True)
    wall_s = time.perf_counter() - started
    while reap():
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Used(cpu_s, wall_s, after.ru_maxrss / 1_024)


def reap() -> bool:
    """Wait for one orphan; False where there is none left."""
    try:
        os.wait()
    except ChildProcessError:
        return False
    return True


def main() -> None:
    """Print the comparison and the books."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_warcs(folder)
        bare = measure("--bare")
        ours = measure("--run", str(folder))
        root = folder / "warehouse"
        pages = query_once(root, "SELECT count(*) AS n FROM pages").to_pylist()[0]["n"]
        print("| whole pipeline | pages | CPU s | pages / CPU s | wall s | peak MB of a process |")
        print("|---|---|---|---|---|---|")
        for who, used in (("bare trafilatura", bare), ("isnad", ours)):
            per_s = pages / used.cpu_s
            print(f"| {who} | {pages} | {used.cpu_s:.1f} | {per_s:.1f} | {used.wall_s:.1f} | {used.mb:.0f} |")
        print(f"\nisnad / bare, pages per CPU second: {bare.cpu_s / ours.cpu_s:.2f}\n")
        for row in query_once(root, BOOKS).to_pylist():
            print(row)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--run", type=Path)
    given = parser.parse_args()
    if given.bare:
        run_bare()
    elif given.run:
        run_pipeline(given.run)
    else:
        main()
