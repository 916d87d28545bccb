"""What stands in a catalog: lists of files, the views over them, macros, and the descriptions of all."""

import hashlib
from dataclasses import dataclass
from functools import cache

import duckdb

from warehouse.folding import GLUE
from warehouse.folding_sql import folding_macros
from warehouse.log import EMPTY, Snapshot
from warehouse.relations import execute_all, quote, relation, schema_statements
from warehouse.schema import PUBLISHED, TABLES
from warehouse.statements import read_statements

HIDDEN = frozenset({"superseded", "words"})
IN_UTC = "SET TimeZone = 'UTC'"
SETTINGS = (IN_UTC, "SET parquet_metadata_cache = true")  # a file never changes, so its footer is read once


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One table or view: what a row is, and each column's text and SQL type in the order of the columns."""

    name: str
    description: str
    columns: dict[str, str]
    types: dict[str, str]


def definitions(snapshot: Snapshot, prefix: str) -> list[str]:
    """The statements that make all views of a snapshot and the macros; `prefix` goes before each path.

    The lists of files stand in a schema of their own, which alone differs between snapshots.
    """
    raw = [f"CREATE VIEW raw.{table.name} AS FROM files.{table.name}" for table in PUBLISHED]
    views = [f"CREATE VIEW {name} AS {sql}" for name, sql in view_queries().items()]
    listed = schema_statements("files", snapshot.files, prefix)
    return [*listed, "CREATE SCHEMA raw", *raw, *views, *macros()]


def relisted(snapshot: Snapshot, prefix: str) -> list[str]:
    """The statements that make the views of another snapshot those of this one."""
    return [
        f"CREATE OR REPLACE VIEW files.{table.name} AS "
        + relation(table, snapshot.files.get(table.name, ()), prefix)
        for table in PUBLISHED
    ]


@cache
def release() -> str:
    """The same for releases whose catalogs differ in the lists of files only."""
    texts = [repr((table.description, table.texts)) for table in PUBLISHED]
    written = [repr(statement) for statement in read_statements("views.sql")]
    return hashlib.sha256("\0".join([*definitions(EMPTY, ""), *texts, *written]).encode()).hexdigest()[:16]


def macros() -> list[str]:
    """The statements that make the macros: `fold` and `core`, those of search.sql and of macros.sql."""
    written = [*read_statements("search.sql"), *read_statements("macros.sql")]
    return [*folding_macros(), *(statement.sql.replace("@GLUE@", GLUE) for statement in written)]


def told_macros() -> dict[str, str]:
    """What the macros for people give, by how they are called."""
    written = [s for s in read_statements("search.sql") if s.name == "search"] + read_statements("macros.sql")
    return {s.sql.removeprefix("CREATE MACRO ").split(" AS TABLE")[0]: s.description for s in written}


def view_queries() -> dict[str, str]:
    """People's views by name: the tables that are shown as they are, then those of views.sql in its order."""
    written = {statement.name: statement.sql for statement in read_statements("views.sql")}
    shown = (table.name for table in PUBLISHED if table.name not in HIDDEN | written.keys())
    return {name: f"FROM raw.{name}" for name in shown} | written


def describe() -> list[Described]:
    """Every view of schema main, then the tables as published, with their descriptions."""
    with duckdb.connect() as con:
        execute_all(con, definitions(EMPTY, ""))
        found = con.execute(
            "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() "
            "WHERE NOT internal AND schema_name <> 'files' ORDER BY schema_name, table_name, column_index"
        ).fetchall()
    items: dict[str, list[tuple[str, str]]] = {}
    for schema, table, column, kind in found:
        items.setdefault(table if schema == "main" else f"{schema}.{table}", []).append((column, kind))
    return [describe_one(name, columns) for name, columns in items.items()]


def describe_one(name: str, columns: list[tuple[str, str]]) -> Described:
    """One view; a column without a text of its own has that of the tables' column of its name."""
    bare = name.removeprefix("raw.")
    view = next((s for s in read_statements("views.sql") if s.name == name), None)
    tables = sorted(PUBLISHED, key=lambda table: table.name != bare)
    texts = {name: text for table in reversed(tables) for name, text in table.texts.items()}
    own = view.columns if view else {}
    return Described(
        name=name,
        description=view.description if view else TABLES[bare].description,
        columns={column: own.get(column, texts.get(column, "")) for column, _ in columns},
        types=dict(columns),
    )


@cache
def comments() -> tuple[str, ...]:
    """The descriptions as COMMENT ON statements; they are the same for every warehouse."""
    statements = []
    for item in describe():
        statements.append(f"COMMENT ON VIEW {item.name} IS {quote(item.description)}")
        for column, text in item.columns.items():
            statements.append(f'COMMENT ON COLUMN {item.name}."{column}" IS {quote(text)}')
    for call, text in told_macros().items():
        statements.append(f"COMMENT ON MACRO TABLE {call.split('(')[0]} IS {quote(text)}")
    return tuple(statements)
