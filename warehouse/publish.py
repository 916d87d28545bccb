"""Publish: what a run staged becomes rows that everybody sees, in one step or not at all."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from config.errors import ChecksError, ConflictError
from warehouse.bounded import bounded
from warehouse.catalog import connect
from warehouse.checks import Result, explain, run_checks
from warehouse.definitions import IN_UTC
from warehouse.files import FileEntry, Files, replace_files
from warehouse.forgotten import follow, leave_out_pages, touch_articles
from warehouse.layout import staging_dir
from warehouse.log import Snapshot, commit, read_head
from warehouse.merge import merge_run
from warehouse.parquet import sort_rows, write_file
from warehouse.relations import execute_all, schema_statements
from warehouse.rows import Check, Run
from warehouse.schema import TABLES
from warehouse.staging import remove_staging
from warehouse.store import store_of
from warehouse.superseded import Change, remove_rows, supersede
from warehouse.views_file import write_views

UNCHANGED = Change(add={})
ATTEMPTS = 1_000  # each lost one is another writer's commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A snapshot that is not committed yet, and what the checks said of it."""

    snapshot: Snapshot
    results: list[Result]
    state: str


def publish_run(
    root: Path,
    *,
    run_id: str,
    day: date,
    flow: str,
    sources: tuple[str, ...],
    started_at: datetime,
    now: Callable[[], datetime],
    version: str,
) -> Snapshot:
    """Commit what the run staged, with its own record and its checks, and remove the shards.

    A run that was committed before is not committed again: publishing may be repeated after a kill.

    Returns:
        The snapshot committed, or the newest one where the run was committed before.

    Raises:
        ChecksError: the rows contradict each other. The record of the run and its checks is committed,
            none of its rows; the shards stay. After a repair the run may be published again.
        CorruptError: a shard or the log cannot be read.
    """
    if state_of(root, run_id) == "completed":
        snapshot = write_views(root)
        remove_staging(root, run_id)
        return snapshot
    merged = merge_run(root, run_id)
    run = run_row(
        run_id, day, flow, sources, started_at=started_at, ended_at=now(), version=version, files=merged
    )
    return finish(root, run, commit_plan(root, run, merged))


def run_row(
    run_id: str,
    day: date,
    flow: str,
    sources: tuple[str, ...] = (),
    *,
    started_at: datetime,
    ended_at: datetime,
    version: str,
    files: Files,
) -> Run:
    """The run's own row; `files` are those it brings. Its state is known when it is planned."""
    return Run(
        run_id=run_id,
        date=day,
        flow=flow,
        sources=sources,
        started_at=started_at,
        ended_at=ended_at,
        state="",
        counts=json.dumps({name: sum(file.rows for file in listed) for name, listed in files.items()}),
        isnad_version=version,
    )


def finish(root: Path, run: Run, plan: Plan) -> Snapshot:
    """Show the snapshot, and clear the run's shards where its rows were committed.

    Raises:
        ChecksError: they were not.
    """
    write_views(root)
    kept = staging_dir(root, run.run_id)
    require(plan, f"run {run.run_id} is not published, its rows are kept in {kept}")
    remove_staging(root, run.run_id)
    return plan.snapshot


def state_of(root: Path, run_id: str) -> str | None:
    """How the run ended that has this id; None: it was never committed."""
    with connect(root) as con:
        found = con.execute(
            "SELECT state FROM raw.runs WHERE run_id = $run_id", {"run_id": run_id}
        ).fetchone()
    return found[0] if found else None


def commit_plan(root: Path, run: Run, merged: Files, rewritten: Change = UNCHANGED) -> Plan:
    """Commit on the newest snapshot, again where another writer was quicker.

    Raises:
        ConflictError: another writer replaced a file that is rewritten, or others were quicker a great many
            times.
    """
    for _ in range(ATTEMPTS):
        base = read_head(root)
        apply_change(base.files, rewritten)  # outside: what others replaced is not there the next time either
        try:
            plan = make_plan(root, base, run, merged, rewritten)
            commit(root, plan.snapshot)
        except ConflictError:
            continue
        except (duckdb.IOException, OSError):
            if read_head(root).number == base.number:
                raise
            continue  # the files of a snapshot that is no longer the newest may be gone
        return plan
    raise ConflictError(
        f"run {run.run_id}: other writers committed {ATTEMPTS} times meanwhile; publish again"
    )


