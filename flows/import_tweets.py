"""Import: files of tweets that others collected into the warehouse, as a run of its own."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run
from pydantic import TypeAdapter, ValidationError

from config.declared import Declared
from config.errors import ConfigError
from config.settings import load_settings
from flows.job import make_job
from tasks.clock import utc_now
from tasks.import_files import Imported, import_files
from tasks.importing.files import TweetFile
from tasks.importing.forms import look_into
from tasks.importing.rows import Import
from tasks.job import Job
from tasks.publish import publish
from warehouse.bounded import bounded
from warehouse.catalog import connect
from warehouse.claims import Begun, alone, begin, begun_runs
from warehouse.publish import state_of
from warehouse.staging import remove_staging
from warehouse.views_file import write_views

FLOW = "import"
COUNTED = """
SELECT (SELECT count(DISTINCT tweet_key) FROM raw.tweets WHERE run_id = $run_id) AS tweets,
       (SELECT count(DISTINCT author_key) FROM raw.tweet_authors WHERE run_id = $run_id) AS accounts
"""
FAULTS = """
SELECT fault, count(*) FROM (
  SELECT fault FROM raw.payload_faults WHERE run_id = $run_id
  UNION ALL SELECT verdict FROM raw.verdicts WHERE run_id = $run_id AND verdict = 'quarantined'
) GROUP BY fault ORDER BY fault
"""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What an import brought; `duplicates` are parts whose bytes were imported before.

    Among the faults `quarantined` are whole parts that the code could not read.
    """

    run_id: str
    day: date
    snapshot: int
    files: int
    files_failed: int
    parts: int
    duplicates: int
    bytes: int
    rows: int
    tweets: int
    accounts: int
    faults: dict[str, int]
    elapsed_s: float

    def as_dict(self) -> dict[str, Any]:
        """The summary as JSON can hold it."""
        return asdict(self) | {"day": self.day.isoformat(), "elapsed_s": round(self.elapsed_s, 1)}


def name_run() -> str:
    """The flow run's name: its day and what it does."""
    return f"{flow_run.get_scheduled_start_time():%F} · import"


@flow(name=FLOW, flow_run_name=name_run)
def import_tweets(
    files: list[Path], source: str = FLOW, form: str | None = None, root: Path | None = None
) -> Summary:
    """Read files of tweets into the warehouse; what was imported before is not imported again.

    Args:
        files: JSON Lines, CSV of twarc-csv, answers of the X API, or accounts' archives.
        source: name of the source their rows carry.
        form: which form all of them have; seen from each where it is not given.
        root: folder of the warehouse; the setting where it is not given.

    Raises:
        ConfigError: a file is missing or in no known form, or the name cannot be a source's.
    """
    settings = load_settings(root=root)
    started_at = utc_now()
    check_source(source)
    looked = tuple(look_into(path, form) for path in files)
    job = make_job(settings, started_at.date(), started_at)
    with alone(job.root, FLOW):
        write_views(job.root)  # a run killed after its commit left the views behind
        clear_begun(job)
        names = (source,)
        begin(
            job.root, Begun(run_id=job.run_id, flow=FLOW, day=job.day, sources=names, started_at=started_at)
        )
        run = Import(run_id=job.run_id, day=job.day, source=source, at=started_at)
        return run_import(job, run, looked)


def run_import(job: Job, run: Import, files: tuple[TweetFile, ...]) -> Summary:
    """Stage, publish, and count."""
    # 1. import
    done = import_files(job, run, files)
    # 2. publish
    snapshot = publish(job, FLOW, (run.source,), run.at, version("isnad"))
    return summarize(job, run, done, snapshot)


def clear_begun(job: Job) -> None:
    """Remove what imports left that were killed: the files are still there, and are read from the start."""
    for begun in begun_runs(job.root, FLOW):
        if state_of(job.root, begun.run_id) != "failed":  # such a one waits for a repair
            remove_staging(job.root, begun.run_id)


def check_source(name: str) -> None:
    """See that a name could be a source's.

    Raises:
        ConfigError: it could not.
    """
    try:
        TypeAdapter(Declared).validate_python({"name": name})
    except ValidationError:
        raise ConfigError(
            f"--source {name!r}: a name has lower-case letters, digits and hyphens, 64 at most"
        ) from None


def summarize(job: Job, run: Import, done: Imported, snapshot: int) -> Summary:
    """What the run brought, from its rows as published."""
    with connect(job.root) as con, bounded(con, job.root):
        given = {"run_id": run.run_id}
        tweets, accounts = con.execute(COUNTED, given).fetchall()[0]
        faults = dict(con.execute(FAULTS, given).fetchall())
    return Summary(
        run_id=run.run_id,
        day=job.day,
        snapshot=snapshot,
        files=done.files,
        files_failed=done.files_failed,
        parts=done.parts,
        duplicates=done.duplicates,
        bytes=done.bytes,
        rows=sum(done.rows.values()),
        tweets=tweets,
        accounts=accounts,
        faults=faults,
        elapsed_s=elapsed_s(run.at, job.clock()),
    )


def elapsed_s(start: datetime, end: datetime) -> float:
    """Seconds from one to the other; never 0, so that one may divide by them."""
    return max((end - start).total_seconds(), 0.001)
