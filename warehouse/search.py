"""Search: which articles and tweets have the words of a query, with their texts as stored.

How a query is read, and how what it finds is ranked, is in search.sql.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from config.errors import ConfigError
from warehouse.catalog import open_snapshot
from warehouse.files import days_of
from warehouse.log import Snapshot, read_head

WAITING = """
SELECT DISTINCT date FROM raw.runs WHERE flow = 'import' AND state = 'completed'
AND ended_at > (SELECT coalesce(max(ended_at), TIMESTAMPTZ '-infinity') FROM raw.runs WHERE flow = 'index')
"""
WORDS = "SELECT count(*) FROM asked_words($query) WHERE NOT excluded"
BEST = """
SELECT * EXCLUDE (positions), positions, count(*) OVER () AS total FROM search($query, with_old := $old)
WHERE ($kind IS NULL OR kind = $kind)
  AND (len($sources) = 0 OR list_contains($sources, source))
  AND (len($languages) = 0 OR list_contains($languages, language))
  AND coalesce(published_at::DATE, date) BETWEEN $first AND $last
ORDER BY score DESC, date DESC, page_id, tweet_key LIMIT $most
"""
TEXTS = """
WITH wanted AS (SELECT unnest($pages) AS page_id, unnest($tweets) AS tweet_key, unnest($days)::DATE AS date)
SELECT a.page_id, NULL, a.text FROM raw.articles a
JOIN (FROM wanted WHERE tweet_key IS NULL) w ON w.page_id = a.page_id AND w.date = a.date
UNION ALL
SELECT t.page_id, t.tweet_key, t.text FROM raw.tweets t
JOIN (FROM wanted WHERE tweet_key IS NOT NULL) w
  ON w.page_id = t.page_id AND w.tweet_key = t.tweet_key AND w.date = t.date
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for; a day is that of publication, else of the night that brought the text."""

    query: str
    kind: str | None = None
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    first: date = date.min
    last: date = date.max
    with_old: bool = False
    most: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article or tweet found; `positions` are the places of what was asked for, as in raw.words."""

    score: float
    kind: str
    source: str
    published_at: datetime | None
    language: str | None
    title: str | None
    url: str | None
    author: str | None
    date: date
    page_id: str
    tweet_key: str | None
    article_id: str | None
    current: bool
    positions: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best hits, how many there are in all, and the days whose texts cannot be searched."""

    hits: tuple[Hit, ...]
    total: int
    days_left_out: tuple[date, ...]


def search(root: Path, asked: Asked) -> Found:
    """The best hits, the best first.

    Raises:
        ConfigError: no word is asked for.
    """
    snapshot = read_head(root)
    with open_snapshot(root, snapshot) as con:
        if con.execute(WORDS, {"query": asked.query}).fetchall() == [(0,)]:
            raise ConfigError(f"{asked.query!r} asks for no word; -word only leaves out what others found")
        given = {
            "query": asked.query, "old": asked.with_old, "kind": asked.kind, "sources": list(asked.sources),
            "languages": list(asked.languages), "first": asked.first, "last": asked.last, "most": asked.most,
        }  # fmt: skip
        left_out = days_without_words(con, snapshot)
        rows = con.sql(BEST, params=given).to_arrow_table().to_pylist()
        texts = read_texts(con, rows)
    total = rows[0]["total"] if rows else 0
    hits = tuple(
        Hit(
            **{name: row[name] for name in Hit.__slots__ if name not in ("positions", "text")},
            positions=tuple(row["positions"]),
            text=texts[row["page_id"], row["tweet_key"]],
        )
        for row in rows
    )
    return Found(hits=hits, total=total, days_left_out=left_out)


def read_texts(con: duckdb.DuckDBPyConnection, rows: list[dict[str, object]]) -> dict[tuple[str, str], str]:
    """The texts of rows found, by page and tweet."""
    names = {"pages": "page_id", "tweets": "tweet_key", "days": "date"}
    given = {name: [row[column] for row in rows] for name, column in names.items()}
    return {(page, tweet): text for page, tweet, text in con.execute(TEXTS, given).fetchall()} if rows else {}


def days_without_words(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> tuple[date, ...]:
    """The days with articles or tweets but no word to look up, and of imports that wait for maintain."""
    indexed = {day for entry in snapshot.files.get("words", ()) for day in days_of(entry)}
    texts = (entry for name in ("articles", "tweets") for entry in snapshot.files.get(name, ()))
    unread = {entry.date for entry in texts if indexed.isdisjoint(days_of(entry))}
    waiting = {row[0] for row in con.execute(WAITING).fetchall()}
    return tuple(sorted(unread | waiting))
