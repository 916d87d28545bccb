"""Index: the words of texts that have none yet, as a run of its own.

Nights index what they bring. Imports do not: the words of a million tweets take longer than all the rest of
them, and nobody should have to wait for these to ask for that.
"""

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version

import pyarrow as pa
from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.job import Job
from tasks.parsing.word_rows import index_text
from warehouse.bounded import bounded
from warehouse.catalog import connect
from warehouse.publish import publish_run
from warehouse.rows import Word
from warehouse.staging import remove_staging, write_shard
from warehouse.statements import read_statements

FLOW = "index"
BATCH_TEXTS = 10_000


@task(name="index words", cache_policy=NO_CACHE, persist_result=False)
def index_words(job: Job) -> int:
    """Look up the words of every text that has none, and publish them; how many texts there were."""
    own = replace(job, run_id=f"{job.run_id}-{FLOW}")  # a run is committed once
    started_at, texts = job.clock(), 0
    remove_staging(own.root, own.run_id)
    for number, batch in enumerate(unindexed(own)):
        texts += batch.num_rows
        rows = [word for text in batch.to_pylist() for word in words_of(own, text)]
        write_shard(own.root, own.run_id, "words", f"{number:06}", rows)
        get_run_logger().info("the words of %d texts are indexed", texts)
    if texts:
        publish_run(
            own.root, run_id=own.run_id, day=own.day, flow=FLOW, sources=(),
            started_at=started_at, now=job.clock, version=version("isnad"),
        )  # fmt: skip
    return texts


def unindexed(job: Job) -> Iterator[pa.RecordBatch]:
    """The texts without words, some at a time."""
    (texts,) = read_statements("unindexed.sql")
    with connect(job.root) as con, bounded(con, job.root):
        yield from con.sql(texts.sql).to_arrow_reader(BATCH_TEXTS)


def words_of(job: Job, text: dict[str, object]) -> Iterator[Word]:
    """The words of one text."""
    return index_text(**text, run_id=job.run_id)  # type: ignore[arg-type]
