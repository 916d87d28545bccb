"""Copying a warehouse to another place: the newest snapshot's files, then its entry of the log."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from config.errors import ConfigError, CorruptError, NotFoundError
from warehouse.claims import alone
from warehouse.durable import make_dir
from warehouse.files import FileEntry
from warehouse.layout import DATA, TMP, entry_path, tmp_path
from warehouse.log import Snapshot, commit, numbers, read_head, read_snapshot
from warehouse.store import Store, store_of
from warehouse.views_file import write_views

MAINTAIN = "maintain"  # which deletes files and entries, waits for the end
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """The snapshot that the target has now; files and bytes that were sent, and files that were there."""

    snapshot: int
    files: int
    bytes: int
    there: int


def copy_warehouse(source: Path, target: Path, tell: Tell = lambda done, of: None) -> Copied:
    """Have the target show what the source's newest snapshot shows; the source stays as it is.

    Files come first and the log's entry last: a kill leaves files that the next call finds there. A target
    that holds an earlier snapshot of the same warehouse is brought up to date, and holds only the newest.
    Runs that are staged and not published are not copied. `tell` hears how many files of how many are there.

    Raises:
        NotFoundError: the source has no snapshot.
        ConfigError: the target holds another warehouse, or is the source.
        CorruptError: a file of the source is not as it was written.
        BusyError: one of the two is being maintained.
    """
    if store_of(source).prefix == store_of(target).prefix:
        raise ConfigError(f"{store_of(source).prefix} cannot be copied to itself")
    if not read_head(source).number:
        raise NotFoundError(f"nothing was published in {store_of(source).prefix} yet")
    with alone(source, MAINTAIN), alone(target, MAINTAIN):
        head = read_head(source)
        held = numbers(target)
        check_target(source, target, head)
        done = copy_files(source, target, head, tell)
        if held[-1:] != [head.number]:
            commit(target, replace(head, since=None))
        store_of(target).remove(entry_path(number) for number in held if number != head.number)
        write_views(target)
    return done


def check_target(source: Path, target: Path, head: Snapshot) -> None:
    """See that the target is empty, or holds a snapshot that the source has or had.

    Raises:
        ConfigError: it does not.
    """
    held = read_head(target)
    if not held.number:
        return
    where = store_of(target).prefix
    if held.number > head.number or held.number not in numbers(source):
        raise ConfigError(f"{where} holds another warehouse, or one that went on; choose an empty place")
    if read_snapshot(source, held.number) != held:
        raise ConfigError(f"{where} holds another warehouse; choose an empty place")


def copy_files(source: Path, target: Path, head: Snapshot, tell: Tell) -> Copied:
    """Send the files that the target does not have."""
    there = {found.path: found.bytes for found in store_of(target).files(DATA)}
    wanted = [entry for entries in head.files.values() for entry in entries]
    missing = [entry for entry in wanted if there.get(entry.path) != entry.bytes]
    for count, entry in enumerate(missing, 1 + len(wanted) - len(missing)):
        copy_file(store_of(source), target, entry, source / TMP)
        tell(count, len(wanted))
    return Copied(
        snapshot=head.number,
        files=len(missing),
        bytes=sum(entry.bytes for entry in missing),
        there=len(wanted) - len(missing),
    )


def copy_file(source: Store, target: Path, entry: FileEntry, folder: Path) -> None:
    """Send one file, if it is what was written.

    Raises:
        CorruptError: it is not there, or has other bytes.
    """
    tmp = tmp_path(target, ".parquet")
    make_dir(tmp.parent)
    try:
        with source.fetched([entry.path], folder) as (path,):
            shutil.copyfile(path, tmp)
        with tmp.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != entry.sha256:
            raise CorruptError(f"{entry.path} is not as it was written; `isnad verify` tells more")
        store_of(target).put(tmp, entry.path)
    except FileNotFoundError:
        raise CorruptError(f"{entry.path} is missing; `isnad verify` tells more") from None
    finally:
        tmp.unlink(missing_ok=True)
