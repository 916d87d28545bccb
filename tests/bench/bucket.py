"""What a question costs in a bucket: requests and bytes, counted by an S3 API on loopback.

python -m tests.bench.bucket [--days 30] [--articles 300]
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from config.work import open_root
from tests.site.bucket import NAME, Served, served
from tests.warehouse import builders as news
from warehouse.catalog import connect
from warehouse.files import FileEntry
from warehouse.log import EMPTY, commit
from warehouse.parquet import sort_rows, write_file
from warehouse.schema import TABLES

FIRST = date(2026, 1, 1)
WORDS = [f"كلمة{number}" for number in range(20_000)]
DAY = "date = DATE '2026-01-10'"
QUESTIONS = {
    "titles of one day": f"SELECT url, title FROM articles WHERE {DAY}",
    "texts of one day": f"SELECT text FROM articles WHERE {DAY}",
    "count by source, one day": f"SELECT source, count(*) FROM articles WHERE {DAY} GROUP BY ALL",
    "pages of one day with bodies": f"SELECT sum(octet_length(body)) FROM pages WHERE {DAY}",
    "count of all days": "SELECT date, count(*) FROM articles GROUP BY ALL",
}


def main() -> None:
    """Fill a bucket, then ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--articles", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served() as server:
        os.environ.update(server.variables)
        root = open_root(Path(f"s3://{NAME}/w"), Path(folder))
        files = fill(root, given.days, given.articles)
        listed = [entry for entries in files.values() for entry in entries]
        print(f"{len(listed)} files, {sum(entry.bytes for entry in listed):,} bytes, {given.days} days")
        for name, entries in files.items():
            print(f"  {name}: {max(entry.bytes for entry in entries):,} bytes a day at most")
        with counted(server, "opening the catalog"):
            connect(root).close()
        for name, query in QUESTIONS.items():
            con = connect(root)
            with counted(server, name):
                con.execute(query).fetchall()
            con.close()


def fill(root: Path, days: int, articles: int) -> dict[str, tuple[FileEntry, ...]]:
    """Pages, fetches, verdicts and articles of so many days, in one commit."""
    draw = random.Random(1)
    files: dict[str, tuple[FileEntry, ...]] = {}
    for day in (FIRST + timedelta(number) for number in range(days)):
        seen = [
            news.Seen(
                url=f"https://minbar.example/{day}/{number}", day=day, source=f"minbar-{number % 7}",
                text=f"{' '.join(draw.choices(WORDS, k=30))}\n\n{' '.join(draw.choices(WORDS, k=300))}",
            )
            for number in range(articles)
        ]  # fmt: skip
        rows = news.rows_of(seen, f"r-{day}", day)
        for name in ("pages", "fetches", "verdicts", "articles"):
            table = TABLES[name]
            arrow = sort_rows(table, table.to_arrow(rows[name]))
            entry = write_file(root, table, [arrow], rows=arrow.num_rows, day=day, run_id=f"r-{day}")
            files[name] = (*files.get(name, ()), entry)
    commit(root, replace(EMPTY, number=1, run_id="filled", files=files))
    return files


@contextmanager
def counted(server: Served, name: str) -> Iterator[None]:
    """Print what the block asked of the bucket."""
    server.asked.requests.clear()
    server.asked.bytes = 0
    started = time.perf_counter()
    yield
    took = time.perf_counter() - started
    methods = ", ".join(f"{count} {method}" for method, count in sorted(server.asked.requests.items()))
    print(f"{name}: {methods}; {server.asked.bytes:,} bytes; {took:.2f} s")


if __name__ == "__main__":
    main()
