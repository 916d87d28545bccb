"""Years of nights: how fast they are written, opened and asked.

    python -m tests.bench.scale [--articles 1000000] [--days 1000] [--keep FOLDER] [--merge]

The same rows stand in tables of a DuckDB file of its own, under the same views; each query is asked of both
by turns and the best times are compared. The first time a query is asked stands beside it. With `--merge`
the files are merged before, as `isnad maintain` does; else there are some ten thousand.
"""

import argparse
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from tests.bench.invented import COMMON, FIRST, RARE, build
from warehouse.catalog import connect
from warehouse.compact import compact
from warehouse.definitions import IN_UTC, macros, view_queries
from warehouse.layout import VIEWS
from warehouse.log import read_head
from warehouse.relations import execute_all, quote
from warehouse.schema import PUBLISHED
from warehouse.views_file import write_views

ROUNDS = 5
QUERIES = {
    "one day": "SELECT source, title, published_at FROM articles WHERE date = $day ORDER BY ALL",
    "one month by source": "SELECT source, count(*), sum(word_count) FROM articles "
    "WHERE date BETWEEN $day AND $day + 30 GROUP BY source ORDER BY ALL",
    "point by url": "SELECT title, version, page_id FROM articles WHERE url = $url",
    "point by id": "SELECT title, version, page_id FROM articles WHERE article_id = $id",
    "articles and tweets": "SELECT a.source, t.author_handle, count(*) FROM articles a "
    "JOIN article_tweets x USING (page_id) JOIN tweets t USING (tweet_key) "
    "GROUP BY ALL ORDER BY ALL LIMIT 100",
    "rare word": "SELECT url, score FROM search($rare) ORDER BY score DESC, url LIMIT 20",
    "common word": "SELECT url, score FROM search($common) ORDER BY score DESC, url LIMIT 20",
    "top authors": "SELECT author, count(*) FROM articles, unnest(authors) u(author) "
    "GROUP BY author ORDER BY 2 DESC, 1 LIMIT 10",
    "coverage": "SELECT state, count(*), sum(stored) FROM coverage GROUP BY state",
    "latest versions": "SELECT source, count(*), sum(version), max(fetched_at) FROM articles "
    "GROUP BY ALL ORDER BY ALL",
    "count": "SELECT count(*) FROM articles",
    "scan of texts": "SELECT count(*) FROM articles WHERE contains(text, $rare)",
}


def main() -> None:
    """Make the warehouse and the tables where they are not there, and print what all takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=1_000)
    parser.add_argument("--keep", type=Path, help="folder of the warehouse; asked only, where it is there")
    parser.add_argument("--merge", action="store_true", help="merge the files of days long gone first")
    parser.add_argument("--only", help="the queries whose name holds this")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = given.keep or Path(temporary)
        if not (root / "_log").exists():
            tell_build(root, given.articles, given.days)
        native = root / "native.duckdb"
        if not native.exists():
            make_native(root, native)
        if given.merge:
            tell_merging(root)
        tell_opening(root)
        compare(root, native, [name for name in QUERIES if (given.only or "") in name])


def tell_build(root: Path, articles: int, days: int) -> None:
    """Write it, and print how fast that was."""
    started = time.perf_counter()
    rows = build(root, articles, days)
    spent = time.perf_counter() - started
    write_views(root)
    files = read_head(root).files
    size = sum(entry.bytes for entries in files.values() for entry in entries) / 1e6
    count = sum(map(len, files.values()))
    print(f"{rows:,} rows in {count:,} files, {size:,.0f} MB, in {spent:,.0f} s, {rows / spent:,.0f} rows/s")
    for name, entries in files.items():
        print(f"  {name}: {sum(entry.rows for entry in entries):,} rows", flush=True)


def tell_merging(root: Path) -> None:
    """Merge what is small, and print how long that took."""
    started = time.perf_counter()
    merged = compact(root, run_id=f"{time.time():.0f}", now=lambda: datetime.now(UTC), version="bench")
    files = sum(map(len, read_head(root).files.values()))
    print(f"{merged:,} files merged, {files:,} left, in {time.perf_counter() - started:,.0f} s", flush=True)


def make_native(root: Path, path: Path) -> None:
    """The same rows as tables of DuckDB's, with the same views and macros."""
    con = connect(root)
    con.execute(f"ATTACH {quote(str(path))} AS native")
    con.execute("CREATE SCHEMA native.raw")
    for table in PUBLISHED:
        con.execute(f"CREATE TABLE native.raw.{table.name} AS FROM raw.{table.name}")
    con.execute("DETACH native")
    con.close()
    with duckdb.connect(path) as con:
        execute_all(con, [f"CREATE VIEW {name} AS {sql}" for name, sql in view_queries().items()])
        execute_all(con, macros())


def tell_opening(root: Path) -> None:
    """How long it takes to open the catalog in both ways, beside a loop that only counts."""
    counting = best(lambda: sum(range(10_000_000)))
    opened = best(lambda: connect(root).close())
    views = best(lambda: open_views(root))
    print(f"connect(root) {opened * 1e3:,.0f} ms, warehouse.duckdb {views * 1e3:,.0f} ms; "
          f"sum(range(10_000_000)) {counting * 1e3:,.0f} ms", flush=True)  # fmt: skip


def open_views(root: Path) -> None:
    """As any program does, and one small look."""
    with duckdb.connect(root / VIEWS, read_only=True) as con:
        con.execute("SELECT count(*) FROM runs").fetchall()


def best(act: object) -> float:
    """The shortest of several times, seconds."""
    return min(timed(act) for _ in range(ROUNDS))


def timed(act: object) -> float:
    """How long it takes, seconds."""
    started = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - started


def compare(root: Path, native: Path, names: list[str]) -> None:
    """Ask both by turns, and print the best times and the first ones."""
    given = {"day": FIRST + timedelta(days=30), "rare": RARE, "common": COMMON} | known_article(root)
    ours, theirs = connect(root), duckdb.connect(native, read_only=True)
    theirs.execute(IN_UTC)
    for name in names:
        values = {key: value for key, value in given.items() if f"${key}" in QUERIES[name]}
        took: dict[duckdb.DuckDBPyConnection, list[float]] = {ours: [], theirs: []}
        answers = []
        for _ in range(ROUNDS):
            for con, times in took.items():
                started = time.perf_counter()
                answers.append(con.execute(QUERIES[name], values).fetchall())
                times.append(time.perf_counter() - started)
        assert all(answer == answers[0] for answer in answers), name
        mine, their = min(took[ours]), min(took[theirs])
        print(f"{name:>20}: {mine * 1e3:7,.0f} ms, native {their * 1e3:7,.0f} ms, ratio {mine / their:5.1f}; "
              f"first {took[ours][0] * 1e3:7,.0f} ms; {len(answers[0])} rows", flush=True)  # fmt: skip


def known_article(root: Path) -> dict[str, str]:
    """The address and id of an article in the middle."""
    with connect(root) as con:
        url, article_id = con.execute(
            "SELECT url, article_id FROM raw.articles WHERE date = $day ORDER BY page_id LIMIT 1",
            {"day": FIRST + timedelta(days=20)},
        ).fetchall()[0]
    return {"url": url, "id": article_id}


if __name__ == "__main__":
    main()
