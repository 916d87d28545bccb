"""Taking what is forgotten out of files: each file that holds some of it is written again without it."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from config.errors import CorruptError
from warehouse.files import FileEntry
from warehouse.gone import Gone, Redact
from warehouse.log import Snapshot
from warehouse.older import read_groups
from warehouse.parquet import write_file
from warehouse.rows import Page
from warehouse.schema import PUBLISHED, TABLES, Table
from warehouse.store import store_of
from warehouse.superseded import Change

OF_ROWS = {"page_id": "page", "tweet_key": "tweet"}  # in whatever table these columns are
OF_ACCOUNTS = {"author_id": "author", "handle": "handle"}
# what was asked and what it cost stays; what must stay forgotten; what every commit keeps right by itself
STAY = frozenset({"fetches", "x_reads", "forgotten", "superseded"})
GONE = "forgotten"  # fetches.outcome of a page that was taken out, payload_faults.detail of one that was cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """Files that take the place of others; rows taken out by table, bodies cut, those cut to nothing."""

    change: Change
    removed: Counter[str]
    redacted: int
    emptied: int


def rewrite(root: Path, snapshot: Snapshot, gone: Gone, redact: Redact, run_id: str) -> Rewritten:
    """Write the files that hold something forgotten again, a row group at a time; the others are left alone.

    Nobody sees the new files before a snapshot lists them. The page of a publisher that shows a forgotten
    tweet stays as it was received: only rows say that the tweet is in it.

    Raises:
        CorruptError: a new file has not the rows that stay.
    """
    add: dict[str, tuple[FileEntry, ...]] = {}
    drop: list[FileEntry] = []
    removed: Counter[str] = Counter()
    bodies: Counter[str] = Counter()
    store = store_of(root)
    for table in PUBLISHED:
        for entry in snapshot.files.get(table.name, ()):
            out, touched = look(store.source(entry.path), table, gone, redact)
            if not touched:
                continue
            drop.append(entry)
            removed[table.name] += out
            if out < entry.rows:
                new = rewrite_file(root, table, entry, gone, counting(redact, bodies), run_id)
                add[table.name] = (*add.get(table.name, ()), new)
                if new.rows != entry.rows - out:
                    raise CorruptError(
                        f"{entry.path}: {new.rows} rows written of {entry.rows - out} that stay"
                    )
    return Rewritten(
        change=Change(add=add, drop=tuple(drop)),
        removed=+removed,
        redacted=bodies["redacted"],
        emptied=bodies["emptied"],
    )


def counting(redact: Redact, bodies: Counter[str]) -> Redact:
    """The same, counting the bodies that change and those of which nothing stays."""

    def counted(page: Page, gone: Gone) -> Page:
        kept = redact(page, gone)
        bodies["redacted"] += kept.body != page.body
        bodies["emptied"] += kept.body == b"" != page.body
        return kept

    return counted


def look(source: Any, table: Table, gone: Gone, redact: Redact) -> tuple[int, bool]:
    """How many rows of a file go, and whether it must be written again."""
    columns = [
        *forgettable(table),
        *(("url", "evidence", "outcome", "page_id") if table.name == "fetches" else ()),
        *(("detail",) if table.name == "payload_faults" else ()),
    ]
    out, touched, unread = 0, False, False
    for part in read_groups(source, table, list(dict.fromkeys(columns))) if columns else ():
        goes = rows_that_go(table, part, gone)
        out += pc.sum(goes).as_py() or 0
        touched = touched or bool(out) or changes(table, part, gone)
        unread = unread or (table.name == "pages" and bool(places_of(part, gone.unread)))
    return out, touched or (unread and names_something(source, gone, redact))


def names_something(source: Any, gone: Gone, redact: Redact) -> bool:
    """Whether something forgotten is in the bytes of a payload that could not be read as a whole."""
    return any(
        redact(page_at(part, at), gone).body != part.column("body")[at].as_py()
        for part in read_groups(source, TABLES["pages"])
        for at in places_of(part, gone.unread)
    )


def changes(table: Table, part: pa.Table, gone: Gone) -> bool:
    """Whether some rows stay otherwise than they are."""
    if table.name == "pages":
        return not gone.payloads.isdisjoint(part.column("page_id").to_pylist())
    if table.name == "fetches":
        stays = clear_fetches(part, gone)
        return not all(stays.column(name).equals(part.column(name)) for name in ("evidence", "outcome"))
    if table.name == "payload_faults":
        return not clear_faults(part, gone).column("detail").equals(part.column("detail"))
    return False


def rewrite_file(
    root: Path, table: Table, entry: FileEntry, gone: Gone, redact: Redact, run_id: str
) -> FileEntry:
    """One file without what is forgotten, in today's columns; its rows keep their order."""
    source = store_of(root).source(entry.path)

    def parts() -> Iterator[pa.Table]:
        for part in read_groups(source, table):
            rest = part.filter(pc.invert(rows_that_go(table, part, gone)))
            if table.name == "pages":
                rest = redact_bodies(rest, gone, redact)
            if table.name == "payload_faults":
                rest = clear_faults(rest, gone)
            yield clear_fetches(rest, gone) if table.name == "fetches" else rest

    return write_file(
        root,
        table,
        (part for part in parts() if part.num_rows),
        rows=entry.rows,
        day=entry.date,
        until=entry.until,
        run_id=run_id,
    )


