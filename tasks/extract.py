"""Extract: from a shard of pages to the rows of every table that is made from them."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.extracting.worker import extract_shard
from tasks.job import Job
from warehouse.schema import BY_ROW
from warehouse.staging import write_shard


@task(name="extract", cache_policy=NO_CACHE, persist_result=False)
def extract(job: Job, shard: Path, pages: int) -> Counter[str]:
    """Extract one shard of pages in a process of its own and stage the rows.

    Returns:
        How many pages had which verdict.
    """
    found: defaultdict[str, list[Any]] = defaultdict(list)
    verdicts: Counter[str] = Counter()
    for extraction in extract_shard(shard, pages, job.languages, job.page_timeout_s):
        verdicts[extraction.verdict.verdict] += 1
        for row in (extraction.verdict, *extraction.rows):
            found[BY_ROW[type(row)].name].append(row)
        if extraction.verdict.verdict == "quarantined":
            get_run_logger().warning("quarantined %s: %s", extraction.verdict.url, extraction.verdict.reason)
    for table, items in found.items():
        write_shard(job.root, job.run_id, table, shard.stem, items)
    get_run_logger().info("shard %s: %s", shard.stem, dict(verdicts))
    return verdicts
