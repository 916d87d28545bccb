"""The snapshot log: numbered entries, the highest number is the truth.

An entry lists every file of every table, or what changed since an entry that does: with ten years of files a
full list in each is megabytes. A snapshot is thus read from two entries at most.
"""

import gzip
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from config.errors import ConflictError, CorruptError
from warehouse.durable import make_dir, put_if_absent
from warehouse.files import Changes, FileEntry, Files, apply_changes, changes
from warehouse.layout import log_dir, log_path, tmp_path

FORMAT = 2  # 1 had only entries with full lists, which read the same
MAX_CHANGES = 512  # files that changed since a full list before there is the next one
ENTRY = re.compile(r"(\d{10})\.json\.gz")
PATH = re.compile(r"data/[a-z_]+/date=\d{4}-\d{2}-\d{2}/[A-Za-z0-9._-]+\.parquet")


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
    folder = log_dir(root)
    names = (ENTRY.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted(int(match[1]) for match in names if match)


def read_head(root: Path) -> Snapshot:
    """The newest snapshot; number 0 with no files where nothing was ever committed.

    Raises:
        CorruptError: its log entry cannot be read; the message says what to do.
    """
    newest = max(numbers(root), default=0)
    return read_snapshot(root, newest) if newest else EMPTY


def read_snapshot(root: Path, number: int) -> Snapshot:
    """One snapshot by its number.

    Raises:
        CorruptError: there is none, or it cannot be read; the message says what to do.
    """
    return read_entry(root, number)[0]


def read_entry(root: Path, number: int) -> tuple[Snapshot, int | None]:
    """One snapshot, and the number of the entry its own builds on, if it does."""
    path = log_path(root, number)
    try:
        value = orjson.loads(gzip.decompress(path.read_bytes()))
        built_on = None if value["format"] == 1 else value["since"]
        if value["number"] != number:
            raise ValueError(f"it says it is number {value['number']}")
        if built_on is not None and not 0 < built_on < number:
            raise ValueError(f"it builds on number {built_on}")
        since = read_full(root, built_on) if built_on else None
        return decode(value, since), built_on
    except FileNotFoundError:
        raise CorruptError(f"no snapshot {number} in {log_dir(root)}") from None
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
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
        raise CorruptError(f"{log_path(root, number)} should list all files and does not; restore it")
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
    tmp.write_bytes(gzip.compress(json.dumps(encode(snapshot), separators=(",", ":")).encode(), 6, mtime=0))
    if not put_if_absent(tmp, log_path(root, snapshot.number)):
        raise ConflictError(f"snapshot {snapshot.number} was committed by another writer; publish again")


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
        "files": {
            name: [[e.path, str(e.date), *e[2:]] for e in entries] for name, entries in made.add.items()
        },
        "drop": made.drop,
    }


def decode(value: Mapping[str, Any], since: FullList | None) -> Snapshot:
    """JSON values as a snapshot, given the full list they build on.

    Raises:
        ValueError: the entry was written by a newer isnad, or names a file outside the data folder.
    """
    if value["format"] not in (1, FORMAT):
        raise ValueError(
            f"format {value['format']!r}, this isnad reads {FORMAT}; use the release that wrote it"
        )
    files: Files = {
        name: tuple(decode_file(*item) for item in items) for name, items in value["files"].items()
    }
    number = int(value["number"])
    if since:
        files = apply_changes(since.files, Changes(files, tuple(value["drop"])))
    return Snapshot(
        number=number,
        parent=value["parent"],
        run_id=str(value["run_id"]),
        committed_at=datetime.fromisoformat(value["committed_at"]),
        files=files,
        since=since or FullList(number, files),
    )


def decode_file(path: str, day: str, *values: Any) -> FileEntry:
    """One file of a log entry.

    Raises:
        ValueError: the path does not lie in the data folder.
    """
    if not PATH.fullmatch(path):
        raise ValueError(f"{path!r} is not a data file")
    return FileEntry(path, date.fromisoformat(day), *values)
