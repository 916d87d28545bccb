"""Parquet files: the same rows give the same bytes, and a name says which bytes it has."""

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.durable import make_dir
from warehouse.files import FileEntry
from warehouse.layout import data_path, tmp_path
from warehouse.schema import Table
from warehouse.store import store_of

BLOOM_FALSE_POSITIVES = 0.01
ZSTD_LEVEL = 3
APART = (
    "DELTA_LENGTH_BYTE_ARRAY"  # lengths apart from letters: ids are a fifth smaller, read in half the time
)


def write_parquet(path: Path, table: Table, parts: Iterable[pa.Table], rows: int) -> int:
    """Write the parts one after the other, each in row groups of its own, and count their rows.

    `rows` is about how many there will be; it sizes the Bloom filters. Half a file is not left
    behind: it would keep a full disk full.
    """
    try:
        return write_parts(path, table, parts, rows)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write_parts(path: Path, table: Table, parts: Iterable[pa.Table], rows: int) -> int:
    """The same, whatever is left of it after an error."""
    distinct = max(1, min(rows, table.row_group_rows))
    dictionary = [name for name in table.dictionary if name in table.schema.names]
    plain = [f.name for f in table.schema if f.type == pa.string() and f.name not in dictionary]
    with pq.ParquetWriter(
        path,
        table.schema,
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        use_dictionary=dictionary,  # type: ignore[arg-type]
        column_encoding=dict.fromkeys(plain, APART),
        bloom_filter_options={name: {"ndv": distinct, "fpp": BLOOM_FALSE_POSITIVES} for name in table.bloom},
    ) as writer:
        written = 0
        for part in parts:
            writer.write_table(part, row_group_size=table.row_group_rows)
            written += part.num_rows
    return written


def write_file(
    root: Path,
    table: Table,
    parts: Iterable[pa.Table],
    *,
    rows: int,
    day: date,
    until: date | None = None,
    run_id: str,
) -> FileEntry:
    """Write one file of a table's day, or of several, and put it in place.

    Nobody sees it before a snapshot lists it.
    """
    tmp = tmp_path(root, ".parquet")
    make_dir(tmp.parent)
    written = write_parquet(tmp, table, parts, rows)
    with tmp.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    entry = FileEntry(
        path=data_path(table.name, day, until or day, run_id, sha256),
        date=day,
        rows=written,
        bytes=tmp.stat().st_size,
        sha256=sha256,
        columns=columns_id(table.schema),
        until=until or day,
    )
    store_of(root).put(tmp, entry.path)
    return entry


def sort_rows(table: Table, rows: pa.Table) -> pa.Table:
    """The rows in the table's order; the key breaks ties, so there is only one such order."""
    return rows.sort_by([(name, "ascending") for name in order_of(table)])


def order_of(table: Table) -> tuple[str, ...]:
    """The columns by which the rows of a file are sorted."""
    return tuple(dict.fromkeys((*table.order, *table.key)))


def columns_id(schema: pa.Schema) -> str:
    """The same for files that one `read_parquet` can read together: equal names and types, in order.

    What a list's values are called is not among them: Arrow says item, Parquet element.
    """
    text = "\n".join(f"{field.name} {field.type}" for field in schema).replace("<element:", "<item:")
    return hashlib.sha256(text.encode()).hexdigest()[:8]
