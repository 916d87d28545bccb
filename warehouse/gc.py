"""Garbage: files that no kept snapshot lists, and entries of the log that nobody goes back to.

The caller holds the lock of `maintain`, so that no rollback begins on an entry that goes.
"""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from warehouse.folder import Folder
from warehouse.layout import DATA, TMP, entry_path
from warehouse.log import PATH, FullList, numbers, read_entry
from warehouse.publish import state_of
from warehouse.staging import is_of, remove_staging, staged_runs
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
    kept, listed = read_kept(root, now)
    removed["snapshots"] = store.remove(entry_path(number) for number in numbers(root) if number not in kept)
    running = staged_runs(root)
    removed["files"] = store.remove(
        path
        for path in old_files(store, DATA, now)
        if PATH.fullmatch(path) and path not in listed and not is_of(path, running)
    )
    here = Folder(root)
    removed["temporary"] = here.remove(old_files(here, TMP, now))
    removed["staged runs"] = remove_published_staging(root)
    return +removed


def read_kept(root: Path, now: datetime) -> tuple[set[int], set[str]]:
    """The entries that are kept, those that others build on included, and the files that they list."""
    found = numbers(root)
    kept: set[int] = set()
    listed: set[str] = set()
    full: FullList | None = None
    for number in reversed(found):  # they are committed in order, so the first old one ends the search
        snapshot, built_on = read_entry(root, number, full)
        if number not in found[-KEEP_ENTRIES:] and snapshot.committed_at < now - KEEP:
            break
        full = snapshot.since
        kept |= {number, *([built_on] if built_on else ())}
        lists = (snapshot.files, full.files if full else {})
        listed |= {entry.path for files in lists for entries in files.values() for entry in entries}
    return kept, listed


def old_files(store: Store, folder: str, now: datetime) -> list[str]:
    """The files below a folder that were written longer ago than the grace."""
    return [found.path for found in store.files(folder) if found.written_at < now - GRACE]


def remove_published_staging(root: Path) -> int:
    """Remove the shards of runs whose rows are published: a kill came before their own removal."""
    done = [folder.name for folder in staged_runs(root) if state_of(root, folder.name) == "completed"]
    for run_id in done:
        remove_staging(root, run_id)
    return len(done)
