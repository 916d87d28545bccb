"""Where a lot's outcomes and pages are staged as they come: a shard a batch, so memory stays bounded."""

from dataclasses import dataclass, field
from pathlib import Path

from warehouse import rows
from warehouse.staging import write_shard

MAX_SHARD_BYTES = 64_000_000  # of page bodies held in memory


@dataclass(kw_only=True)
class Shelf:
    """One lot's outcomes and pages; pages go to disk when a batch is full."""

    root: Path
    run_id: str
    name: str
    batch_pages: int
    fetches: list[rows.Fetch] = field(default_factory=list)
    pages: list[rows.Page] = field(default_factory=list)
    bytes: int = 0
    stored: dict[Path, int] = field(default_factory=dict)

    def add(self, fetch: rows.Fetch, page: rows.Page | None) -> None:
        """One outcome, with its page where there is one."""
        self.fetches.append(fetch)
        if page is not None:
            self.pages.append(page)
            self.bytes += len(page.body)
        if len(self.pages) >= self.batch_pages or self.bytes >= MAX_SHARD_BYTES:
            self.flush()

    def flush(self) -> None:
        """Stage what is held; the pages go first, so that no outcome says stored without its page."""
        if not self.fetches:
            return
        name = f"{self.name}-{len(self.stored):04}"
        shard = write_shard(self.root, self.run_id, "pages", name, self.pages)
        write_shard(self.root, self.run_id, "fetches", name, self.fetches)
        self.stored[shard] = len(self.pages)
        self.fetches, self.pages, self.bytes = [], [], 0

    def close(self) -> dict[Path, int]:
        """Stage the rest; the shards that hold pages, each with its number of pages."""
        self.flush()
        return {shard: pages for shard, pages in self.stored.items() if pages}
