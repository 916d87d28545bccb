"""Stored pages as one WARC file, a few in memory at a time."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from config.errors import NotFoundError, WarehouseError
from warehouse.catalog import open_snapshot
from warehouse.exports.records import file_record, page_records
from warehouse.exports.whole import whole_file
from warehouse.files import FileEntry
from warehouse.log import Snapshot, read_head
from warehouse.older import read_group
from warehouse.rewrite import page_at
from warehouse.rows import Page
from warehouse.schema import TABLES
from warehouse.store import store_of

KEYS = ["page_id", "source", "url", "final_url", "status", "discovered_via"]
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which pages to write: of these sources, of these days (collected for), at these addresses."""

    sources: frozenset[str] = frozenset()
    first: date = date.min
    last: date = date.max
    urls: frozenset[str] = frozenset()

    def has(self, row: dict[str, Any]) -> bool:
        """Whether a page of a day that is wanted is wanted itself."""
        return (not self.sources or row["source"] in self.sources) and (
            not self.urls or not self.urls.isdisjoint((row["url"], row["final_url"]))
        )


@dataclass(slots=True, kw_only=True)
class Written:
    """Pages written, and those left out by the reason."""

    pages: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def write_pages(
    root: Path,
    path: Path,
    wanted: Wanted,
    kinds: Collection[str],
    *,
    force: bool,
    at: datetime,
    software: str,
    tell: Tell = lambda pages: None,
) -> Written:
    """Write the wanted pages in order of day, source and address; what is forgotten is never among them.

    Args:
        root: the warehouse.
        path: the file.
        wanted: which pages.
        kinds: the pages.discovered_via of payloads, which are no pages of the web and are left out.
        force: whether the file may replace another.
        at: the time the file is dated.
        software: what writes it, for its first record.
        tell: hears how many pages there were so far.

    Raises:
        NotFoundError: there is no such page; no file is written.
        ConfigError: the file cannot be there.
        WarehouseError: it cannot be written, or maintenance replaced a file that is being read.
    """
    written = Written()
    with whole_file(path, force=force) as tmp, tmp.open("wb") as file:
        file.write(file_record(path.name, at, software))
        for page in iter_pages(root, wanted, kinds, written.left_out):
            file.write(page_records(page))
            written.pages += 1
            tell(written.pages)
        if not written.pages:
            raise NotFoundError(nothing(written.left_out))
    return written


def nothing(left_out: Counter[str]) -> str:
    """Why no page was written, in a sentence."""
    if not left_out:
        return "no page in the warehouse is from these sources, days and addresses"
    reasons = ", ".join(f"{count:,} {why}" for why, count in left_out.items())
    return f"no page to write; of these sources, days and addresses there are only: {reasons}"


def iter_pages(root: Path, wanted: Wanted, kinds: Collection[str], left_out: Counter[str]) -> Iterator[Page]:
    """The wanted pages, a row group in memory at a time; the others are counted by reason."""
    snapshot = read_head(root)
    forgotten = forgotten_pages(root, snapshot)
    for entry in snapshot.files.get("pages", ()):
        if entry.date <= wanted.last and wanted.first <= entry.until:
            try:
                yield from pages_of(root, entry, wanted, kinds, forgotten, left_out)
            except FileNotFoundError:
                raise WarehouseError(f"{entry.path} was replaced meanwhile; export again") from None


def forgotten_pages(root: Path, snapshot: Snapshot) -> frozenset[str]:
    """The ids of all pages that must not be shown."""
    with open_snapshot(root, snapshot) as con:
        rows = con.execute("SELECT value FROM raw.forgotten WHERE kind = 'page'").fetchall()
    return frozenset(row[0] for row in rows)


def pages_of(
    root: Path,
    entry: FileEntry,
    wanted: Wanted,
    kinds: Collection[str],
    forgotten: frozenset[str],
    left_out: Counter[str],
) -> Iterator[Page]:
    """The wanted pages of one file; the bodies of a row group without any are not read."""
    table = TABLES["pages"]
    with pq.ParquetFile(store_of(root).source(entry.path)) as file:
        for number in range(file.num_row_groups):
            rows = read_group(file, number, table, KEYS).to_pylist()
            why = [reason_out(row, kinds, forgotten) for row in rows]
            asked = [wanted.has(row) for row in rows]
            left_out.update(
                reason for reason, is_asked in zip(why, asked, strict=True) if reason and is_asked
            )
            places = [at for at, row in enumerate(rows) if asked[at] and not why[at]]
            if places:
                group = read_group(file, number, table)
                yield from (page_at(group, at) for at in places)


def reason_out(row: dict[str, Any], kinds: Collection[str], forgotten: frozenset[str]) -> str | None:
    """Why a page is left out; None where it is not."""
    if row["page_id"] in forgotten:
        return "forgotten"
    if row["discovered_via"] in kinds:
        return "payloads of tweets"
    return None if row["status"] else "without an HTTP status"
