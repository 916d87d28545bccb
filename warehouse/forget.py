"""Forgetting: a commit of its own, after which no view shows what was forgotten.

The bytes stay in the files until `rewrite` takes them out.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.catalog import connect
from warehouse.parquet import sort_rows, write_file
from warehouse.publish import commit_plan, finish, run_row
from warehouse.schema import TABLES
from warehouse.tweet_rows import Forgotten

FLOW = "forget"
TWEETS, ACCOUNTS, HANDLES, PAGES, URLS = "tweet", "author", "handle", "page", "url"  # forgotten.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What one run is to forget: values of one kind, and why."""

    kind: str
    values: tuple[str, ...]
    reason: str


def forget(
    root: Path,
    wish: Wish,
    *,
    run_id: str,
    started_at: datetime,
    now: Callable[[], datetime],
    version: str,
) -> list[Forgotten]:
    """Commit that these are forgotten, with all that follows; what is forgotten already is left alone.

    Returns:
        The rows that were added, those asked for and those that follow; none where nothing was committed.

    Raises:
        ChecksError: the rows contradict each other; nothing of them was committed.
    """
    held = forgotten_values(root, wish.kind, wish.values)
    table, day = TABLES["forgotten"], started_at.date()
    items = [
        Forgotten(
            kind=wish.kind, value=value, run_id=run_id, date=day, forgotten_at=started_at, reason=wish.reason
        )
        for value in dict.fromkeys(wish.values)
        if value not in held
    ]
    if not items:
        return []
    rows = sort_rows(table, table.to_arrow(items))
    entry = write_file(root, table, [rows], rows=len(items), day=day, run_id=run_id)
    merged = {table.name: (entry,)}
    run = run_row(run_id, day, FLOW, started_at=started_at, ended_at=now(), version=version, files=merged)
    finish(root, run, commit_plan(root, run, merged))
    return rows_of(root, run_id)


def rows_of(root: Path, run_id: str) -> list[Forgotten]:
    """What one run forgot."""
    with connect(root) as con:
        sql = "FROM raw.forgotten WHERE run_id = $run_id ORDER BY kind, value"
        found: list[Forgotten] = TABLES["forgotten"].from_arrow(
            con.sql(sql, params={"run_id": run_id}).to_arrow_table()
        )
    return found


def forgotten_values(root: Path, kind: str, values: Collection[str]) -> set[str]:
    """Those of the values that are forgotten, as this kind."""
    sql = """SELECT value FROM raw.forgotten SEMI JOIN (SELECT unnest($values) AS value) v USING (value)
             WHERE kind = $kind"""
    with connect(root) as con:
        found = con.execute(sql, {"kind": kind, "values": sorted(values)}).fetchall()
    return {row[0] for row in found}


def known_tweets(root: Path, ids: Collection[str]) -> set[str]:
    """Those of the ids of which the files hold a copy or a retweet."""
    sql = """WITH asked AS (SELECT unnest($ids) AS id)
             SELECT tweet_key FROM raw.tweets SEMI JOIN asked ON id = tweet_key
             UNION SELECT retweeted_tweet_id FROM raw.tweets SEMI JOIN asked ON id = retweeted_tweet_id"""
    with connect(root) as con:
        return {row[0] for row in con.execute(sql, {"ids": sorted(ids)}).fetchall()}
