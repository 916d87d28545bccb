"""Search: what the words cost on disk and in time, and how long queries take.

    python -m tests.bench.searching --articles 100000 [--keep FOLDER]

The articles are invented: 258 words each, drawn by Zipf's law from 200,000 made of Arabic letters, a third of
them with something glued to their front, over 100 days. Seconds are of the processor (all cores together) and
of the clock: on a machine that does other things the first are the ones to compare.
"""

import argparse
import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from tasks.parsing.word_rows import word_rows
from warehouse.catalog import connect
from warehouse.keys import key
from warehouse.log import FileEntry, Snapshot, commit
from warehouse.parquet import sort_rows, write_file
from warehouse.rows import Article
from warehouse.schema import TABLES
from warehouse.search import Asked, search

DAYS, WORDS, VOCABULARY = 100, 258, 200_000
FIRST = date(2026, 1, 1)
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
GLUED = ("ال", "و", "وال", "ب", "بال", "لل", "ل")
PLANTED = {50: "مجلس", 300: "والمجلس", 120: "الامن", 5_000: "زعفران", 90_000: "قسطرون"}  # by rank
QUERIES = {
    "a rare word": "قسطرون",
    "a word": "زعفران",
    "a common word": "مجلس",
    "a phrase": '"مجلس الأمن"',
    "two words": "مجلس زعفران",
    "the beginning of a word": "قسطر*",
}


def main() -> None:
    """Make the articles, and print what their words and the queries take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="folder of the warehouse; asked only, where it is there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = given.keep or Path(temporary)
        if not (root / "_log").exists():
            build(root, given.articles // DAYS)
        for name, query in QUERIES.items():
            print(f"{name:>24}: {measure_macro(root, query)}; {measure_command(root, query)}")


def measure_macro(root: Path, query: str) -> str:
    """How many texts are found, and how long it takes to count them."""
    with connect(root) as con:
        clock, processor = time.perf_counter(), time.process_time()
        found = con.execute("SELECT count(*) FROM search($query)", {"query": query}).fetchall()[0][0]
        return f"{found:,} found, {seconds(clock, processor)}"


def measure_command(root: Path, query: str) -> str:
    """How long the best twenty take, with their texts."""
    clock, processor = time.perf_counter(), time.process_time()
    search(root, Asked(query=query))
    return f"the best 20 with their texts {seconds(clock, processor)}"


def seconds(clock: float, processor: float) -> str:
    """The time since then."""
    return f"{time.process_time() - processor:.2f} s of processor, {time.perf_counter() - clock:.2f} s"


def build(root: Path, per_day: int) -> None:
    """Write the articles and their words, a file a day, and print sizes and times."""
    draw = random.Random(1)
    vocabulary = make_vocabulary(draw)
    weights = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    written: dict[str, list[FileEntry]] = {"articles": [], "words": []}
    spent = 0.0
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        articles = [make_article(day, n, vocabulary, weights, draw) for n in range(per_day)]
        written["articles"].append(write(root, "articles", TABLES["articles"].to_arrow(articles), day))
        started = time.process_time()
        words = TABLES["words"].to_arrow(word for article in articles for word in word_rows(article))
        written["words"].append(write(root, "words", words, day))
        spent += time.process_time() - started
    files = {name: tuple(sorted(entries)) for name, entries in written.items()}
    commit(
        root,
        Snapshot(number=1, parent=None, run_id="bench", committed_at=datetime.now(UTC), files=files),
    )
    for name, entries in files.items():
        size = sum(entry.bytes for entry in entries) / 1e6
        print(f"{name}: {sum(entry.rows for entry in entries):,} rows, {size:,.1f} MB")
    print(f"the words took {spent:.1f} s of processor, {1e6 * spent / (per_day * DAYS):,.0f} µs an article")


def write(root: Path, name: str, rows: pa.Table, day: date) -> FileEntry:
    """One file of a day."""
    table = TABLES[name]
    return write_file(root, table, [sort_rows(table, rows)], rows=rows.num_rows, day=day, run_id="bench")


def make_vocabulary(draw: random.Random) -> list[str]:
    """Different words by rank."""
    words = list(dict.fromkeys(invent(draw) for _ in range(VOCABULARY * 2)))[:VOCABULARY]
    for rank in draw.sample(range(100, VOCABULARY), VOCABULARY // 3):
        words[rank] = draw.choice(GLUED) + words[draw.randrange(VOCABULARY // 2)]
    for rank, word in PLANTED.items():
        words[rank] = word
    return words


def invent(draw: random.Random) -> str:
    """A word of two to seven letters."""
    return "".join(draw.choices(LETTERS, k=draw.randrange(2, 8)))


def make_article(
    day: date, number: int, vocabulary: list[str], weights: list[float], draw: random.Random
) -> Article:
    """One article; every fiftieth has the phrase."""
    words = draw.choices(vocabulary, cum_weights=weights, k=WORDS)
    if number % 50 == 0:
        words[20:22] = PLANTED[50], PLANTED[120]
    title, text = " ".join(words[:8]), "، ".join(sentences(words[8:]))
    page_id = key(day.isoformat(), str(number))
    at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    url = f"https://news.example/{page_id}"
    unsaid = dict.fromkeys(
        name for name in Article.__slots__ if name not in TABLES["words"].schema.names
    )  # what the bench does not look at is null
    said = {
        "article_id": key(url), "page_id": page_id, "run_id": "bench", "date": day, "url": url,
        "source": f"source{number % 20:02}", "canonical_url": url, "host": "news.example", "title": title,
        "text": text, "word_count": len(words) - 8, "published_at": at, "fetched_at": at, "language": "ar",
        "script_direction": "rtl", "own_address": True, "content_hash": page_id, "tags": (), "authors": (),
        "extractor_version": "bench",
    }  # fmt: skip
    return Article(**unsaid | said)  # type: ignore[arg-type]


def sentences(words: list[str]) -> Iterator[str]:
    """The words in pieces of some length."""
    return (" ".join(words[at : at + 25]) for at in range(0, len(words), 25))


if __name__ == "__main__":
    main()
