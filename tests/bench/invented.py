"""A warehouse of any size, made of invented Arabic words by DuckDB and written by isnad's own writer.

Each article has two paragraphs, two links and a tweet; the words of its text are drawn by Zipf's law. Every
fiftieth article of a day is a newer version of one of the day before. A file a table and day, one snapshot.
"""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.folding import core, fold_words
from warehouse.log import FileEntry, Snapshot, commit
from warehouse.parquet import sort_rows, write_file
from warehouse.schema import TABLES, Table

FIRST = date(2023, 1, 1)
WORDS, VOCABULARY, SOURCES = 120, 100_000, 20
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
RARE, COMMON = "قسطرون", "مجلس"
PLANTED = {40: COMMON, 70_000: RARE}  # by rank

DRAW = """
CREATE OR REPLACE TEMP TABLE drawn AS
SELECT n, p, word, core FROM (
  SELECT n, p, 1 + (exp((hash($day, n, p) % 1000000007) / 1000000007.0 * ln($vocabulary)) - 1)::INT AS rank
  FROM range($articles) a(n), range($words) w(p)
) JOIN vocabulary USING (rank)
"""
# the articles of a day by number; the fiftieths have the address of one of the day before
NUMBERED = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT n, md5('page' || $day || '-' || n) AS page_id,
       'source' || lpad((n % $sources)::VARCHAR, 2, '0') AS source,
       md5(address) AS article_id, 'https://news.example/' || address AS url,
       ((1500000000000 + $day * $articles + n)::UBIGINT << 20)::VARCHAR AS tweet_key,
       md5('page' || $day - 1 || '-' || n - 1) AS page_before, newer,
       $date::DATE AS date, $date::TIMESTAMP + INTERVAL 6 HOUR AS moment
FROM (SELECT n, n % 50 = 49 AND $day > 0 AS newer,
             CASE WHEN newer THEN $day - 1 || '-' || n - 1 ELSE $day || '-' || n END AS address
      FROM range($articles) a(n))
