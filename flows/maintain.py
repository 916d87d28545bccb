"""Maintenance: what is forgotten is taken out of the files, small ones are merged, garbage is deleted."""

from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from config.settings import load_settings
from flows.job import make_job
from tasks.clock import utc_now
from tasks.index import index_words
from tasks.job import Job
from tasks.parsing.x.cutting import Names
from tasks.parsing.x.payload import KINDS
from tasks.parsing.x.redact import redact_broken, redact_page
from warehouse import forget_files as forgetting
from warehouse.claims import alone
from warehouse.compact import compact
from warehouse.gc import collect_garbage
from warehouse.gone import Gone
from warehouse.leftovers import given_up
from warehouse.rows import Page
from warehouse.views_file import write_views

FLOW = "maintain"


@dataclass(frozen=True, kw_only=True)
class Maintained:
    """What a run did: rows taken out by table, bodies redacted, files replaced; no snapshot for nothing.

    Then the texts whose words were `indexed`, the small files `merged`, and the `garbage` deleted, by kind.
    """

    run_id: str
    snapshot: int | None = None
    rows: dict[str, int] = field(default_factory=dict)
    redacted: int = 0
    emptied: int = 0
    files: int = 0
    deleted: int = 0
    indexed: int = 0
    merged: int = 0
    garbage: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        return asdict(self)


def name_run() -> str:
    """The flow run's name: when it was to start."""
    return f"{flow_run.get_scheduled_start_time():%F} · maintain"


@flow(name=FLOW, flow_run_name=name_run)
def maintain(root: Path | None = None) -> Maintained:
    """Keep the warehouse in order: forget in the files, merge small ones, delete what nobody needs.

    Args:
        root: folder of the warehouse; the setting where it is not given.
    """
    settings = load_settings(root=root)
    started_at = utc_now()
    job = make_job(settings, started_at.date(), started_at)
    with alone(job.root, FLOW):
        write_views(job.root)  # a run killed after its commit left the views behind
        tell_given_up(job)
        done = forget_files(job)
        indexed = index_words(job)  # before files of several runs become one
        return replace(done, indexed=indexed, merged=compact_files(job), garbage=collect(job))


def tell_given_up(job: Job) -> None:
    """Name the runs that were never published: what is forgotten is not cut out of their staged rows."""
    for folder in given_up(job.root, job.clock()):
        get_run_logger().warning(
            "%s holds rows that were never published, maybe of what is forgotten: "
            "publish them by running it again, or remove it",
            folder,
        )


@task(name="compact", cache_policy=NO_CACHE, persist_result=False)
def compact_files(job: Job) -> int:
    """Merge the small files of each date; how many there were."""
    merged = compact(job.root, run_id=job.run_id, now=job.clock, version=version("isnad"))
    get_run_logger().info("%d small files merged", merged)
    return merged


@task(name="collect garbage", cache_policy=NO_CACHE, persist_result=False)
def collect(job: Job) -> dict[str, int]:
    """Delete what no kept snapshot lists; how much of each kind."""
    removed = dict(collect_garbage(job.root, job.clock()))
    get_run_logger().info("deleted: %s", removed or "nothing")
    return removed


@task(name="forget files", cache_policy=NO_CACHE, persist_result=False)
def forget_files(job: Job) -> Maintained:
    """Take what is forgotten out of all files that hold some of it; where none does, nothing is written.

    Raises:
        ChecksError: the rows that stay contradict each other; nothing was committed.
    """
    done = forgetting.forget_files(
        job.root, redact_one, KINDS, flow=FLOW, run_id=job.run_id,
        started_at=job.clock(), now=job.clock, version=version("isnad"),
    )  # fmt: skip
    if done.emptied:
        get_run_logger().warning(
            "of %d payloads nothing stays: they could not be cut otherwise", done.emptied
        )
    get_run_logger().info("%d files written again without what is forgotten", done.files)
    return Maintained(run_id=job.run_id, **asdict(done))


def redact_one(page: Page, gone: Gone) -> Page:
    """One payload without what is forgotten."""
    names = Names(ids=gone.values["tweet"], author_ids=gone.values["author"], handles=gone.values["handle"])
    return redact_broken(page, names) if page.page_id in gone.broken else redact_page(page, names)