def forgettable(table: Table) -> dict[str, str]:
    """The columns by which a row of the table is forgotten, each with the kind of its values."""
    if table.name in STAY:
        return {}
    named = OF_ROWS | (OF_ACCOUNTS if table.name == "tweet_authors" else {})
    return {column: kind for column, kind in named.items() if column in table.schema.names}


def rows_that_go(table: Table, part: pa.Table, gone: Gone) -> Any:
    """Which rows are forgotten."""
    masks = [
        gone.among(pc.utf8_lower(part.column(column)) if kind == "handle" else part.column(column), kind)
        for column, kind in forgettable(table).items()
    ]
    return reduce(pc.or_, masks, pa.array([False] * part.num_rows))


def redact_bodies(part: pa.Table, gone: Gone, redact: Redact) -> pa.Table:
    """The pages with the bodies that hold something forgotten redacted; their ids stay."""
    places = places_of(part, gone.payloads | gone.unread)
    if not places:
        return part
    columns = {name: part.column(name).to_pylist() for name in ("body", "body_sha256", "evidence")}
    for at in places:
        page = redact(page_at(part, at), gone)
        columns["body"][at], columns["evidence"][at] = page.body, page.evidence
        columns["body_sha256"][at] = sha256(page.body).hexdigest()
    for name, values in columns.items():
        part = put_column(part, name, values)
    return part


def places_of(part: pa.Table, page_ids: Collection[str]) -> list[int]:
    """Where the rows of these pages are."""
    return [at for at, page_id in enumerate(part.column("page_id").to_pylist()) if page_id in page_ids]


def page_at(part: pa.Table, at: int) -> Page:
    """One page."""
    item: dict[str, Any] = part.slice(at, 1).to_pylist()[0]
    return Page(**item)


def clear_faults(part: pa.Table, gone: Gone) -> pa.Table:
    """The faults without what they quote of payloads that something is cut out of."""
    held = pc.is_in(part.column("page_id"), pa.array(sorted(gone.payloads), pa.string()))
    return put_column(part, "detail", pc.if_else(held, GONE, part.column("detail")))


def clear_fetches(part: pa.Table, gone: Gone) -> pa.Table:
    """The outcomes without what listings said of forgotten addresses; no page taken out is still stored."""
    of_url, of_page = gone.among(part.column("url"), "url"), gone.among(part.column("page_id"), "page")
    stored = pc.and_(of_page, pc.equal(part.column("outcome"), pa.scalar("stored")))
    evidence = pc.if_else(of_url, pa.scalar(None, pa.string()), part.column("evidence"))
    outcome = pc.if_else(stored, GONE, part.column("outcome"))
    return put_column(put_column(part, "evidence", evidence), "outcome", outcome)


def put_column(part: pa.Table, name: str, values: Any) -> pa.Table:
    """The rows with other values in one column."""
    at = part.schema.get_field_index(name)
    field = part.schema.field(at)
    column = pa.array(values, field.type) if isinstance(values, list) else values
    return part.set_column(at, field, column)
