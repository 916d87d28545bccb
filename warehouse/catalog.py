"""The catalog: DuckDB views over a snapshot, in memory or as files that any DuckDB opens."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from warehouse.durable import make_dir
from warehouse.folding import GLUE
from warehouse.folding_sql import folding_macros
from warehouse.layout import OPEN, VIEWS, tmp_path
from warehouse.log import EMPTY, Snapshot, read_head
from warehouse.relations import execute_all, quote, schema_statements
from warehouse.schema import PUBLISHED, TABLES
from warehouse.statements import read_statements
from warehouse.store import store_of

STORAGE = "v1.0.0"  # the oldest layout, which every DuckDB since reads
HIDDEN = frozenset({"superseded", "words"})
IN_UTC = "SET TimeZone = 'UTC'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One table or view: what a row is, and each column's text and SQL type in the order of the columns."""

    name: str
    description: str
    columns: dict[str, str]
    types: dict[str, str]


def connect(root: Path) -> duckdb.DuckDBPyConnection:
    """A connection of its own over the newest snapshot; it takes no lock and never changes underneath.

    People's views are in schema main, the tables as published in schema raw; both are empty where nothing
    was published.

    Raises:
        CorruptError: the snapshot cannot be read.
    """
    return open_snapshot(root, read_head(root))


def open_snapshot(root: Path, snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """A connection over one snapshot."""
    store = store_of(root)
    con = duckdb.connect()
    store.prepare(con)
    execute_all(con, [IN_UTC, *definitions(snapshot, store.prefix)])
    return con


def definitions(snapshot: Snapshot, prefix: str) -> list[str]:
    """The statements that make all views of a snapshot and the macros; `prefix` goes before each path."""
    views = [f"CREATE VIEW {name} AS {sql}" for name, sql in view_queries().items()]
    return [*schema_statements("raw", snapshot.files, prefix), *views, *search_macros()]


def search_macros() -> list[str]:
    """The statements that make what people search with: `fold`, `core` and those of search.sql."""
    written = (statement.sql.replace("@GLUE@", GLUE) for statement in read_statements("search.sql"))
    return [*folding_macros(), *written]


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
            "WHERE NOT internal ORDER BY schema_name, table_name, column_index"
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
    return tuple(statements)


def write_views(root: Path) -> Snapshot:
    """Build `warehouse.duckdb` and `open.sql` over the newest snapshot, which is returned.

    The look at the head after the rename makes the last of several writers leave the newest views.
    """
    while True:
        snapshot = read_head(root)
        write_script(root, snapshot)
        write_database(root, snapshot)
        if read_head(root).number == snapshot.number:
            return snapshot


def write_script(root: Path, snapshot: Snapshot) -> None:
    """`open.sql`: the views with relative paths, for `cd ROOT && duckdb -init open.sql`.

    Those of a bucket have whole addresses; what opens it is for whoever reads to say before.
    """
    store = store_of(root)
    tmp = tmp_path(root, ".sql")
    make_dir(tmp.parent)
    script = [
        IN_UTC,
        *definitions(snapshot, "" if store.prefix.startswith("/") else store.prefix),
        *comments(),
    ]
    tmp.write_text("".join(f"{statement};\n" for statement in script), "utf-8")
    store.put(tmp, OPEN)


def write_database(root: Path, snapshot: Snapshot) -> None:
    """`warehouse.duckdb`: the views with absolute paths, and no rows; nobody may write to it."""
    store = store_of(root)
    tmp = tmp_path(root, ".duckdb")
    make_dir(tmp.parent)
    with duckdb.connect() as con:
        store.prepare(con)
        con.execute(f"ATTACH {quote(str(tmp))} AS built (STORAGE_VERSION {quote(STORAGE)})")
        views = [*definitions(snapshot, store.prefix), *comments()]
        execute_all(con, ["USE built", "BEGIN", *views, "COMMIT", "USE memory", "DETACH built"])
    tmp.chmod(0o444)
    store.put(tmp, VIEWS)