"""
SAID = "page_id, 'run' AS run_id, date"
ROWS = {
    "articles": f"""
        SELECT {SAID}, source, article_id, url, url AS canonical_url, 'news.example' AS host, title, text,
               ['كاتب ' || hash(url) % 5000] AS authors, []::VARCHAR[] AS tags, moment AS published_at,
               moment AS fetched_at, 'ar' AS language, 'rtl' AS script_direction, $words - 8 AS word_count,
               true AS own_address,
               page_id AS content_hash, 'bench' AS extractor_version
        FROM numbered JOIN (
          SELECT n, string_agg(word, ' ' ORDER BY p) FILTER (p < 8) AS title,
                 string_agg(word, ' ' ORDER BY p) FILTER (p >= 8) AS text
          FROM drawn GROUP BY n) USING (n)""",
    "words": f"""
        SELECT {SAID}, core, word, positions, $words::BIGINT AS text_words
        FROM numbered JOIN (
          SELECT n, core, word, list(p + (p >= 8)::INT ORDER BY p) AS positions FROM drawn GROUP BY ALL
        ) USING (n)""",
    "article_paragraphs": f"""
        SELECT {SAID}, article_id, ord, 'paragraph' AS kind, ord * 300 AS start, ord * 300 + 300 AS "end",
               'ar' AS language
        FROM numbered, range(2) r(ord)""",
    "article_links": f"""
        SELECT {SAID}, article_id, ord, 'https://ministry.example/' || hash(n, ord, date) % 100000 AS url,
               'البيان' AS text
        FROM numbered, range(2) r(ord)""",
    "article_tweets": f"""
        SELECT {SAID}, article_id, 0 AS ord, tweet_key, 'blockquote' AS embed_kind, 600 AS char_offset,
               600 AS char_end, 2 AS paragraph, 1.0 AS confidence
        FROM numbered""",
    "tweets": f"""
        SELECT {SAID}, source, moment AS observed_at, tweet_key, tweet_key AS tweet_id,
               'https://x.com/i/status/' || tweet_key AS url, moment AS created_at,
               'handle' || hash(n, date) % 20000 AS author_handle,
               'Statement no. ' || n || ' of the day, in English' AS text, 'en' AS language,
               []::VARCHAR[] AS edit_ids, []::VARCHAR[] AS withheld_countries, true AS asked_for,
               'available' AS availability, 'blockquote' AS source_kind, 40 AS completeness,
               1.0 AS confidence,
               'bench' AS extractor_version
        FROM numbered""",
    "verdicts": f"""
        SELECT {SAID}, source, url, 'article' AS verdict, article_id, 'bench' AS extractor_version
        FROM numbered""",
    "fetches": f"""
        SELECT {SAID}, md5(url) AS address_id, source, 'page' AS role, url, 'news.example' AS host,
               'stored' AS outcome, 200 AS status, 1 AS attempts, 120 AS elapsed_ms, 50000 AS bytes,
               'feed' AS via, moment AS fetched_at
        FROM numbered""",
    "superseded": """
        SELECT page_before AS page_id, 'run' AS run_id, date, article_id, page_id AS superseded_by,
               'newer' AS reason
        FROM numbered WHERE newer""",
    "source_runs": """
        SELECT 'run' || $day AS run_id, date, source, 'feed' AS kind, 5 AS expected_min, count(*) AS named,
               0 AS invalid, 0 AS known, 0 AS left_out, 0 AS resumed, 0 AS revisited, count(*) AS discovered,
               1 AS listings, 0 AS listings_failed
        FROM numbered GROUP BY date, source""",
    "runs": """
        SELECT 'run' || $day AS run_id, any_value(date) AS date, 'nightly' AS flow,
               list(DISTINCT source) AS sources, any_value(moment) AS started_at,
               any_value(moment) AS ended_at, 'completed' AS state, '{}' AS counts, 'bench' AS isnad_version
        FROM numbered""",
}  # fmt: skip


def build(root: Path, articles: int, days: int) -> int:
    """Write so many articles over so many days, with all that goes with them; how many rows there are."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    make_vocabulary(con)
    files: dict[str, list[FileEntry]] = {name: [] for name in ROWS}
    for number in range(days):
        for name, rows in make_day(con, number, articles // days).items():
            if rows.num_rows:
                files[name].append(write_day(root, TABLES[name], rows, FIRST + timedelta(days=number)))
    listed = {name: tuple(sorted(entries)) for name, entries in sorted(files.items())}
    commit(
        root,
        Snapshot(number=1, parent=None, run_id="bench", committed_at=datetime.now(UTC), files=listed),
    )
    return sum(entry.rows for entries in listed.values() for entry in entries)


def make_vocabulary(con: duckdb.DuckDBPyConnection) -> None:
    """The table of different words by rank, the frequent ones short."""
    draw = random.Random(1)
    made = ("".join(draw.choices(LETTERS, k=2 + min(5, at // 200))) for at in range(VOCABULARY * 2))
    words = [word for word in dict.fromkeys(made) if word not in PLANTED.values()][:VOCABULARY]
    for rank, word in PLANTED.items():
        words[rank - 1] = word
    folded = [" ".join(fold_words(word)) for word in words]
    listed = pa.table({"rank": range(1, len(words) + 1), "word": folded, "core": list(map(core, folded))})
    con.execute("CREATE TEMP TABLE vocabulary AS FROM listed")
    assert listed.num_rows == VOCABULARY


def make_day(con: duckdb.DuckDBPyConnection, number: int, articles: int) -> dict[str, pa.Table]:
    """The rows of one day by table."""
    given = {
        "day": number,
        "date": FIRST + timedelta(days=number),
        "articles": articles,
        "words": WORDS,
        "sources": SOURCES,
        "vocabulary": VOCABULARY,
    }
    for sql in (DRAW, NUMBERED):
        ask(con, sql, given)
    return {name: ask(con, sql, given).to_arrow_table() for name, sql in ROWS.items()}


def ask(con: duckdb.DuckDBPyConnection, sql: str, given: dict[str, object]) -> duckdb.DuckDBPyConnection:
    """Run it with those of the values that it names."""
    return con.execute(sql, {name: value for name, value in given.items() if f"${name}" in sql})


def write_day(root: Path, table: Table, rows: pa.Table, day: date) -> FileEntry:
    """One file; columns that are not said are null."""
    columns = [
        pc.cast(rows.column(field.name), field.type)
        if field.name in rows.column_names
        else pa.nulls(rows.num_rows, field.type)
        for field in table.schema
    ]
    whole = pa.Table.from_arrays(columns, schema=table.schema)
    return write_file(root, table, [sort_rows(table, whole)], rows=whole.num_rows, day=day, run_id="bench")
