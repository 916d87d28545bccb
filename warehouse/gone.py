"""What is forgotten, as the files are looked through for it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.catalog import open_snapshot
from warehouse.log import Snapshot
from warehouse.rows import Page
from warehouse.statements import read_statements

KINDS = ("tweet", "author", "handle", "page", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """All that is forgotten, by kind; `payloads` are the pages that hold it beside what stays.

    `unread` are payloads that could not be read as a whole, so that no row says what is in them; of those in
    `broken` nothing could be.
    """

    values: Mapping[str, frozenset[str]]
    payloads: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is forgotten."""
        return any(self.values.values())

    def among(self, column: Any, kind: str) -> Any:
        """Which values of a column are forgotten as this kind."""
        return pc.is_in(column, pa.array(sorted(self.values[kind]), pa.string()))


Redact = Callable[[Page, Gone], Page]


def read_gone(root: Path, snapshot: Snapshot, kinds: Collection[str]) -> Gone:
    """What is forgotten in a snapshot; `kinds` are those of pages.discovered_via that are payloads."""
    with open_snapshot(root, snapshot) as con:
        rows = con.execute("SELECT kind, value FROM raw.forgotten").fetchall()
        values = {kind: frozenset(value for name, value in rows if name == kind) for kind in KINDS}
        if not rows:
            return Gone(values=values)
        payloads, unread, urls = (item.sql for item in read_statements("rewrite.sql"))
        found = con.execute(payloads, {"kinds": sorted(kinds)}).fetchall()
        doubtful = con.execute(unread, {"kinds": sorted(kinds)}).fetchall()
        also = con.execute(urls).fetchall()
    return Gone(
        values=values | {"url": values["url"] | {row[0] for row in also}},
        payloads=frozenset(row[0] for row in found),
        unread=frozenset(row[0] for row in doubtful),
        broken=frozenset(page_id for page_id, broken in doubtful if broken),
    )
