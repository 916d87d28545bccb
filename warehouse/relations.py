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
    query; columns a file does not have are null.
    """
    today = columns_id(table.schema)
    by_columns = {
        columns: list(group)
        for columns, group in groupby(sorted(files, key=attrgetter("columns")), attrgetter("columns"))
    }
    reads = [read(entries, prefix) for entries in by_columns.values()]
    if list(by_columns) == [today]:
        return reads[0]
    return " UNION ALL BY NAME ".join([no_rows(table), *reads])


def read(files: Sequence[FileEntry], prefix: str) -> str:
    """A query for the rows of files that have the same columns."""
    paths = ", ".join(quote(prefix + entry.path) for entry in sorted(files, key=attrgetter("path")))
    return f"SELECT * FROM read_parquet([{paths}], hive_partitioning = false)"  # noqa: S608


def no_rows(table: Table) -> str:
    """A query for no rows with the table's columns and types."""
    columns = ", ".join(f'NULL::{SQL_TYPES[field.type]} AS "{field.name}"' for field in table.schema)
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
