"""Which pages are no longer the current version of their article: found again at every commit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.files import FileEntry, Files
from warehouse.older import read_groups
from warehouse.parquet import sort_rows, write_file
from warehouse.rows import Superseded
from warehouse.schema import TABLES, Table
from warehouse.statements import read_statements
from warehouse.store import store_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Files to list and files to list no more."""

    add: Files
    drop: tuple[FileEntry, ...] = ()


def supersede(con: duckdb.DuckDBPyConnection, root: Path, base: Files, *, run_id: str, day: date) -> Change:
    """Write what the run supersedes, over a connection with the schemas base, new and raw.

    A page fetched late can stand between two versions, so that a row already published is no longer right;
    the files that hold such rows are written again without them.
    """
    table = TABLES["superseded"]
    due, held = (set(con.execute(s.sql).fetchall()) for s in read_statements("superseded.sql"))
    stale = {row[0] for row in held - due}
    kept = remove_rows(root, table, base.get(table.name, ()), "page_id", stale, run_id=run_id)
    rows = [
        Superseded(
            page_id=page, article_id=article, run_id=run_id, date=day, superseded_by=other, reason=reason
        )
        for page, article, other, reason in due - held
    ]
    if not rows:
        return kept
    arrow = sort_rows(table, table.to_arrow(rows))
    entry = write_file(root, table, [arrow], rows=len(rows), day=day, run_id=run_id)
    return Change(add={table.name: (*kept.add.get(table.name, ()), entry)}, drop=kept.drop)


def remove_rows(
    root: Path,
    table: Table,
    files: Collection[FileEntry],
    column: str,
    values: Collection[str],
    *,
    run_id: str,
) -> Change:
    """Write the files that hold a row with one of these values again, without those rows."""
    add, drop = [], []
    store = store_of(root)
    for entry in files if values else ():
        wanted = pa.array(sorted(values), pa.string())
        source = store.source(entry.path)
        if not any(
            pc.any(pc.is_in(part.column(column), wanted)).as_py()
            for part in read_groups(source, table, [column])
        ):
            continue
        drop.append(entry)
        rows = pa.concat_tables(read_groups(source, table))
        rest = rows.filter(pc.invert(pc.is_in(rows.column(column), wanted)))
        if rest.num_rows:
            new = write_file(
                root, table, [rest], rows=rest.num_rows, day=entry.date, until=entry.until, run_id=run_id
            )
            add.append(new)
    return Change(add={table.name: tuple(add)}, drop=tuple(drop))
