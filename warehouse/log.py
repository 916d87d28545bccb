"""The snapshot log: numbered entries, the highest number is the truth.

An entry lists every file of every table, or what changed since an entry that does: with ten years of files a
full list in each is megabytes. A snapshot is thus read from two entries at most.
"""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from config.errors import ConflictError, CorruptError, NewerError
from warehouse.durable import make_dir
from warehouse.files import Changes, FileEntry, Files, apply_changes, changes
from warehouse.layout import LOG, entry_path, tmp_path
from warehouse.schema import SCHEMA, TABLES
from warehouse.store import store_of

# 1 had only entries with full lists, 2 said nothing of the columns nor of other entries, 3 had no files of
# several days
FORMAT = 4
MAX_CHANGES = 512  # files that changed since a full list before there is the next one
ENTRY = re.compile(r"(\d{10})\.json\.gz")
DAY = r"\d{4}-\d{2}-\d{2}"
PATH = re.compile(rf"data/[a-z_]+/(date={DAY}|days={DAY}_{DAY})/[A-Za-z0-9._-]+\.parquet")
UNREADABLE = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class FullList:
    """The entry with a full list that a snapshot's own entry builds on."""

    number: int
    files: Files


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The state of all tables after one commit; `since` is what the next entry may build on."""

    number: int
    parent: int | None
    run_id: str
    committed_at: datetime
    files: Files
    since: FullList | None = field(default=None, compare=False, repr=False)


EMPTY = Snapshot(number=0, parent=None, run_id="", committed_at=datetime(1970, 1, 1, tzinfo=UTC), files={})


def numbers(root: Path) -> list[int]:
    """The numbers of all entries, in order."""
    names = (ENTRY.fullmatch(name) for name in store_of(root).names(LOG))
    return sorted(int(match[1]) for match in names if match)


def read_head(root: Path) -> Snapshot:
    """The newest snapshot; number 0 with no files where nothing was ever committed.

    Raises:
        CorruptError: its log entry cannot be read; the message says what to do.
        NewerError: a newer isnad wrote it.
    """
    newest = max(numbers(root), default=0)
    return read_snapshot(root, newest) if newest else EMPTY


def read_snapshot(root: Path, number: int) -> Snapshot:
    """One snapshot by its number.

    Raises:
        CorruptError: there is none, or it cannot be read; the message says what to do.
    """
    return read_entry(root, number)[0]


def read_entry(root: Path, number: int, known: FullList | None = None) -> tuple[Snapshot, int | None]:
    """One snapshot, and the number of the entry its own builds on, if it does.

    `known` is a full list that was read before, as `Snapshot.since` has it: it is not read again.
    """
    store = store_of(root)
    path = f"{store.prefix}{entry_path(number)}"
    try:
        value = orjson.loads(gzip.decompress(store.read(entry_path(number))))
        check_release(value)
        check_links(root, value)
        built_on = None if value["format"] == 1 else value["since"]
        if value["number"] != number:
            raise ValueError(f"it says it is number {value['number']}")
        if built_on is not None and not 0 < built_on < number:
            raise ValueError(f"it builds on number {built_on}")
        since = known if known and known.number == built_on else None
        if built_on and since is None:
            since = read_full(root, built_on)
        return decode(value, since), built_on
    except FileNotFoundError:
        raise CorruptError(f"no snapshot {number} in {store.prefix}{LOG}") from None
    except UNREADABLE as error:
        raise CorruptError(
            f"{path} is not a snapshot ({error}); no rows are lost: restore this file from a copy, or move "
            f"it away to go back to the snapshot before it"
        ) from error


def read_full(root: Path, number: int) -> FullList:
    """The list of an entry that has all of it.

    Raises:
        CorruptError: it cannot be read, or builds on another one.
    """
    snapshot, built_on = read_entry(root, number)
    if built_on is not None:
        path = f"{store_of(root).prefix}{entry_path(number)}"
        raise CorruptError(f"{path} should list all files and does not; restore it")
    return FullList(number, snapshot.files)


def commit(root: Path, snapshot: Snapshot) -> None:
    """Make the snapshot the newest one; it becomes visible in one step or not at all.

    Raises:
        ConflictError: its number is taken, or was before garbage was collected.
    """
    if max(numbers(root), default=0) >= snapshot.number:
        raise ConflictError(f"snapshot {snapshot.number} was committed by another writer; publish again")
    tmp = tmp_path(root, ".json.gz")
    make_dir(tmp.parent)
    value = encode(snapshot) | {"schema": SCHEMA, "links": links(root, snapshot)}
    tmp.write_bytes(gzip.compress(json.dumps(value, separators=(",", ":")).encode(), 6, mtime=0))
    if not store_of(root).put_if_absent(tmp, entry_path(snapshot.number)):
        raise ConflictError(f"snapshot {snapshot.number} was committed by another writer; publish again")


def check_release(value: Mapping[str, Any]) -> None:
    """See that this release can read an entry.

    Raises:
        NewerError: a newer one wrote it.
    """
    number, log_form, columns = int(value["number"]), int(value["format"]), int(value.get("schema", 0))
    if log_form > FORMAT:
        raise NewerError(newer(number, f"in format {log_form}; this one reads {FORMAT}"))
    if columns > SCHEMA:
        raise NewerError(newer(number, f"with tables of schema {columns}; this one has {SCHEMA}"))


def newer(number: int, what: str) -> str:
    """That a newer isnad wrote a snapshot, and what to do."""
    return (
        f"snapshot {number} was written by a newer isnad, {what}. Nothing is wrong with the warehouse: "
        "use the release that wrote it, or a later one"
    )


def links(root: Path, snapshot: Snapshot) -> dict[str, str]:
    """The hashes of the entries that the snapshot's own follows and builds on, by number."""
    others = {snapshot.parent, snapshot.since.number if snapshot.since else None} - {None}
    return {str(number): found for number in others if number and (found := entry_hash(root, number))}


