"""Going back to an earlier snapshot: a new one that lists its files, so that nothing else changes."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb

from config.errors import ConflictError, WarehouseError
from warehouse.files import Files, changes
from warehouse.layout import DATA
from warehouse.log import Snapshot, commit, read_head, read_snapshot
from warehouse.publish import make_plan, require, run_row
from warehouse.relations import relation
from warehouse.schema import TABLES
from warehouse.store import store_of
from warehouse.superseded import Change
from warehouse.views_file import write_views

FLOW = "rollback"
STAY = ("forgotten", "runs", "checks")  # what must not be shown, and what was done, stay


def rollback(
    root: Path,
    number: int,
    *,
    run_id: str,
    now: Callable[[], datetime],
    version: str,
    pay_again: bool = False,
) -> Snapshot:
    """Commit a snapshot with the files of an earlier one; what is forgotten stays so.

    Returns:
        The new snapshot.

    Raises:
        ChecksError: its rows contradict what is forgotten since; nothing was committed.
        CorruptError: there is no such snapshot any more.
        WarehouseError: its files are gone, or it is from before reads that were paid for and would be paid
            for again (`pay_again` allows that).
        ConflictError: another writer committed meanwhile.
    """
    head = read_head(root)
    wanted = files_wanted(root, number, head)
    paid = reads_between(root, wanted, head.files)
    if paid and not pay_again:
        raise WarehouseError(
            f"{paid:,} reads of the X API were paid after snapshot {number}; to go back forgets that, and "
            "they will be paid again: --pay-again does so"
        )
    at = now()
    made = changes(head.files, wanted)
    dropped = set(made.drop)
    drop = tuple(e for es in head.files.values() for e in es if e.path in dropped)
    run = run_row(run_id, at.date(), FLOW, started_at=at, ended_at=at, version=version, files={})
    try:
        plan = make_plan(root, head, run, {}, Change(add=made.add, drop=drop))
        require(plan, f"snapshot {number} cannot be gone back to")  # before its record would be committed
        commit(root, plan.snapshot)
    except ConflictError:
        raise ConflictError(f"another writer committed meanwhile; roll back to {number} again") from None
    write_views(root)
    return plan.snapshot


def files_wanted(root: Path, number: int, head: Snapshot) -> Files:
    """The files to list: those of the snapshot, and of the newest one what stays.

    Raises:
        CorruptError: there is no such snapshot any more.
        WarehouseError: one of its files is gone.
    """
    wanted = {name: files for name, files in read_snapshot(root, number).files.items() if name not in STAY}
    wanted |= {name: files for name, files in head.files.items() if name in STAY}
    listed = (entry.path for entries in wanted.values() for entry in entries)
    there = {found.path for found in store_of(root).files(DATA)}
    if missing := next((path for path in listed if path not in there), None):
        raise WarehouseError(
            f"snapshot {number} lists {missing}, which was deleted since; choose a later one (isnad log)"
        )
    return wanted


def reads_between(root: Path, wanted: Files, held: Files) -> int:
    """The paid reads that are on record now and would not be."""
    store = store_of(root)
    now, then = (
        relation(TABLES["x_reads"], files.get("x_reads", ()), store.prefix) for files in (held, wanted)
    )
    with duckdb.connect() as con:
        store.prepare(con)
        found = con.sql(
            f"SELECT coalesce(sum(reads), 0)::BIGINT FROM ({now}) ANTI JOIN ({then}) t USING (page_id)"  # noqa: S608
        ).fetchall()
    return int(found[0][0])
