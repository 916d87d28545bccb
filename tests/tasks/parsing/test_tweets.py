"""Rows of one embed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tasks.parsing.embeds import Embed
from tasks.parsing.tweets import created, embed_copy
from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Origin
from warehouse.keys import key

ORIGIN = Origin(
    page_id="p1",
    run_id="r1",
    date=date(2024, 12, 9),
    source="minbar",
    observed_at=datetime(2024, 12, 9, 6, tzinfo=UTC),
)
FULL = Embed(
    number=0,
    kind="blockquote",
    tweet_id="1541815603606036480",
    url="https://x.com/Harbour_News/status/1541815603606036480",
    author_handle="Harbour_News",
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
    """The row has what the embed says, and its time from the id."""
    tweet = embed_copy(FULL, ORIGIN, 1.0).tweet
    assert (tweet.tweet_key, tweet.text, tweet.author_name) == (FULL.tweet_id, FULL.text, "أخبار الميناء")
    assert tweet.created_at == datetime(2022, 6, 28, 16, 7, 40, 105000, UTC)
    assert (tweet.created_source, tweet.created_precision) == ("snowflake", "second")
    assert (tweet.availability, tweet.source_kind) == ("unknown", "blockquote")
    assert (tweet.completeness, tweet.confidence, tweet.text_truncated) == (ranks.EMBED, 1.0, None)
    assert (tweet.page_id, tweet.run_id, tweet.date, tweet.source) == (
        "p1",
        "r1",
        date(2024, 12, 9),
        "minbar",
    )


def test_row_of_its_account() -> None:
    """The account is known by its handle, in small letters; without one there is none."""
    author = embed_copy(FULL, ORIGIN, 1.0).author
    assert author is not None
    assert (author.author_key, author.handle, author.name) == (
        "@harbour_news",
        "Harbour_News",
        "أخبار الميناء",
    )
    assert (author.source_kind, author.completeness, author.observed_at) == (
        "blockquote",
        ranks.EMBED,
        ORIGIN.observed_at,
    )
    assert embed_copy(BARE, ORIGIN, 1.0).author is None


def test_without_an_id() -> None:
    """The key is a hash of author and text, and the day comes from the label."""
    tweet = embed_copy(replace(FULL, tweet_id=None, url=None), ORIGIN, 1.0).tweet
    assert tweet.tweet_key == key("Harbour_News", "افتتح الجسر اليوم.")
    assert tweet.created_at == datetime(2024, 12, 8, tzinfo=UTC)
    assert (tweet.created_source, tweet.created_precision) == ("label", "day")


def test_address_only() -> None:
    """What an address does not say is None, and its rank is the lowest."""
    tweet = embed_copy(BARE, ORIGIN, 1.0).tweet
    assert (tweet.text, tweet.author_handle, tweet.language, tweet.completeness) == (
        None,
        None,
        None,
        ranks.ADDRESS_ONLY,
    )


def test_long_post_is_cut() -> None:
    """A text that ends with an ellipsis is the beginning of one, and ranks below a whole text."""
    tweet = embed_copy(replace(FULL, text="The bridge…"), ORIGIN, 1.0).tweet
    assert (tweet.text_truncated, tweet.completeness) == (True, ranks.TRUNCATED)


def test_deleted() -> None:
    """An embed that says that the tweet is gone is believed."""
    assert embed_copy(replace(BARE, deleted=True), ORIGIN, 1.0).tweet.availability == "deleted"


@pytest.mark.parametrize("label", ["5h", None, "08/12/2024"])
def test_no_time_is_none(label: str | None) -> None:
    """An early id and an unreadable label give no time at all."""
    assert created("20", [label]) == (None, None, None)
