"""`isnad log` and `isnad rollback`: the snapshots there are, and the way back to one."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
from rich.console import Console

from config.settings import Settings
from flows.job import make_job
from flows.terminal.printing import print_table, write_json
from tasks.clock import utc_now
from warehouse.claims import alone
from warehouse.files import changes
from warehouse.log import EMPTY, numbers, read_snapshot
from warehouse.rollback import rollback

MAINTAIN = "maintain"
NAMES = ("snapshot", "committed_at", "run_id", "files", "rows", "added", "dropped")


def print_log(root: Path, most: int, out: Console, *, as_json: bool) -> None:
    """The newest snapshots: when, by which run, what is listed, and what changed."""
    rows = list(snapshots(root, most))
    table = pa.table({name: [row[name] for row in rows] for name in NAMES})
    if as_json:
        write_json(table, out.file)
    else:
        print_table(table, out)


def snapshots(root: Path, most: int) -> Iterator[dict[str, Any]]:
    """The newest snapshots first."""
    found = numbers(root)[::-1]
    newer = read_snapshot(root, found[0]) if found else EMPTY
    for number in [*found[1:], 0][:most] if found else ():
        older = read_snapshot(root, number) if number else EMPTY
        made = changes(older.files, newer.files)
        files = [entry for entries in newer.files.values() for entry in entries]
        yield {
            "snapshot": newer.number, "committed_at": newer.committed_at, "run_id": newer.run_id,
            "files": len(files), "rows": sum(entry.rows for entry in files),
            "added": sum(map(len, made.add.values())), "dropped": len(made.drop),
        }  # fmt: skip
        newer = older


def roll_back(settings: Settings, number: int, out: Console, *, pay_again: bool) -> None:
    """Commit a snapshot with the files of an earlier one.

    Raises:
        WarehouseError: it cannot be gone back to; the message says why.
        BusyError: the warehouse is being maintained.
    """
    now = utc_now()
    job = make_job(settings, now.date(), now)
    with alone(job.root, MAINTAIN):
        made = rollback(
            job.root, number, run_id=job.run_id, now=job.clock, version=version("isnad"), pay_again=pay_again
        )
    out.print(
        f"snapshot {made.number} has the files of snapshot {number}; `isnad rollback {made.number - 1}` "
        "undoes that, as long as maintain keeps them",
        highlight=False, soft_wrap=True,
    )  # fmt: skip
