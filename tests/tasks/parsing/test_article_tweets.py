"""Rows of the tweets of one article."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from tasks.parsing.article_tweets import article_tweet_rows
from tasks.parsing.body import Block, Body, Place
from tasks.parsing.body_media import Link
from tasks.parsing.context import Context
from tasks.parsing.embeds import Embed
from tasks.parsing.script_tweets import ScriptTweet
from warehouse.keys import key
from warehouse.tweet_rows import ArticleTweet, Tweet, TweetAuthor

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
TOLD = ScriptTweet(embed=replace(FULL, number=-1, kind="script"), confidence=0.8, beside=None)
PROSE, TWEET, SIGNED = "The council met.", "The bridge opens.", "— Harbour (@Harbour_News) December 8, 2024"
BLOCKS = (PROSE, TWEET, SIGNED, PROSE)


def body_of(*texts: str, places: dict[int, Place] | None = None, links: tuple[Link, ...] = ()) -> Body:
    """An article of these blocks."""
    blocks, length = [], 0
    for text in texts:
        blocks.append(Block(kind="paragraph", start=length, end=length + len(text)))
        length += len(text) + 2
    return Body(text="\n\n".join(texts), paragraphs=tuple(blocks), places=places or {}, links=links)


def rows_of(embeds: list[Embed], told: list[ScriptTweet], body: Body) -> dict[type, list[Any]]:
    """The rows by type, in order."""
    rows = article_tweet_rows(embeds, told, body, CONTEXT)
    return {kind: list(group) for kind, group in groupby(sorted(rows, key=lambda r: type(r).__name__), type)}


def test_a_tweet_with_its_place() -> None:
    """A row of the tweet, one of its account, and one of its place in the article."""
    rows = rows_of([FULL], [], body_of(PROSE, places={0: Place(char_offset=12, paragraph=2)}))
    (shown,) = rows[ArticleTweet]
    assert (shown.article_id, shown.ord, shown.tweet_key) == ("a1", 0, FULL.tweet_id)
    assert (shown.char_offset, shown.char_end, shown.paragraph) == (12, None, 2)
    assert (shown.embed_kind, shown.confidence) == ("blockquote", 1.0)
    assert [(row.author_key, row.name) for row in rows[TweetAuthor]] == [("@harbour_news", "أخبار الميناء")]


def test_shown_twice_is_one_tweet() -> None:
    """Two embeds of one tweet are one tweet with the fuller copy's words, shown twice."""
    rows = rows_of([BARE, FULL], [], body_of(PROSE))
    assert [(tweet.text, tweet.source_kind) for tweet in rows[Tweet]] == [(FULL.text, "blockquote")]
    assert [(row.ord, row.embed_kind) for row in rows[ArticleTweet]] == [(0, "iframe"), (1, "blockquote")]


def test_without_a_place_the_row_is_there() -> None:
    """An embed outside the body has a row and no place."""
    (shown,) = rows_of([FULL], [], body_of(PROSE))[ArticleTweet]
    assert (shown.char_offset, shown.paragraph) == (None, None)


def test_deleted_if_any_copy_says_so() -> None:
    """A copy that says the tweet is gone is believed; its text, where another copy has it, is kept."""
    (tweet,) = rows_of([FULL, replace(BARE, deleted=True)], [], body_of(PROSE))[Tweet]
    assert (tweet.availability, tweet.text) == ("deleted", FULL.text)


def test_told_by_a_script_alone() -> None:
    """It is shown, at no place, and less than certain."""
    rows = rows_of([], [TOLD], body_of(PROSE))
    (shown,) = rows[ArticleTweet]
    assert (shown.embed_kind, shown.char_offset, shown.confidence) == ("script", None, 0.8)
    assert rows[Tweet][0].confidence == 0.8


def test_told_by_a_script_too() -> None:
    """The script's words fill the embed's gaps, and it is shown once."""
    rows = rows_of([BARE], [TOLD], body_of(PROSE))
    assert [row.embed_kind for row in rows[ArticleTweet]] == ["iframe"]
    assert [(tweet.text, tweet.author_name) for tweet in rows[Tweet]] == [(FULL.text, FULL.author_name)]


def test_flattened_in_the_text() -> None:
    """Its place is its own text in the article's, which stays as it is; the day is the label's."""
    body = body_of(*BLOCKS)
    rows = rows_of([FULL], [], body)
    shown = rows[ArticleTweet][1]
    assert (shown.ord, shown.embed_kind, shown.paragraph, shown.confidence) == (1, "text", 1, 0.75)
    assert body.text[shown.char_offset : shown.char_end] == f"{TWEET}\n\n{SIGNED}"
    tweet = next(tweet for tweet in rows[Tweet] if tweet.tweet_key == shown.tweet_key)
    assert tweet.tweet_key == key("Harbour_News", TWEET)
    assert (tweet.tweet_id, tweet.text, tweet.author_name) == (None, TWEET, "Harbour")
    assert (tweet.created_at, tweet.created_precision) == (datetime(2024, 12, 8, tzinfo=UTC), "day")
    assert len(rows[TweetAuthor]) == 1


def test_a_linked_date_names_the_flattened_tweet() -> None:
    """Where the date is still a link, the id is known; another account's link says nothing."""
    own = Link(url="https://x.com/harbour_news/status/1866000000000000001", text="December 8, 2024", rel=None)
    other = Link(url="https://x.com/quay/status/1866000000000000002", text="December 8, 2024", rel=None)
    (tweet,) = rows_of([], [], body_of(*BLOCKS, links=(other, own)))[Tweet]
    assert (tweet.tweet_key, tweet.created_source) == ("1866000000000000001", "snowflake")
    (tweet,) = rows_of([], [], body_of(*BLOCKS, links=(other,)))[Tweet]
    assert tweet.tweet_id is None


def test_no_tweet_no_row() -> None:
    """An article without tweets has none of these rows."""
    assert list(article_tweet_rows([], [], body_of(PROSE), CONTEXT)) == []
