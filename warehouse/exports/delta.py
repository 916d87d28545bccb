"""Delta tables over the files that are there: a log beside each table's files, which stay as they are.

Needs the package deltalake. Nobody but isnad may write to these tables: the snapshot log says which files a
table has, and each export has the Delta log say the same.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Field, Schema, Transaction
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

from config.errors import WarehouseError
from warehouse.durable import make_dir
from warehouse.files import FileEntry
from warehouse.gone import Gone, Redact
from warehouse.layout import DATA
from warehouse.log import Snapshot
from warehouse.parquet import columns_id
from warehouse.rewrite import look
from warehouse.schema import Table
from warehouse.store import store_of

APP = "isnad"  # its transaction version in a Delta log is the number of the snapshot
# VACUUM takes files that a Delta log does not know, such as those published since: never before this
SETTINGS = {"delta.deletedFileRetentionDuration": "interval 36500 days"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One table after an export: its Delta version, its files and rows, what was added and removed."""

    table: str
    path: str
    version: int
    files: int
    rows: int
    added: int
    removed: int


def refuse_forgotten(
    root: Path, snapshot: Snapshot, tables: Collection[Table], gone: Gone, redact: Redact
) -> None:
    """Stop where a file that would be shown holds something forgotten: no view stands before Delta's readers.

    Raises:
        WarehouseError: one does.
    """
    entries = (
        [(table, entry) for table in tables for entry in snapshot.files.get(table.name, ())] if gone else []
    )
    held = sum(look(store_of(root).source(entry.path), table, gone, redact)[1] for table, entry in entries)
    if held:
        raise WarehouseError(
            f"{held} files still hold what is forgotten, and Delta's readers see files, not views: "
            "run `isnad maintain`, then export again"
        )


def write_log(root: Path, table: Table, snapshot: Snapshot) -> Logged:
    """Have a table's Delta log list the snapshot's files; where it does already nothing is written.

    Raises:
        WarehouseError: the log there has a column of another type, or a file one under its earlier name.
    """
    refuse_earlier_names(table, snapshot)
    folder = root / DATA / table.name
    wanted = {delta_path(entry): entry for entry in snapshot.files.get(table.name, ())}
    if DeltaTable.is_deltatable(str(folder)):
        delta = DeltaTable(str(folder))
        added, removed = update(delta, table, wanted, snapshot)
    else:
        create(folder, table, wanted, snapshot)
        delta, added, removed = DeltaTable(str(folder)), len(wanted), 0
    return Logged(
        table=table.name,
        path=str(folder),
        version=delta.version(),
        files=len(wanted),
        rows=sum(entry.rows for entry in wanted.values()),
        added=added,
        removed=removed,
    )


def refuse_earlier_names(table: Table, snapshot: Snapshot) -> None:
    """Stop where a file may have a column under its earlier name: Delta's readers would see null.

    Raises:
        WarehouseError: one may.
    """
    today = columns_id(table.schema)
    older = sum(entry.columns != today for entry in snapshot.files.get(table.name, ()))
    if older and table.renamed:
        raise WarehouseError(
            f"{older} files of {table.name} are older than a column's name, and Delta's readers see files, "
            "not views: run `isnad maintain`, then export again; or leave the table out"
        )


def create(folder: Path, table: Table, wanted: dict[str, FileEntry], snapshot: Snapshot) -> None:
    """The first version of a table's log."""
    make_dir(folder)
    create_table_with_add_actions(
        str(folder),
        schema_of(table),
        [add_action(path, entry, snapshot) for path, entry in wanted.items()],
        name=table.name,
        description=table.description,
        configuration=SETTINGS,
        commit_properties=properties(snapshot),
    )


def update(
    delta: DeltaTable, table: Table, wanted: dict[str, FileEntry], snapshot: Snapshot
) -> tuple[int, int]:
    """The next version of a table's log, where it differs; how many files were added and removed."""
    add_columns(delta, table)
    listed = pa.table(delta.get_add_actions(flatten=True)).select(["path", "size_bytes"]).to_pylist()
    held = {row["path"]: row["size_bytes"] for row in listed}
    added = [add_action(path, entry, snapshot) for path, entry in wanted.items() if path not in held]
    removed = [remove_action(path, size, snapshot) for path, size in held.items() if path not in wanted]
    if added or removed:
        delta.create_write_transaction(
            [*added, *removed], "append", delta.schema(), commit_properties=properties(snapshot)
        )
        delta.update_incremental()
    return len(added), len(removed)


def add_columns(delta: DeltaTable, table: Table) -> None:
    """Add the columns that the log does not know yet; in older files they are null.

    Raises:
        WarehouseError: it knows one with another type, or is an earlier release's with partitions.
    """
    if delta.metadata().partition_columns:
        raise WarehouseError(
            f"the Delta log {delta.table_uri}_delta_log has a partition for each day, and there are files of "
            "several days now; remove that folder and export again"
        )
    known = {field.name: field.type for field in delta.schema().fields}
    fields: list[Field] = schema_of(table).fields
    changed = next((f.name for f in fields if known.get(f.name, f.type) != f.type), None)
    if changed:
        raise WarehouseError(
            f"the column {changed} has another type in the Delta log {delta.table_uri}_delta_log; "
            "remove that folder and export again"
        )
    if new := [field for field in fields if field.name not in known]:
        delta.alter.add_columns(new)


def schema_of(table: Table) -> Schema:
    """A table's columns with their texts as comments; any may be null, as in files older than a column."""
    return Schema.from_arrow(
        pa.schema(
            field.with_nullable(True).with_metadata({"comment": table.texts[field.name]})
            for field in table.schema
        )
    )


def delta_path(entry: FileEntry) -> str:
    """A file's path relative to its table's folder."""
    return entry.path.split("/", 2)[2]


def add_action(path: str, entry: FileEntry, snapshot: Snapshot) -> AddAction:
    """That the table has a file; the log tells of its rows only how many they are, and of which days."""
    return AddAction(
        path=path,
        size=entry.bytes,
        partition_values={},
        modification_time=millis(snapshot),
        data_change=True,
        stats=json.dumps(
            {
                "numRecords": entry.rows,
                "minValues": {"date": entry.date.isoformat()},
                "maxValues": {"date": entry.until.isoformat()},
                "nullCount": {"date": 0},
            }
        ),
    )


def remove_action(path: str, size: int, snapshot: Snapshot) -> RemoveAction:
    """That the table no longer has a file."""
    return RemoveAction(
        path=path,
        data_change=True,
        deletion_timestamp=millis(snapshot),
        size=size,
        partition_values={},
    )


def properties(snapshot: Snapshot) -> CommitProperties:
    """What a version of the log says of itself: the snapshot it shows."""
    return CommitProperties(app_transactions=[Transaction(APP, snapshot.number)])


def millis(snapshot: Snapshot) -> int:
    """When the snapshot was committed, in milliseconds, as Delta counts."""
    return int(snapshot.committed_at.timestamp() * 1_000)
