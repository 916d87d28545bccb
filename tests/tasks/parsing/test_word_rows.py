"""The words of articles and tweets."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.parsing.word_rows import word_rows
from warehouse.folding import fold_words
from warehouse.rows import Article
from warehouse.schema import TABLES
from warehouse.tweet_rows import Tweet

AT = datetime(2026, 3, 1, 6, tzinfo=UTC)
ARTICLE = Article(
    **dict.fromkeys(Article.__slots__)
    | {"page_id": "p", "run_id": "r", "date": date(2026, 3, 1), "title": "الأخبار", "text": "والأخبارُ كثيرة"}
)
TWEET = Tweet(
    **dict.fromkeys(Tweet.__slots__)
    | {"tweet_key": "1", "page_id": "p", "run_id": "r", "date": date(2026, 3, 1), "text": "خبر، وخبر"}
)


def test_an_article() -> None:
    """The title's words come first; the place between stays free, so that no phrase goes over it."""
    rows = {row.word: row for row in word_rows(ARTICLE)}
    assert {word: row.positions for word, row in rows.items()} == {
        "الاخبار": (0,),
        "والاخبار": (2,),
        "كثيره": (3,),
    }
    assert {row.core for row in rows.values()} == {"اخبار", "ثيره"}
    assert {(row.page_id, row.tweet_key, row.run_id, row.text_words) for row in rows.values()} == {
        ("p", None, "r", 3)
    }


def test_a_tweet() -> None:
    """Has its words under its own key; one without a text has none."""
    assert [(row.word, row.tweet_key, row.positions) for row in word_rows(TWEET)] == [
        ("خبر", "1", (0,)),
        ("وخبر", "1", (1,)),
    ]
    assert list(word_rows(replace(TWEET, text=None))) == []


def test_other_rows_have_none() -> None:
    """A row that is neither gives nothing."""
    assert list(word_rows(object())) == []


@settings(deadline=None)
@given(st.one_of(st.none(), st.text(max_size=20)), st.text(max_size=60))
def test_every_word_has_its_place(title: str | None, text: str) -> None:
    """The places are those of the words, each word once, and the rows fit the table."""
    rows = list(word_rows(replace(ARTICLE, title=title, text=text)))
    head, words = fold_words(title or ""), fold_words(text)
    placed = {at: row.word for row in rows for at in row.positions}
    expected = [*head, *([None] if head and words else []), *words]
    assert [placed.get(at) for at in range(len(expected))] == expected
    assert len({row.word for row in rows}) == len(rows)
    assert TABLES["words"].to_arrow(rows).num_rows == len(rows)
