"""What follows from what is forgotten: found again at every commit, whichever of the two came first.

A row of `forgotten` is what somebody asked for, or what follows from it: the pages of an address, the tweets
of an account, the retweets of a tweet. So the views look for keys only.
"""

from pathlib import Path

import duckdb

from warehouse.files import Files
from warehouse.parquet import sort_rows, write_file
from warehouse.relations import execute_all
from warehouse.rows import Run
from warehouse.schema import TABLES
from warehouse.statements import read_statements
from warehouse.tweet_rows import Forgotten

FOLLOWS = ("meant", "found")


def follow(con: duckdb.DuckDBPyConnection, root: Path, run: Run) -> Files:
    """Write what follows, over a connection with the schemas new and raw; all of it is then the table gone.

    Returns:
        The file with the rows that are not there yet; none where nothing more follows.
    """
    con.execute("CREATE TABLE gone AS SELECT kind, value FROM raw.forgotten")
    found: dict[tuple[str, str], str] = {}
    if con.execute("SELECT count(*) FROM gone").fetchall() != [(0,)]:
        for name in FOLLOWS:
            con.execute(f"CREATE OR REPLACE TEMP TABLE more AS {statement(name)}")
            con.execute("DELETE FROM more USING gone WHERE more.kind = gone.kind AND more.value = gone.value")
            rows = con.execute("SELECT kind, value, min(reason) FROM more GROUP BY ALL").fetchall()
            found |= {(kind, value): reason for kind, value, reason in rows}
            con.execute("INSERT INTO gone SELECT DISTINCT kind, value FROM more")
    if not found:
        return {}
    items = [
        Forgotten(
            kind=kind, value=value, run_id=run.run_id, date=run.date, forgotten_at=run.ended_at, reason=reason
        )
        for (kind, value), reason in found.items()
    ]
    table = TABLES["forgotten"]
    arrow = sort_rows(table, table.to_arrow(items))
    return {table.name: (write_file(root, table, [arrow], rows=len(items), day=run.date, run_id=run.run_id),)}


def leave_out_pages(con: duckdb.DuckDBPyConnection) -> None:
    """Let raw.articles be the articles that stay: of the others no version may be the current one."""
    execute_all(con, replace_view("raw.articles", "every_article", "articles that stay"))


def touch_articles(con: duckdb.DuckDBPyConnection) -> None:
    """Let new.articles have the articles of forgotten pages too, so that their versions are ordered again."""
    execute_all(con, replace_view("new.articles", "own_articles", "articles touched"))


def replace_view(view: str, aside: str, name: str) -> list[str]:
    """Statements that rename a view and put a statement of forgotten.sql in its place."""
    return [f"ALTER VIEW {view} RENAME TO {aside}", f"CREATE VIEW {view} AS {statement(name)}"]


def statement(name: str) -> str:
    """One statement of forgotten.sql."""
    return next(item.sql for item in read_statements("forgotten.sql") if item.name == name)
