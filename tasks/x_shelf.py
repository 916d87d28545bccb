"""Where the answers of X are staged: each one at once, since it is paid for."""

from collections.abc import Iterator

from tasks.collecting.x.rows import Kept
from tasks.job import Job
from tasks.parsing.x.payload import payload_of
from warehouse.rows import SourceRun
from warehouse.staging import count_rows, iter_shard, shards, write_shard

PREFIX = "x"


class XShelf:
    """One source's answers; its own row comes last and says that they are whole."""

    def __init__(
        self, job: Job, name: str, kind: str, *, language: str | None = None, expected_min: int = 0
    ) -> None:
        self.job, self.name, self.kind = job, name, kind
        self.language, self.expected_min = language, expected_min
        self.prefix = f"{PREFIX}-{name}-"

    @property
    def count(self) -> int:
        """Answers staged."""
        return len(self.staged("fetches"))

    @property
    def next_number(self) -> int:
        """The number of the next answer; those of failures that were dropped are not used again before it."""
        return max((1 + int(name.removeprefix(self.prefix)) for name in self.staged("fetches")), default=0)

    def staged(self, table: str) -> list[str]:
        """The names of the source's shards of a table."""
        return [
            path.stem for path in shards(self.job.root, self.job.run_id, table) if self.is_mine(path.stem)
        ]

    def is_mine(self, stem: str) -> bool:
        """Whether a shard is this source's, and not that of one whose name goes on."""
        return stem.startswith(self.prefix) and stem.removeprefix(self.prefix).isdigit()

    def put(self, kept: Kept) -> None:
        """Stage one answer; its page comes last and says that the rest is there."""
        name = f"{self.prefix}{self.next_number:06}"
        self.write("fetches", name, [kept.fetch])
        self.write("x_reads", name, [kept.read] if kept.read else [])
        self.write("pages", name, [kept.page] if kept.page else [])

    def write(self, table: str, name: str, rows: list[object]) -> None:
        """Stage rows of one table."""
        write_shard(self.job.root, self.job.run_id, table, name, rows)

    def drop_failures(self) -> None:
        """Remove the outcomes that brought no page, and those cut short: they are asked again."""
        pages = {path.stem: path for path in shards(self.job.root, self.job.run_id, "pages")}
        for name in self.staged("fetches"):
            if name in pages and count_rows(pages[name]):
                continue
            for table in ("pages", "x_reads", "fetches"):
                for path in shards(self.job.root, self.job.run_id, table):
                    if path.stem == name:
                        path.unlink()

    def asked(self) -> Iterator[str]:
        """The ids that staged look-ups answer."""
        for path in shards(self.job.root, self.job.run_id, "pages"):
            for page in iter_shard(path) if self.is_mine(path.stem) else ():
                payload = payload_of(page)
                yield from payload.asked if payload else ()

    def close(self, invalid: int) -> None:
        """Stage the source's own row."""
        asked = self.count
        row = SourceRun(
            run_id=self.job.run_id,
            date=self.job.day,
            source=self.name,
            kind=self.kind,
            language=self.language,
            expected_min=self.expected_min,
            named=asked,
            invalid=invalid,
            known=0,
            left_out=0,
            resumed=0,
            revisited=0,
            discovered=asked,
            listings=0,
            listings_failed=0,
        )
        self.write("source_runs", self.name, [row])
