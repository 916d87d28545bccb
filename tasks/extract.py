"""Extract: from a shard of pages to the rows of every table that is made from them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.extracting.staged import VERDICTS, stage_rows
from tasks.extracting.worker import extract_shard
from tasks.job import Job
from tasks.parsing.page import Extraction
from warehouse.staging import count_rows, is_staged, read_staged, shards

Shard = tuple[Path, int]  # a shard of pages and how many it has


@task(name="extract", cache_policy=NO_CACHE, persist_result=False)
def extract(job: Job, batch: Sequence[Shard]) -> None:
    """Extract some shards of pages in a process of its own and stage the rows."""
    for shard, pages in batch:
        verdicts = extract_one(job, shard, pages)
        get_run_logger().info("shard %s: %s", shard.stem, dict(verdicts))


def extract_one(job: Job, shard: Path, pages: int) -> Counter[str]:
    """Extract one shard; how many pages had which verdict."""
    verdicts: Counter[str] = Counter()

    def extractions() -> Iterator[Extraction]:
        for extraction in extract_shard(shard, pages, job.languages, job.page_timeout_s):
            verdict = extraction.verdict
            verdicts[verdict.verdict] += 1
            if verdict.verdict == "quarantined":
                get_run_logger().warning("quarantined %s: %s", verdict.url, verdict.reason)
            yield extraction

    stage_rows(job.root, job.run_id, shard.stem, extractions())
    return verdicts


def unextracted(root: Path, run_id: str, batch_pages: int) -> list[list[Shard]]:
    """The run's shards of pages that were not extracted yet, in batches of about so many pages."""
    waiting = [
        shard for shard in shards(root, run_id, "pages") if not is_staged(root, run_id, VERDICTS, shard.stem)
    ]
    counted = ((shard, count_rows(shard)) for shard in waiting)
    batches: list[list[Shard]] = []
    room = 0
    for shard, pages in counted:
        if pages and room <= 0:
            batches.append([])
            room = batch_pages
        if pages:
            batches[-1].append((shard, pages))
            room -= pages
    return batches


def count_verdicts(root: Path, run_id: str) -> Counter[str]:
    """How many pages of the run had which verdict."""
    return Counter(verdict.verdict for verdict in read_staged(root, run_id, VERDICTS))
