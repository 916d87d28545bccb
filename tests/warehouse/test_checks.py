"""Checks."""

from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest

from warehouse.checks import run_checks, unique_key
from warehouse.merge import merge_run
from warehouse.publish import schemas
from warehouse.relations import execute_all
from warehouse.rows import Word
from warehouse.schema import TABLES
from warehouse.statements import read_statements
from warehouse.tweet_rows import PayloadFault

URL, OTHER = "https://minbar.example/1", "https://minbar.example/2"


def changed(table: str, **values):
    """A fault: other values in the table's first row."""
    return lambda given: given | {table: [replace(given[table][0], **values), *given[table][1:]]}


def without(table: str):
    """A fault: the table's first row is lost."""
    return lambda given: given | {table: given[table][1:]}


def doubled(table: str):
    """A fault: the table's first row stands twice."""
    return lambda given: given | {table: [given[table][0], *given[table]]}


def published_late(given):
    """A fault: an article published two days after it was fetched."""
    late = given["articles"][0].fetched_at + timedelta(days=2)
    return changed("articles", published_at=late)(given)


def two_current(given):
    """A fault: another page of the same article that nothing supersedes."""
    same = {"article_id": given["articles"][0].article_id}
    return changed("articles", **same)(given | {"articles": given["articles"][::-1]})


def part_of(table: str, **values):
    """A fault: a part of the first tweet, with other values."""

    def fault(given):
        tweet = given["tweets"][0]
        lineage = {name: getattr(tweet, name) for name in ("tweet_key", "page_id", "run_id", "date")}
        required = {
            "tweet_counts": {"observed_at": tweet.observed_at},
            "tweet_entities": {"ord": 0, "kind": "hashtag", "text": "x"},
            "tweet_media": {"ord": 0, "type": "photo", "url": None},
        }
        return given | {table: [TABLES[table].row(**lineage | required[table] | values)]}

    return fault


def lost_fault(given):
    """A fault: something that could not be read, of a page that is not there."""
    row = PayloadFault(
        page_id="x",
        run_id="r1",
        date=given["tweets"][0].date,
        ord=0,
        source="minbar",
        line=1,
        fault="not_json",
        detail="",
    )
    return given | {"payload_faults": [row]}


def lost_word(**values):
    """A fault: a word of a text that is not there."""

    def fault(given):
        article = given["articles"][0]
        lineage = {name: getattr(article, name) for name in ("page_id", "run_id", "date")}
        word = Word(
            **lineage | {"tweet_key": None} | values, core="x", word="x", positions=(0,), text_words=1
        )
        return given | {"words": [word]}

    return fault


def word_twice(given):
    """A fault: a word stands twice in the index of one text."""
    once = lost_word()(given)
    return once | {"words": once["words"] * 2}


FAULTS = {
    "every word that is looked up has its text": [lost_word(page_id="x"), lost_word(tweet_key="x")],
    "words: core, word, page_id, tweet_key is unique": [word_twice],
    "the parts of a tweet have their tweet": [
        part_of("tweet_counts", page_id="x"),
        part_of("tweet_entities", tweet_key="x"),
        part_of("tweet_media", tweet_key="x"),
    ],
    "entities lie inside the text": [
        part_of("tweet_entities", start=0, end=999),
        part_of("tweet_entities", start=-1, end=1),
        part_of("tweet_entities", start=3, end=2),
    ],
    "every fault and every read has its page": [lost_fault],
    "an article has one current version": [two_current],
    "every discovered address has one outcome": [
        changed("source_runs", discovered=5),
        without("source_runs"),
        changed("fetches", source="other"),
    ],
    "what is asked follows from what was named": [
        changed("source_runs", known=1),
        changed("source_runs", discovered=5),
    ],
    "stored means one page": [
        without("pages"),
        changed("fetches", outcome="timeout"),
        changed("pages", url="https://x/"),
    ],
    "a page is stored once": [
        lambda g: g | {"fetches": [*g["fetches"], replace(g["fetches"][0], address_id="x")]}
    ],
    "every page has a verdict": [without("verdicts")],
    "every verdict has a page": [without("pages")],
    "the verdict is article exactly where there is an article": [
        without("articles"),
        changed("verdicts", verdict="not_article"),
        changed("verdicts", article_id="x"),
    ],
    "the parts of an article have their article": [
        changed("article_links", article_id="x"),
        changed("article_images", page_id="x"),
        changed("article_paragraphs", article_id="x"),
        changed("article_tweets", article_id="x"),
    ],
    "the tweets of an article are there": [without("tweets")],
    "every tweet has a page": [changed("tweets", page_id="x")],
    "nothing is published after it was fetched": [published_late],
    "paragraphs lie inside the text": [
        changed("article_paragraphs", end=10_000),
        changed("article_paragraphs", start=-1),
        changed("article_paragraphs", end=0),
    ],
    "tweets stand inside the text": [
        changed("article_tweets", char_offset=10_000),
        changed("article_tweets", char_offset=-1),
        changed("article_tweets", char_offset=2, char_end=1),
        changed("article_tweets", char_offset=0, char_end=10_000),
    ],
    "pages: page_id is unique": [doubled("pages")],
    "article_links: page_id, ord is unique": [doubled("article_links")],
    "tweets: tweet_key, page_id is unique": [doubled("tweets")],
    "source_runs: run_id, source is unique": [doubled("source_runs")],
}


@pytest.fixture
def failing(root, stage, seen, build):
    """The names of the checks that fail on rows with a fault."""

    def names(fault) -> set[str]:
        given = build.rows_of([seen(url=URL, hour=6), seen(url=OTHER, hour=6)], "r1", build.DAY)
        stage("r1", given=fault(given))
        merged = merge_run(root, "r1")
        with duckdb.connect() as con:
            execute_all(con, schemas(f"{root}/", base={}, new=merged, raw=merged))
            return {result.name for result in run_checks(con) if result.failed_rows}

    return names


@pytest.mark.parametrize(
    ("name", "fault"), [(name, fault) for name, faults in FAULTS.items() for fault in faults]
)
def test_a_contradiction_is_found(failing, name, fault) -> None:
    """The check that the fault contradicts fails."""
    assert name in failing(fault)


def test_sound_rows_pass(failing) -> None:
    """Rows without a fault fail no check."""
    assert failing(lambda given: given) == set()


def test_every_check_has_a_fault() -> None:
    """Nobody adds a check without showing that it can fail."""
    assert {statement.name for statement in read_statements("checks.sql")} <= FAULTS.keys()


def test_a_run_records_its_checks(night, seen, ask) -> None:
    """Every check is on record with its query and the rows that failed it."""
    night("r1", seen(url=URL), seen(url=OTHER, verdict="not_article"))
    names = {row[0] for row in ask("SELECT name FROM checks WHERE failed_rows = 0 AND length(sql) > 20")}
    assert names >= FAULTS.keys()


def test_uniqueness_looks_at_what_was_published_before() -> None:
    """The query counts over the whole table, for the keys of the run."""
    assert "raw.pages" in unique_key(TABLES["pages"])
