"""Import: from files of tweets to staged pages and the rows of every table that is made from them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.extracting.payloads import ShardOrder, extract_shards
from tasks.importing.files import TweetFile
from tasks.importing.rows import Import, file_row, part_rows, source_run
from tasks.job import Job
from tasks.shelf import PREFIX, Shelf
from warehouse.imported import known_parts
from warehouse.layout import shard_path
from warehouse.staging import write_shard

SHELF = "import"
MAX_OUTCOMES = 1_000  # of parts that are known, held before they are staged


@dataclass(kw_only=True)
class Imported:
    """How much there was."""

    files: int = 0
    files_failed: int = 0
    parts: int = 0
    duplicates: int = 0
    bytes: int = 0
    rows: Counter[str] = field(default_factory=Counter)


@task(name="import files", cache_policy=NO_CACHE, persist_result=False)
def import_files(job: Job, run: Import, files: tuple[TweetFile, ...]) -> Imported:
    """Stage the parts of files, and in worker processes what is in them, a shard at a time."""
    done = Imported()
    orders = stage_parts(job, run, files, done)
    for rows in extract_shards(orders, job.workers):
        done.rows += rows
        get_run_logger().info(
            "%d parts (%d MB) read of %d files, %d tweets",
            done.parts, done.bytes // 1_000_000, len(files), done.rows["tweets"],
        )  # fmt: skip
    books = source_run(run, done.parts, done.files, done.files_failed)
    write_shard(job.root, run.run_id, "source_runs", run.source, [books])
    return done


def stage_parts(job: Job, run: Import, files: tuple[TweetFile, ...], done: Imported) -> Iterator[ShardOrder]:
    """Stage the parts; an order for each shard of pages, so that the next is cut while it is worked on."""
    known = known_parts(job.root)
    # at one moment, so that shards are cut by their size alone
    shelf = Shelf(
        root=job.root, run_id=run.run_id, name=SHELF, batch_pages=job.batch_pages, clock=lambda: run.at
    )
    for number, file in enumerate(files):
        faults: list[str] = []
        before = done.parts
        for url, part in file.parts(faults):
            fetch, page = part_rows(run, done.parts, file, url, part, known)
            shelf.add(fetch, page)
            done.parts += 1
            done.bytes += len(part.body)
            done.duplicates += page is None
            if shelf.is_full or len(shelf.fetches) >= MAX_OUTCOMES:
                yield from flush(job, run, shelf)
        shelf.add(file_row(run, number, file, done.parts - before, faults), None)
        done.files += 1
        done.files_failed += bool(faults)
        for fault in faults:
            get_run_logger().warning("%s", fault)
    yield from flush(job, run, shelf)


def flush(job: Job, run: Import, shelf: Shelf) -> Iterator[ShardOrder]:
    """Stage what the shelf holds; an order where it held pages."""
    pages = len(shelf.pages)
    name = f"{PREFIX}-{shelf.name}-{shelf.batches:06}"
    shelf.flush()
    if pages:
        shard = shard_path(job.root, run.run_id, "pages", name)
        yield ShardOrder(root=job.root, run_id=run.run_id, shard=shard, languages=job.languages)
