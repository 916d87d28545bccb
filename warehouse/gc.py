"""Garbage: files that no kept snapshot lists, and entries of the log that nobody goes back to.

The caller holds the lock of `maintain`, so that no rollback begins on an entry that goes.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from warehouse.folder import Folder
from warehouse.layout import DATA, STAGING, TMP, entry_path
from warehouse.log import PATH, numbers, read_entry
from warehouse.publish import state_of
from warehouse.staging import remove_staging
from warehouse.store import Store, store_of

GRACE = timedelta(hours=48)  # a run may write files so long before it commits them, a reader read so long
KEEP = timedelta(days=14)  # one can go back so far
KEEP_ENTRIES = 100  # whatever the clocks say: no writer is so far behind that its number is free again


def collect_garbage(root: Path, now: datetime) -> Counter[str]:
    """Delete what nobody can need any more; how many of each kind.

    First the entries of the log go, then the files that only they listed: a kill in between leaves files
    that the next call deletes, and never an entry without its files.
    """
    removed: Counter[str] = Counter()
    store = store_of(root)
    removed["snapshots"] = store.remove(old_entries(root, now))
    listed = listed_files(root)
    removed["files"] = store.remove(
        path for path in old_files(store, DATA, now) if PATH.fullmatch(path) and path not in listed
    )
    here = Folder(root)
    removed["temporary"] = here.remove(old_files(here, TMP, now))
    removed["staged runs"] = remove_published_staging(root)
    return +removed


def old_entries(root: Path, now: datetime) -> list[str]:
    """The entries older than is kept, but for the newest one and what kept ones build on."""
    found = numbers(root)
    kept: set[int] = set()
    for number in reversed(found):  # they are committed in order, so the first old one ends the search
        snapshot, built_on = read_entry(root, number)
        if number not in found[-KEEP_ENTRIES:] and snapshot.committed_at < now - KEEP:
            break
        kept |= {number, *([built_on] if built_on else ())}
    return [entry_path(number) for number in found if number not in kept]


def listed_files(root: Path) -> set[str]:
    """The files that any entry of the log lists."""
    listed: set[str] = set()
    for number in numbers(root):
        listed |= {entry.path for files in read_entry(root, number)[0].files.values() for entry in files}
    return listed


def old_files(store: Store, folder: str, now: datetime) -> list[str]:
    """The files below a folder that were written longer ago than the grace."""
    return [found.path for found in store.files(folder) if found.written_at < now - GRACE]


def remove_published_staging(root: Path) -> int:
    """Remove the shards of runs whose rows are published: a kill came before their own removal."""
    done = [run_id for run_id in staged_runs(root) if state_of(root, run_id) == "completed"]
    for run_id in done:
        remove_staging(root, run_id)
    return len(done)


def staged_runs(root: Path) -> Iterator[str]:
    """The runs that have a folder of shards."""
    return (folder.name for folder in sorted((root / STAGING).glob("*/")))
