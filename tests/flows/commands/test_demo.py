"""The demo: two nights of the newsroom and its answers."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from flows.commands.demo import prepare_folder
from flows.commands.sql import query_once
from flows.newsroom.questions import QUESTIONS


def test_every_question_is_answered(demo) -> None:
    """Each question's title is printed, each has rows."""
    for question in QUESTIONS:
        assert question.title in demo.ran.out
        assert query_once(demo.root, question.sql).num_rows > 0, question.title


def test_the_books_balance(demo) -> None:
    """For each run and source: discovered = outcomes, stored = pages = verdicts."""
    books = query_once(demo.root, "FROM books").to_pylist()
    assert len(books) > 10
    assert all(row["balanced"] for row in books)


def test_prefect_is_not_heard(demo) -> None:
    """No start-up noise, no traceback, nothing but what the demo says."""
    said = demo.ran.out + demo.ran.err
    for noise in (
        "Traceback",
        "Beginning flow run",
        "anonymous usage",
        "temporary server",
        "Finished in state",
    ):
        assert noise not in said


def test_an_edited_article_has_two_versions(demo) -> None:
    """The second night's edit is version 2, with its own title; version 1 is kept."""
    edited = query_once(demo.root, "FROM article_versions WHERE versions = 2 ORDER BY version").to_pylist()
    assert [row["version"] for row in edited] == [1, 2]
    assert edited[0]["title"] != edited[1]["title"]


def test_every_page_leads_to_its_bytes(demo) -> None:
    """An article's page is there, with the hash its bytes have."""
    query = """SELECT count(*) AS articles, count(*) FILTER (sha256(p.body) = p.body_sha256) AS whole
               FROM articles a JOIN pages p USING (page_id)"""
    (row,) = query_once(demo.root, query).to_pylist()
    assert row["articles"] == row["whole"] > 40


def test_arabic_is_readable_whatever_the_page_declares(demo) -> None:
    """No article in Arabic holds a letter that a wrong charset would give."""
    query = "SELECT title FROM articles WHERE regexp_matches(title || text, '[ÇÈÊÌÏÑÓÖØÚÛÞ]{3}|\ufffd')"
    assert query_once(demo.root, query).to_pylist() == []


def test_tweets_are_rows_and_not_text(demo) -> None:
    """No embedded tweet's text stands in the text of the article that shows it; one typed into it stays."""
    query = """SELECT a.url, t.text FROM articles a JOIN article_tweets USING (page_id)
               JOIN tweets t USING (tweet_key) WHERE contains(a.text, t.text) AND embed_kind <> 'text'"""
    assert query_once(demo.root, query).to_pylist() == []
    assert query_once(demo.root, "FROM article_tweets").num_rows >= 8


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    """The demo builds anew only what a demo made."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ConfigError, match="--folder"):
        prepare_folder(tmp_path)
    assert (tmp_path / "thesis.txt").exists()