def entry_hash(root: Path, number: int) -> str | None:
    """The hash of an entry; None where it is not there any more."""
    try:
        return hashlib.sha256(store_of(root).read(entry_path(number))).hexdigest()
    except FileNotFoundError:
        return None


def is_garbage(content: bytes) -> bool:
    """Whether these are the bytes of no entry of any log."""
    try:
        return not isinstance(orjson.loads(gzip.decompress(content)), dict)
    except UNREADABLE:
        return True


def check_links(root: Path, value: Mapping[str, Any]) -> None:
    """See that the entries before this one are those it was written after, and not another warehouse's.

    One that is garbage is passed over: `read_full` says so where its list is needed.

    Raises:
        ValueError: one is not.
    """
    for number, said in value.get("links", {}).items():
        found = entry_hash(root, int(number))
        if found not in (None, said) and not is_garbage(store_of(root).read(entry_path(int(number)))):
            raise ValueError(
                f"the entry {number} it follows is not the one there was: one of the two was changed, or is "
                "of another warehouse"
            )


def encode(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot as JSON values: what changed since the last full list, or a full list where that is much."""
    since = snapshot.since
    made = changes(since.files, snapshot.files) if since else None
    if made is None or made.count > MAX_CHANGES:
        since, made = None, Changes(snapshot.files, ())
    return {
        "format": FORMAT,
        "number": snapshot.number,
        "parent": snapshot.parent,
        "run_id": snapshot.run_id,
        "committed_at": snapshot.committed_at.isoformat(),
        "since": since.number if since else None,
        "files": {name: [encode_file(entry) for entry in entries] for name, entries in made.add.items()},
        "drop": made.drop,
    }


def decode(value: Mapping[str, Any], since: FullList | None) -> Snapshot:
    """JSON values as a snapshot, given the full list they build on.

    Raises:
        ValueError: the entry names a file outside the data folder.
        NewerError: it names a table that there is none of.
    """
    files: Files = {
        name: tuple(decode_file(*item) for item in items) for name, items in value["files"].items()
    }
    number = int(value["number"])
    if since:
        files = apply_changes(since.files, Changes(files, tuple(value["drop"])))
    if unknown := sorted(files.keys() - TABLES.keys()):
        raise NewerError(newer(number, f"with a table {unknown[0]}"))
    return Snapshot(
        number=number,
        parent=value["parent"],
        run_id=str(value["run_id"]),
        committed_at=datetime.fromisoformat(value["committed_at"]),
        files=files,
        since=since or FullList(number, files),
    )


def encode_file(entry: FileEntry) -> list[Any]:
    """One file as JSON values; the last day stands there where it is not the first."""
    several = [str(entry.until)] if entry.until != entry.date else []
    return [entry.path, str(entry.date), entry.rows, entry.bytes, entry.sha256, entry.columns, *several]


def decode_file(
    path: str, day: str, rows: int, size: int, sha256: str, columns: str, until: str | None = None
) -> FileEntry:
    """One file of a log entry.

    Raises:
        ValueError: the path does not lie in the data folder.
    """
    if not PATH.fullmatch(path):
        raise ValueError(f"{path!r} is not a data file")
    return FileEntry(
        path, date.fromisoformat(day), rows, size, sha256, columns, date.fromisoformat(until or day)
    )
