"""Rows of tweets."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tasks.parsing.body import Place
from tasks.parsing.context import Context
from tasks.parsing.embeds import Embed
from tasks.parsing.tweets import ADDRESS_ONLY, WITH_TEXT, tweet_rows
from warehouse.keys import key

CONTEXT = Context(
    article_id="a1",
    page_id="p1",
    run_id="r1",
    date=date(2024, 12, 9),
    source="minbar",
    fetched_at=datetime(2024, 12, 9, 6, tzinfo=UTC),
)
FULL = Embed(
    number=0,
    kind="blockquote",
    tweet_id="1541815603606036480",
    url="https://x.com/harbour_news/status/1541815603606036480",
    author_handle="harbour_news",
    author_name="أخبار الميناء",
    text="افتتح الجسر اليوم.",
    label="٨ ديسمبر ٢٠٢٤",
    language="ar",
    deleted=False,
)
BARE = replace(
    FULL, number=1, kind="iframe", author_handle=None, author_name=None, text=None, label=None, language=None
)


def test_row_of_a_full_embed() -> None:
    """The row has what the embed says, its time from the id, and its place in the article."""
    (tweet,), (shown,) = tweet_rows([FULL], {0: Place(char_offset=12, paragraph=2)}, CONTEXT)
    assert (tweet.tweet_key, tweet.text, tweet.author_name) == (FULL.tweet_id, FULL.text, "أخبار الميناء")
    assert tweet.created_at == datetime(2022, 6, 28, 16, 7, 40, 105000, UTC)
    assert (tweet.created_source, tweet.created_precision) == ("snowflake", "second")
    assert (tweet.availability, tweet.source_kind, tweet.completeness) == ("unknown", "blockquote", WITH_TEXT)
    assert (tweet.page_id, tweet.run_id, tweet.date) == ("p1", "r1", date(2024, 12, 9))
    assert (shown.article_id, shown.ord, shown.tweet_key, shown.embed_kind) == (
        "a1",
        0,
        FULL.tweet_id,
        "blockquote",
    )
    assert (shown.char_offset, shown.paragraph, shown.confidence) == (12, 2, 1.0)


def test_shown_twice_is_one_tweet() -> None:
    """Two embeds of one tweet are one tweet with the fuller copy's words, shown twice."""
    tweets, shown = tweet_rows([BARE, FULL], {}, CONTEXT)
    assert [tweet.text for tweet in tweets] == [FULL.text]
    assert [(row.ord, row.embed_kind) for row in shown] == [(0, "blockquote"), (1, "iframe")]


def test_without_a_place_the_row_is_there() -> None:
    """An embed outside the body has a row and no place."""
    _, (shown,) = tweet_rows([FULL], {}, CONTEXT)
    assert (shown.char_offset, shown.paragraph) == (None, None)


def test_without_an_id() -> None:
    """The key is a hash of author and text, and the day comes from the label."""
    (tweet,), _ = tweet_rows([replace(FULL, tweet_id=None, url=None)], {}, CONTEXT)
    assert tweet.tweet_key == key("harbour_news", "افتتح الجسر اليوم.")
    assert tweet.created_at == datetime(2024, 12, 8, tzinfo=UTC)
    assert (tweet.created_source, tweet.created_precision) == ("label", "day")


def test_address_only() -> None:
    """What an address does not say is None, and its rank is the lowest."""
    (tweet,), _ = tweet_rows([BARE], {}, CONTEXT)
    assert (tweet.text, tweet.author_handle, tweet.language, tweet.completeness) == (
        None,
        None,
        None,
        ADDRESS_ONLY,
    )


def test_no_time_is_none() -> None:
    """An early id and an unreadable label give no time at all."""
    (tweet,), _ = tweet_rows([replace(FULL, tweet_id="20", label="5h")], {}, CONTEXT)
    assert (tweet.created_at, tweet.created_source, tweet.created_precision) == (None, None, None)


def test_deleted_if_any_copy_says_so() -> None:
    """A copy that says the tweet is gone is believed; its text, where another copy has it, is kept."""
    tweets, _ = tweet_rows([FULL, replace(BARE, deleted=True)], {}, CONTEXT)
    assert [(tweet.availability, tweet.text) for tweet in tweets] == [("deleted", FULL.text)]
