"""The snapshot log: each entry lists every file of every table, and the highest number is the truth."""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from config.errors import ConflictError, CorruptError
from warehouse.durable import make_dir, put_if_absent
from warehouse.layout import log_dir, log_path, tmp_path

FORMAT = 1
ENTRY = re.compile(r"(\d{10})\.json\.gz")
PATH = re.compile(r"data/[a-z_]+/date=\d{4}-\d{2}-\d{2}/[A-Za-z0-9._-]+\.parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One published file; `path` is relative to the root, `columns` tells apart files of unlike schemas."""

    path: str
    date: date
    rows: int
    bytes: int
    sha256: str
    columns: str


Files = Mapping[str, tuple[FileEntry, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The state of all tables after one commit; `files` holds each table's entries in order of path."""

    number: int
    parent: int | None
    run_id: str
    committed_at: datetime
    files: Files


EMPTY = Snapshot(number=0, parent=None, run_id="", committed_at=datetime(1970, 1, 1, tzinfo=UTC), files={})


def replace_files(files: Files, *, add: Files, drop: Iterable[FileEntry] = ()) -> Files:
    """The files without the dropped ones and with the added ones, each table's in order of path."""
    gone = {entry.path for entry in drop}
    kept = {name: {e.path: e for e in entries if e.path not in gone} for name, entries in files.items()}
    for name, entries in add.items():
        kept.setdefault(name, {}).update({entry.path: entry for entry in entries})
    return {
        name: tuple(kept[name][path] for path in sorted(kept[name])) for name in sorted(kept) if kept[name]
    }


def read_head(root: Path) -> Snapshot:
    """The newest snapshot; number 0 with no files where nothing was ever committed.

    Raises:
        CorruptError: its log entry cannot be read; the message says what to do.
    """
    folder = log_dir(root)
    names = (ENTRY.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    newest = max((int(match[1]) for match in names if match), default=0)
    return read_snapshot(root, newest) if newest else EMPTY


def read_snapshot(root: Path, number: int) -> Snapshot:
    """One snapshot by its number.

    Raises:
        CorruptError: there is none, or it cannot be read; the message says what to do.
    """
    path = log_path(root, number)
    try:
        snapshot = decode(json.loads(gzip.decompress(path.read_bytes())))
        if snapshot.number != number:
            raise ValueError(f"it says it is number {snapshot.number}")
    except FileNotFoundError:
        raise CorruptError(f"no snapshot {number} in {log_dir(root)}") from None
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorruptError(
            f"{path} is not a snapshot ({error}); no rows are lost: restore this file from a copy, or move "
            f"it away to go back to the snapshot before it"
        ) from error
    return snapshot


def commit(root: Path, snapshot: Snapshot) -> None:
    """Make the snapshot the newest one; it becomes visible in one step or not at all.

    Raises:
        ConflictError: its number is taken.
    """
    tmp = tmp_path(root, ".json.gz")
    make_dir(tmp.parent)
    tmp.write_bytes(gzip.compress(json.dumps(encode(snapshot), separators=(",", ":")).encode(), 6, mtime=0))
    if not put_if_absent(tmp, log_path(root, snapshot.number)):
        raise ConflictError(f"snapshot {snapshot.number} was committed by another writer; publish again")


def encode(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot as JSON values."""
    return {
        "format": FORMAT,
        "number": snapshot.number,
        "parent": snapshot.parent,
        "run_id": snapshot.run_id,
        "committed_at": snapshot.committed_at.isoformat(),
        "files": {
            name: [[e.path, e.date.isoformat(), e.rows, e.bytes, e.sha256, e.columns] for e in entries]
            for name, entries in snapshot.files.items()
        },
    }


def decode(value: Mapping[str, Any]) -> Snapshot:
    """JSON values as a snapshot.

    Raises:
        ValueError: the entry was written by a newer isnad, or names a file outside the data folder.
    """
    if value["format"] != FORMAT:
        raise ValueError(
            f"format {value['format']!r}, this isnad reads {FORMAT}; use the release that wrote it"
        )
    return Snapshot(
        number=int(value["number"]),
        parent=value["parent"],
        run_id=str(value["run_id"]),
        committed_at=datetime.fromisoformat(value["committed_at"]),
        files={name: tuple(decode_file(*item) for item in items) for name, items in value["files"].items()},
    )


def decode_file(path: str, day: str, rows: int, size: int, sha256: str, columns: str) -> FileEntry:
    """One file of a log entry.

    Raises:
        ValueError: the path does not lie in the data folder.
    """
    if not PATH.fullmatch(path):
        raise ValueError(f"{path!r} is not a data file")
    return FileEntry(
        path=path, date=date.fromisoformat(day), rows=rows, bytes=size, sha256=sha256, columns=columns
    )
