"""Forgetting in the files: one commit that lists new files, then the end of the old ones."""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from config.errors import CorruptError
from warehouse.durable import make_dir, put
from warehouse.gone import Gone, Redact, read_gone
from warehouse.layout import DATA, STAGING, staging_dir, tmp_path
from warehouse.log import PATH, read_head
from warehouse.publish import commit_plan, require, run_row
from warehouse.rewrite import look, rewrite
from warehouse.schema import TABLES, Table
from warehouse.staging import is_of, remove_staging, staged_runs
from warehouse.store import store_of
from warehouse.views_file import write_views

REPLACED = "replaced.json"


@dataclass(frozen=True, kw_only=True)
class Forgot:
    """What was taken out: rows by table, bodies redacted and files replaced; no snapshot for nothing.

    Files that no newest snapshot lists and that held something forgotten are deleted as they are.

    Of the redacted bodies the emptied ones could not be cut otherwise: what else was in them is gone too.
    """

    snapshot: int | None = None
    rows: dict[str, int]
    redacted: int = 0
    emptied: int = 0
    files: int = 0
    deleted: int = 0


def forget_files(
    root: Path,
    redact: Redact,
    kinds: Collection[str],
    *,
    flow: str,
    run_id: str,
    started_at: datetime,
    now: Callable[[], datetime],
    version: str,
) -> Forgot:
    """Write every file that holds something forgotten again without it, commit, and delete the old files.

    `kinds` are the pages.discovered_via of payloads, of which `redact` gives the bytes that stay. Where no
    file holds anything forgotten, nothing is written. The old files are deleted as soon as the new ones are
    committed, though older snapshots list them, and so are files that only those list, or that a killed run
    left, when something forgotten is in them: a reader that was opened before and has not read them yet
    gets an error from DuckDB that names the file, and has to be opened again. A kill before the commit
    leaves everything as it was; after one behind it, the next call deletes what was left.

    Raises:
        ChecksError: the rows that stay contradict each other; nothing was committed.
        ConflictError: another process replaced a file at the same time.
        CorruptError: a new file has not the rows that stay.
    """
    finish_deleting(root)
    head = read_head(root)
    gone = read_gone(root, head, kinds)
    if not gone:
        return Forgot(rows={})
    done = rewrite(root, head, gone, redact, run_id)
    old = [path for path, table in unlisted_files(root).items() if holds(root, path, table, gone, redact)]
    if old or done.change.drop:
        write_down(root, run_id, [*old, *(entry.path for entry in done.change.drop)])
    number = None
    if done.change.drop:
        run = run_row(
            run_id, started_at.date(), flow,
            started_at=started_at, ended_at=now(), version=version, files=done.change.add,
        )  # fmt: skip
        plan = commit_plan(root, run, {}, done.change)
        write_views(root)
        require(plan, f"run {run_id} is not published")
        number = plan.snapshot.number
    finish_deleting(root)
    return Forgot(
        snapshot=number,
        rows=dict(done.removed),
        redacted=done.redacted,
        emptied=done.emptied,
        files=len(done.change.drop),
        deleted=len(old),
    )


def unlisted_files(root: Path) -> dict[str, Table]:
    """The files that are there and not in the newest snapshot; those of runs under way are left out."""
    listed = {entry.path for entries in read_head(root).files.values() for entry in entries}
    running = staged_runs(root)
    found = (stored.path for stored in store_of(root).files(DATA) if PATH.fullmatch(stored.path))
    return {
        path: TABLES[path.split("/")[1]]
        for path in found
        if path not in listed and path.split("/")[1] in TABLES and not is_of(path, running)
    }


def holds(root: Path, path: str, table: Table, gone: Gone, redact: Redact) -> bool:
    """Whether something forgotten is in a file; one that cannot be read is taken to."""
    try:
        return look(store_of(root).source(path), table, gone, redact)[1]
    except (CorruptError, OSError):
        return True


def write_down(root: Path, run_id: str, paths: Iterable[str]) -> None:
    """Say which files end with the commit to come, for whoever goes on after a kill."""
    tmp = tmp_path(root, ".json")
    make_dir(tmp.parent)
    tmp.write_text(json.dumps(list(paths)), "utf-8")
    put(tmp, staging_dir(root, run_id) / REPLACED)


def finish_deleting(root: Path) -> None:
    """Delete the files that were to end, those that the newest snapshot no longer lists."""
    for note in sorted((root / STAGING).glob(f"*/{REPLACED}")):
        listed = {entry.path for entries in read_head(root).files.values() for entry in entries}
        named = json.loads(note.read_text("utf-8"))
        store_of(root).remove(path for path in named if PATH.fullmatch(path) and path not in listed)
        remove_staging(root, note.parent.name)
