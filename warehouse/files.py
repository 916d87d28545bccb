"""Published files, and lists of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

Day = date  # a field of that name hides the type


class FileEntry(NamedTuple):
    """One published file; `path` is relative to the root, `columns` tells apart files of unlike schemas.

    Its rows are of one day, or of several from `date` to `until`.
    """

    path: str
    date: date
    rows: int
    bytes: int
    sha256: str
    columns: str
    until: Day


Files = Mapping[str, tuple[FileEntry, ...]]  # by table, in order of path


def days_of(entry: FileEntry) -> list[date]:
    """The days that a file's rows may be of."""
    return [entry.date + timedelta(days=number) for number in range((entry.until - entry.date).days + 1)]


def replace_files(files: Files, *, add: Files, drop: Iterable[FileEntry] = ()) -> Files:
    """The files without the dropped ones and with the added ones, each table's in order of path."""
    gone = {entry.path for entry in drop}
    kept = dict(files)
    for name, entries in files.items():
        if gone and any(entry.path in gone for entry in entries):
            kept[name] = tuple(entry for entry in entries if entry.path not in gone)
    for name, entries in add.items():
        listed = {entry.path: entry for entry in (*kept.get(name, ()), *entries)}
        kept[name] = tuple(listed[path] for path in sorted(listed))
    return {name: kept[name] for name in sorted(kept) if kept[name]}


@dataclass(frozen=True, slots=True)
class Changes:
    """What leads from one list to another: `add` by table, `drop` by path."""

    add: Files
    drop: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many files they name."""
        return len(self.drop) + sum(map(len, self.add.values()))


def changes(old: Files, new: Files) -> Changes:
    """The changes from one list to another."""
    add: dict[str, tuple[FileEntry, ...]] = {}
    drop: list[str] = []
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, ()), new.get(name, ())
        if before is after:
            continue
        held, listed = set(before), {entry.path for entry in after}
        if added := tuple(entry for entry in after if entry not in held):
            add[name] = added
        drop.extend(entry.path for entry in before if entry.path not in listed)
    return Changes(add, tuple(drop))


def apply_changes(files: Files, made: Changes) -> Files:
    """The list after the changes."""
    gone = set(made.drop)
    drop = (entry for entries in files.values() for entry in entries if entry.path in gone)
    return replace_files(files, add=made.add, drop=tuple(drop) if gone else ())
