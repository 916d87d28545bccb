"""`isnad sql`: one query, or a prompt that takes many."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
from rich.console import Console

from config.errors import QueryError
from flows.terminal.printing import print_table
from warehouse.catalog import connect

PROMPT, MORE = "isnad> ", "  ...> "
HELP = "End a query with ;  ·  .tables lists the tables  ·  .quit leaves"


def run_query(con: duckdb.DuckDBPyConnection, query: str) -> pa.Table | None:
    """The rows of a query, None for a statement without any.

    Raises:
        QueryError: DuckDB refuses it.
    """
    try:
        result = con.sql(query)
        return None if result is None else result.to_arrow_table()
    except duckdb.Error as error:
        raise QueryError(str(error)) from None


def query_once(root: Path, query: str) -> pa.Table:
    """The rows of one query over the newest snapshot; no rows for a statement without any."""
    with connect(root) as con:
        rows = run_query(con, query)
    return pa.table({}) if rows is None else rows


def run_shell(root: Path, console: Console, read: Callable[[str], str] = input) -> None:
    """Read queries until the end of input and print their rows; errors do not end it."""
    console.print(HELP, style="dim")
    with connect(root) as con:
        for query in queries(read):
            try:
                rows = run_query(con, query)
            except QueryError as error:
                console.print(str(error), style="red", markup=False)
                continue
            if rows is not None:
                print_table(rows, console)


def queries(read: Callable[[str], str]) -> Iterator[str]:
    """Queries typed at the prompt, each up to its semicolon."""
    typed: list[str] = []
    while True:
        try:
            line = read(MORE if typed else PROMPT)
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip() in (".quit", ".exit"):
            return
        typed.append("SHOW TABLES;" if line.strip() == ".tables" else line)
        if typed[-1].rstrip().endswith(";"):
            yield "\n".join(typed)
            typed = []


def piped_query() -> str | None:
    """The query on standard input, None where a person sits there."""
    return None if sys.stdin.isatty() else sys.stdin.read()
