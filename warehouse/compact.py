"""Compaction: small files become one, its rows in today's columns and order.

Those of one day are merged at once. Those of days long gone are merged with each other: a query opens each
file it cannot rule out by its day, which costs it more than the rows of a small one. 1,000 files of 1,000
articles made a look at one address take 20 times as long as in a table of DuckDB's own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pyarrow as pa

from config.errors import ConflictError, CorruptError
from warehouse.files import FileEntry
from warehouse.layout import TMP
from warehouse.log import read_head
from warehouse.parquet import columns_id, write_file
from warehouse.publish import commit_plan, require, run_row, state_of
from warehouse.schema import PUBLISHED, Table
from warehouse.sorting import read_date, sorted_rows
from warehouse.store import store_of
from warehouse.superseded import Change
from warehouse.views_file import write_views

FLOW = "compact"
SMALL_BYTES = 64_000_000
COLD = timedelta(days=31)  # days gone by so long are seldom written to
MANY = 32  # files of theirs that are merged though more would have room: each byte is seldom written again
ATTEMPTS = 5


def compact(root: Path, *, run_id: str, now: Callable[[], datetime], version: str) -> int:
    """Merge what is small, in one commit; how many files were merged: none where this run did it before.

    The old files stay for readers and for going back, until garbage is collected. The caller holds the lock
    of `maintain`.

    Raises:
        ChecksError: the rows contradict each other; nothing was committed.
        ConflictError: other processes replaced files again and again.
        CorruptError: a new file has not the rows of the old ones.
    """
    started_at, own = now(), f"{run_id}-{FLOW}"  # a run is committed once
    if state_of(root, own) == "completed":
        write_views(root)
        return 0
    made: dict[str, Change] = {}
    for attempt in range(ATTEMPTS):
        change = compact_tables(root, made, own, started_at.date())
        if not change.drop:
            return 0
        run = run_row(
            own, started_at.date(), FLOW,
            started_at=started_at, ended_at=now(), version=version, files=change.add,
        )  # fmt: skip
        try:
            plan = commit_plan(root, run, {}, change)
        except ConflictError:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        require(plan, "small files are not merged")
        write_views(root)
        break
    return len(change.drop)


def compact_tables(root: Path, made: dict[str, Change], run_id: str, today: date) -> Change:
    """Write the merged files of all tables; those of an earlier attempt serve where no file was replaced."""
    listed = {entry.path for entries in read_head(root).files.values() for entry in entries}
    for table in PUBLISHED:
        held = made.get(table.name)
        if held is None or any(entry.path not in listed for entry in held.drop):
            made[table.name] = compact_table(root, table, run_id, today)
    return Change(
        add={name: files for change in made.values() for name, files in change.add.items()},
        drop=tuple(entry for change in made.values() for entry in change.drop),
    )


def compact_table(root: Path, table: Table, run_id: str, today: date) -> Change:
    """Write the merged files of one table; nobody sees them before they are committed."""
    add: list[FileEntry] = []
    drop: list[FileEntry] = []
    store = store_of(root)
    for entries in mergeable(table, read_head(root).files.get(table.name, ()), today):
        rows, first, last = sum(e.rows for e in entries), entries[0].date, max(e.until for e in entries)
        with store.fetched((entry.path for entry in entries), root / TMP) as paths:
            parts = merged_rows(root, table if first == last else table.of_days, paths)
            new = write_file(root, table, parts, rows=rows, day=first, until=last, run_id=run_id)
        if new.rows != rows:
            raise CorruptError(
                f"{table.name} of {first}: {new.rows} rows written of {rows} in {len(entries)} files"
            )
        add.append(new)
        drop.extend(entries)
    return Change(add={table.name: tuple(add)} if add else {}, drop=tuple(drop))


def mergeable(table: Table, entries: Sequence[FileEntry], today: date) -> Iterator[list[FileEntry]]:
    """The small files that become one: of cold days, of one day, or alone where it has other columns."""
    days = attrgetter("date", "until")
    small = sorted((entry for entry in entries if entry.bytes < SMALL_BYTES), key=attrgetter("date", "path"))
    cold = list(pack(entry for entry in small if entry.until < today - COLD))
    yield from cold
    packed, columns = {entry.path for group in cold for entry in group}, columns_id(table.schema)
    for _, group in groupby(sorted((e for e in small if e.path not in packed), key=days), days):
        found = list(group)
        if len(found) > 1 or found[0].columns != columns:
            yield found


def pack(entries: Iterable[FileEntry]) -> Iterator[list[FileEntry]]:
    """Neighbours that are small together: where no more have room, or there are many."""
    group: list[FileEntry] = []
    size = 0
    for entry in entries:
        if size + entry.bytes > SMALL_BYTES:
            if len(group) > 1:
                yield group
            group, size = [], 0
        group.append(entry)
        size += entry.bytes
    if len(group) >= MANY:
        yield group


def merged_rows(root: Path, table: Table, paths: Sequence[Path]) -> Iterator[pa.Table]:
    """The rows of some files in the table's order; those of a streamed table file by file."""
    return read_date(table, paths, None) if table.streamed else sorted_rows(root, table, paths, None)
