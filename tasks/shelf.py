"""Where a lot's outcomes and pages are staged as they come: a shard a batch, so memory stays bounded."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tasks.clock import Clock
from warehouse import rows
from warehouse.staging import is_staged, shards, write_shard

MAX_SHARD_BYTES = 8_000_000  # of page bodies held in memory; Arrow and Parquet take five times as much
MAX_AGE = timedelta(seconds=10)  # what a kill can lose
PREFIX = "lot"


@dataclass(kw_only=True)
class Shelf:
    """One lot's outcomes and pages; they go to disk when a batch is full, and every few seconds."""

    root: Path
    run_id: str
    name: str
    batch_pages: int
    clock: Clock
    fetches: list[rows.Fetch] = field(default_factory=list)
    pages: list[rows.Page] = field(default_factory=list)
    bytes: int = 0
    since: datetime | None = None
    batches: int = 0
    outcomes: int = 0
    stored: int = 0

    def add(self, fetch: rows.Fetch, page: rows.Page | None) -> None:
        """One outcome, with its page where there is one."""
        self.since = self.since or self.clock()
        self.fetches.append(fetch)
        if page is not None:
            self.pages.append(page)
            self.bytes += len(page.body)

    @property
    def is_full(self) -> bool:
        """Whether what is held is to go to disk."""
        full = len(self.pages) >= self.batch_pages or self.bytes >= MAX_SHARD_BYTES
        return full or (self.since is not None and self.clock() - self.since >= MAX_AGE)

    def flush(self) -> None:
        """Stage what is held; the pages come last and say that their outcomes are there."""
        if not self.fetches:
            return
        name = f"{PREFIX}-{self.name}-{self.batches:06}"
        write_shard(self.root, self.run_id, "fetches", name, self.fetches)
        write_shard(self.root, self.run_id, "pages", name, self.pages)
        self.batches += 1
        self.outcomes += len(self.fetches)
        self.stored += len(self.pages)
        self.fetches, self.pages, self.bytes, self.since = [], [], 0, None


def drop_torn_batches(root: Path, run_id: str) -> None:
    """Remove the outcomes of batches whose pages were not written before the run was killed."""
    for shard in torn_batches(root, run_id):
        shard.unlink()


def torn_batches(root: Path, run_id: str) -> Iterable[Path]:
    """The shards of outcomes that have no shard of pages beside them."""
    batches = (shard for shard in shards(root, run_id, "fetches") if shard.stem.startswith(f"{PREFIX}-"))
    return [shard for shard in batches if not is_staged(root, run_id, "pages", shard.stem)]
