"""Verification: that the warehouse is what its log says, and that its rows are whole."""

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from config.errors import CorruptError
from warehouse.bounded import bounded
from warehouse.catalog import connect
from warehouse.files import FileEntry, days_of
from warehouse.layout import DATA, TMP
from warehouse.log import FullList, Snapshot, numbers, read_entry, read_head
from warehouse.older import unknown_columns
from warehouse.parquet import columns_id
from warehouse.schema import PUBLISHED, TABLES, Table
from warehouse.statements import read_statements
from warehouse.store import store_of

SHOWN_ROWS = 3
MISSING = "it is missing; restore it from a copy, or `isnad rollback` to a snapshot without it"


def verify(root: Path, *, read_bytes: bool = True) -> Iterator[str]:
    """What is wrong with a warehouse, one sentence each; nothing where it is whole.

    Every entry of the log is read, every file that the newest snapshot lists is opened and counted, and, with
    `read_bytes`, hashed; then keys are compared over all dates, and references followed. Rows are looked at
    only where all files are sound.
    """
    bad = False
    for fault in (*verify_log(root), *verify_files(root, read_head_or_none(root), read_bytes=read_bytes)):
        bad = True
        yield fault
    if not bad:
        with connect(root) as con, bounded(con, root):
            yield from verify_rows(con)


def read_head_or_none(root: Path) -> Snapshot | None:
    """The newest snapshot; None where it cannot be read, which `verify_log` says."""
    try:
        return read_head(root)
    except CorruptError:
        return None


def verify_log(root: Path) -> Iterator[str]:
    """The entries that cannot be read, and those that are missing.

    Where garbage was collected, an older entry is left only if a newer one builds on it.
    """
    found = numbers(root)
    bases: set[int] = set()
    full: FullList | None = None
    for number in found:
        try:
            snapshot, built_on = read_entry(root, number, full)
            full = snapshot.since
            bases |= {built_on} if built_on else set()
        except CorruptError as error:
            yield str(error)
    for number, following in pairwise(found):
        if following != number + 1 and number not in bases:
            yield f"the log has no entry {number + 1}; restore it from a copy"


def verify_files(root: Path, snapshot: Snapshot | None, *, read_bytes: bool) -> Iterator[str]:
    """The listed files that are missing or not what the log says."""
    store = store_of(root)
    sizes = {found.path: found.bytes for found in store.files(DATA)} if snapshot else {}
    for name, entries in snapshot.files.items() if snapshot else ():
        for entry in entries:
            size = sizes.get(entry.path)
            table = TABLES[name]
            fault = verify_size(size, entry) or verify_file(root, entry, table, read_bytes=read_bytes)
            if fault:
                yield f"{entry.path}: {fault}"


def verify_size(size: int | None, entry: FileEntry) -> str | None:
    """Whether a file is there and as large as it was."""
    if size is None:
        return MISSING
    return None if size == entry.bytes else f"it has {size:,} bytes, the log says {entry.bytes:,}"


def verify_file(root: Path, entry: FileEntry, table: Table, *, read_bytes: bool) -> str | None:
    """What is wrong with one file; None where nothing is."""
    store = store_of(root)
    try:
        if not read_bytes:
            with pq.ParquetFile(store.source(entry.path)) as file:
                return verify_content(file, entry, table)
        with store.fetched([entry.path], root / TMP) as (path,):
            if fault := verify_hash(path, entry):
                return fault
            with pq.ParquetFile(path) as file:
                return verify_content(file, entry, table)
    except FileNotFoundError:
        return MISSING
    except (OSError, pa.ArrowException) as error:
        return f"it cannot be read ({error})"


def verify_hash(path: Path, entry: FileEntry) -> str | None:
    """Whether the bytes are those that were written."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != entry.sha256:
        return f"its hash is {found[:12]}…, the log says {entry.sha256[:12]}…"
    return None if f"-{found[:12]}." in entry.path else "its name is not that of its hash"


def verify_content(file: pq.ParquetFile, entry: FileEntry, table: Table) -> str | None:
    """Whether its rows, dates and columns are what the log says."""
    if file.metadata.num_rows != entry.rows:
        return f"it has {file.metadata.num_rows:,} rows, the log says {entry.rows:,}"
    if columns_id(file.schema_arrow) != entry.columns:
        return "its columns are not those that the log says"
    names = {table.renamed.get(name, name) for name in file.schema_arrow.names}
    if missing := [name for name in table.key if name not in names]:
        return f"it has no column {', '.join(missing)}"
    if unknown := unknown_columns(table, file.schema_arrow):
        return f"it has columns that this isnad does not know: {', '.join(unknown)}"
    days: Any = pc.unique(file.read(columns=["date"]).column("date"))
    if not {*days.to_pylist()} <= {*days_of(entry)}:
        return f"it has rows of other days than {entry.date} to {entry.until}"
    return None


def verify_rows(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The keys that are there more than once, and the references that lead nowhere."""
    unique = [(f"{table.name}: {', '.join(table.key)} is unique", twice(table)) for table in PUBLISHED]
    written = [(statement.name, statement.sql) for statement in read_statements("verify.sql")]
    for name, sql in unique + written:
        found = con.sql(f"SELECT count(*) FROM ({sql})").fetchall()[0][0]  # noqa: S608
        if found:
            first = con.sql(f"FROM ({sql}) LIMIT {SHOWN_ROWS}").fetchall()
            yield f"{name}: {found:,} rows say otherwise, first {first}"


def twice(table: Table) -> str:
    """A query for the keys that stand more than once in a table."""
    key = ", ".join(table.key)
    return f"SELECT {key} FROM raw.{table.name} GROUP BY {key} HAVING count(*) > 1"  # noqa: S608