def make_plan(root: Path, base: Snapshot, run: Run, merged: Files, rewritten: Change = UNCHANGED) -> Plan:
    """The snapshot that follows `base`: with the run's rows, or with its record only where a check fails.

    Raises:
        ConflictError: a file that is rewritten is no longer there.
    """
    given = replace_files(apply_change(base.files, rewritten), add=merged)
    store = store_of(root)
    with duckdb.connect() as con, bounded(con, root):
        store.prepare(con)
        execute_all(con, [IN_UTC, *schemas(store.prefix, base=base.files, new=merged, raw=given)])
        given = replace_files(given, add=follow(con, root, run))
        leave_out_pages(con)
        touch_articles(con)
        change = supersede(con, root, base.files, run_id=run.run_id, day=run.date)
        files = replace_files(given, add=change.add, drop=change.drop)
        dropped = ["DROP SCHEMA raw CASCADE", "DROP SCHEMA new CASCADE"]
        execute_all(con, [*dropped, *schemas(store.prefix, new=merged, raw=files)])
        leave_out_pages(con)
        results = run_checks(con)
    state = "failed" if any(result.failed_rows for result in results) else "completed"
    kept = files if state == "completed" else base.files
    record = write_record(root, base.files, replace(run, state=state), results)
    snapshot = Snapshot(
        number=base.number + 1,
        parent=base.number or None,
        run_id=run.run_id,
        committed_at=max(run.ended_at, base.committed_at),  # in order, also where the clock was set back
        files=replace_files(kept, add=record.add, drop=record.drop),
        since=base.since,
    )
    return Plan(snapshot=snapshot, results=results, state=state)


def require(plan: Plan, said: str) -> None:
    """See that what was planned was committed, and not its record alone.

    Raises:
        ChecksError: a check failed; the message is what is said, and then the rows.
    """
    if plan.state == "failed":
        raise ChecksError(f"{said}:\n{explain(plan.results)}")


def apply_change(files: Files, change: Change) -> Files:
    """The files with a change made before.

    Raises:
        ConflictError: a file it replaces is not among them; the message says what to do.
    """
    listed = {entry.path for entries in files.values() for entry in entries}
    if missing := next((entry.path for entry in change.drop if entry.path not in listed), None):
        raise ConflictError(f"another process replaced {missing} meanwhile; run this again")
    return replace_files(files, add=change.add, drop=change.drop)


def write_record(root: Path, base: Files, run: Run, results: list[Result]) -> Change:
    """Write the run's row and those of its checks; they replace the ones of an earlier, failed attempt."""
    checks = [
        Check(run_id=run.run_id, date=run.date, name=r.name, sql=r.sql, failed_rows=r.failed_rows)
        for r in results
    ]
    add: dict[str, tuple[FileEntry, ...]] = {}
    drop: list[FileEntry] = []
    for table, items in ((TABLES["runs"], [run]), (TABLES["checks"], checks)):
        earlier = remove_rows(
            root, table, base.get(table.name, ()), "run_id", {run.run_id}, run_id=run.run_id
        )
        rows = sort_rows(table, table.to_arrow(items))
        entry = write_file(root, table, [rows], rows=len(items), day=run.date, run_id=run.run_id)
        add[table.name] = (*earlier.add.get(table.name, ()), entry)
        drop.extend(earlier.drop)
    return Change(add=add, drop=tuple(drop))


def schemas(prefix: str, **files: Files) -> list[str]:
    """Statements that make one schema for each of the lists of files."""
    return [line for name, listed in files.items() for line in schema_statements(name, listed, prefix)]
