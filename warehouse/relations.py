"""The files of a snapshot as SQL: explicit lists, never a glob, which would count replaced files too."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

import duckdb
import pyarrow as pa

from warehouse.files import FileEntry, Files
from warehouse.parquet import columns_id
from warehouse.schema import PUBLISHED, Table

SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.binary(): "BLOB",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
    pa.list_(pa.string()): "VARCHAR[]",
    pa.list_(pa.int64()): "BIGINT[]",
}


def quote(text: str) -> str:
    """The text as a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def relation(table: Table, files: Iterable[FileEntry], prefix: str) -> str:
    """A query for all rows of these files; `prefix` goes before each path.

    Files of unlike columns are read apart, so that no more than one footer of each kind is opened to plan a
    query. Those of other columns than today's are shown in today's: what they do not have is null.
    """
    today = columns_id(table.schema)
    alike = [list(group) for _, group in groupby(sorted(files, key=kind_of), kind_of)]
    reads = [read(entries, prefix) for entries in alike if entries[0].columns == today]
    older = [read(entries, prefix) for entries in alike if entries[0].columns != today]
    if older or not reads:
        reads.append(in_todays_columns(table, older))
    return " UNION ALL BY NAME ".join(reads)


def kind_of(entry: FileEntry) -> tuple[str, bool]:
    """The same for files that are read together: their columns, and whether they are of one day each."""
    return entry.columns, entry.date == entry.until


def in_todays_columns(table: Table, reads: Sequence[str]) -> str:
    """A query for the rows of files of other columns: no footer is read to know which they have."""
    if not reads:
        return no_rows(table, table.schema.names)
    names = {
        name: [name, *(old for old, new in table.renamed.items() if new == name)]
        for name in table.schema.names
    }
    shown = ", ".join(
        f"coalesce({', '.join(map(column, held))}) AS {column(name)}" if held[1:] else column(name)
        for name, held in names.items()
    )
    known = no_rows(table, [*table.schema.names, *table.renamed])
    return f"SELECT {shown} FROM ({' UNION ALL BY NAME '.join([known, *reads])})"  # noqa: S608


def column(name: str) -> str:
    """A column's name as SQL."""
    return f'"{name}"'


def read(files: Sequence[FileEntry], prefix: str) -> str:
    """A query for the rows of files that are alike.

    Of those of one day the date in each path is that of all its rows, so that a question of a day opens no
    file of another. A root with `=` in its own name would give columns more.
    """
    hive = "false" if "=" in prefix or files[0].date != files[0].until else "true"
    paths = ", ".join(quote(prefix + entry.path) for entry in sorted(files, key=attrgetter("path")))
    return f"SELECT * FROM read_parquet([{paths}], hive_partitioning = {hive})"  # noqa: S608


def no_rows(table: Table, names: Iterable[str]) -> str:
    """A query for no rows with columns of the table, of today's names or earlier ones, and their types."""
    kinds = ((name, table.schema.field(table.renamed.get(name, name)).type) for name in names)
    columns = ", ".join(f"NULL::{SQL_TYPES[kind]} AS {column(name)}" for name, kind in kinds)
    return f"SELECT {columns} WHERE false"


def schema_statements(schema: str, files: Files, prefix: str) -> list[str]:
    """Statements that make a schema with one view for each published table."""
    views = [
        f"CREATE VIEW {schema}.{table.name} AS {relation(table, files.get(table.name, ()), prefix)}"
        for table in PUBLISHED
    ]
    return [f"CREATE SCHEMA {schema}", *views]


def execute_all(con: duckdb.DuckDBPyConnection, statements: Iterable[str]) -> None:
    """Run the statements one after the other."""
    for statement in statements:
        con.execute(statement)
