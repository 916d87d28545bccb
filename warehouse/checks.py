"""Checks: assertions about a run's rows, made before they are committed."""

from dataclasses import dataclass

import duckdb

from warehouse.schema import PUBLISHED, Table
from warehouse.statements import read_statements

SHOWN_ROWS = 3
WRITTEN_AFTER = ("runs", "checks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One assertion, how many rows contradict it, and the first of them in words."""

    name: str
    sql: str
    failed_rows: int
    shown: str


def run_checks(con: duckdb.DuckDBPyConnection) -> list[Result]:
    """All assertions, over a connection with the schemas base, new and raw."""
    unique = [(f"{t.name}: {', '.join(t.key)} is unique", unique_key(t)) for t in checked_tables()]
    written = [(statement.name, statement.sql) for statement in read_statements("checks.sql")]
    return [run_check(con, name, sql) for name, sql in unique + written]


def checked_tables() -> list[Table]:
    """The tables whose rows are there before the checks run."""
    return [table for table in PUBLISHED if table.name not in WRITTEN_AFTER]


def unique_key(table: Table) -> str:
    """A query for the keys of the run's rows that stand more than once in the table."""
    key = ", ".join(table.key)
    if table.key_of_run:
        return f"SELECT {key}, count(*) AS times FROM new.{table.name} GROUP BY {key} HAVING count(*) > 1"  # noqa: S608
    return (
        f"SELECT {key}, count(*) AS times FROM (SELECT {key} FROM raw.{table.name}) "  # noqa: S608
        f"SEMI JOIN (SELECT {key} FROM new.{table.name}) n USING ({key}) "
        f"GROUP BY {key} HAVING count(*) > 1"
    )


def run_check(con: duckdb.DuckDBPyConnection, name: str, sql: str) -> Result:
    """One assertion."""
    failed = con.sql(f"SELECT count(*) FROM ({sql})").fetchall()[0][0]  # noqa: S608
    shown = ""
    if failed:
        table = con.sql(f"SELECT * FROM ({sql}) ORDER BY ALL LIMIT {SHOWN_ROWS}").to_arrow_table()  # noqa: S608
        shown = "; ".join(", ".join(f"{k}={v}" for k, v in row.items()) for row in table.to_pylist())
    return Result(name=name, sql=sql, failed_rows=failed, shown=shown)


def explain(results: list[Result]) -> str:
    """The failed assertions with their first rows, a line each."""
    return "\n".join(f"  {r.name}: {r.failed_rows} rows, first {r.shown}" for r in results if r.failed_rows)
