"""Columns of tweets of the X API v2 that are neither text nor parts of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tasks.parsing.x.gathered import Copy, Gathered

Read = Callable[..., Gathered]

ID = "1800000000000000001"
QUOTED = "1700000000000000001"


def read_one(read: Read, tweet: dict[str, Any], **includes: Any) -> Copy:
    """The row of a tweet."""
    body = {"data": {"id": ID, "text": "The bridge is open."} | tweet, "includes": includes}
    return read(body, "api_v2").copies[ID]


def test_what_a_tweet_says(read: Read) -> None:
    """Each in its column."""
    user = {"id": "90", "username": "PortOfHalden", "name": "Port"}
    said = {
        "author_id": "90", "lang": "ar", "conversation_id": ID, "created_at": "2024-06-10T08:00:00.000Z",
        "reply_settings": "mentionedUsers", "possibly_sensitive": True, "source": "Desk &amp; Co",
    }  # fmt: skip
    tweet = read_one(read, said, users=[user]).tweet
    assert (tweet.author_id, tweet.author_handle, tweet.author_name) == ("90", "PortOfHalden", "Port")
    assert (tweet.language, tweet.conversation_id, tweet.client_name) == ("ar", ID, "Desk & Co")
    assert (tweet.reply_settings, tweet.possibly_sensitive) == ("mentionedUsers", True)
    assert (tweet.created_at, tweet.created_source) == (datetime(2024, 6, 10, 8, tzinfo=UTC), "api")
    assert (tweet.availability, tweet.source_kind, tweet.created_precision) == (
        "available",
        "api_v2",
        "second",
    )


@pytest.mark.parametrize("at", [None, "yesterday", 5])
def test_the_time_in_the_id(read: Read, at: Any) -> None:
    """Where the record says none."""
    tweet = read_one(read, {"created_at": at}).tweet
    assert tweet.created_source == "snowflake"
    assert tweet.created_at is not None
    assert abs(tweet.created_at - datetime(2024, 6, 10, 1, tzinfo=UTC)) < timedelta(days=30)


@pytest.mark.parametrize(
    ("sent", "code"), [("iw", "he"), ("in", "id"), ("und", "und"), ("qst", "qst"), (5, None)]
)
def test_languages(read: Read, sent: Any, code: str | None) -> None:
    """Withdrawn codes become those that took their place."""
    assert read_one(read, {"lang": sent}).tweet.language == code


@pytest.mark.parametrize("names", [("referenced_tweets", "tweets"), ("referenced_posts", "posts")])
def test_references(read: Read, names: tuple[str, str]) -> None:
    """The ids, and whose they are, in both dialects."""
    users = [{"id": "91", "username": "ministry"}, {"id": "92", "username": "mayor"}]
    refers = [{"type": "quoted", "id": QUOTED}, {"type": "replied_to", "id": "1600000000000000001"}]
    quoted = {"id": QUOTED, "text": "Closed.", "author_id": "91"}
    said = {names[0]: refers, "in_reply_to_user_id": "92"}
    tweet = read_one(read, said, users=users, **{names[1]: [quoted]}).tweet
    assert (tweet.quoted_tweet_id, tweet.quoted_user_id, tweet.quoted_handle) == (QUOTED, "91", "ministry")
    assert (tweet.in_reply_to_tweet_id, tweet.in_reply_to_user_id) == ("1600000000000000001", "92")
    assert tweet.in_reply_to_handle == "mayor"


def test_references_to_what_is_not_there(read: Read) -> None:
    """The link and the mention still say whose they are."""
    entities = {
        "urls": [{"url": "https://t.co/a", "expanded_url": f"https://x.com/ministry/status/{QUOTED}"}],
        "mentions": [{"username": "mayor", "id": "92"}],
    }
    said = {
        "referenced_tweets": [{"type": "quoted", "id": QUOTED}], "in_reply_to_user_id": "92",
        "entities": entities,
    }  # fmt: skip
    tweet = read_one(read, said).tweet
    assert (tweet.quoted_handle, tweet.quoted_user_id, tweet.in_reply_to_handle) == (
        "ministry",
        None,
        "mayor",
    )


@pytest.mark.parametrize("name", ["edit_history_tweet_ids", "edit_history_post_ids"])
def test_edits(read: Read, name: str) -> None:
    """All versions; numbers may be texts."""
    controls = {
        "edits_remaining": "4",
        "is_edit_eligible": True,
        "editable_until": "2022-10-03T18:27:01.000Z",
    }
    tweet = read_one(read, {name: ["20", 21, 2.2e18, "20"], "edit_controls": controls}).tweet
    assert (tweet.edit_ids, tweet.edits_remaining, tweet.edit_eligible) == (("20", "21"), 4, True)
    assert tweet.editable_until == datetime(2022, 10, 3, 18, 27, 1, tzinfo=UTC)


def test_withheld(read: Read) -> None:
    """It stays available where its text is there."""
    withheld = {"copyright": False, "country_codes": ["NL", "NL", "XY"], "scope": "tweet"}
    tweet = read_one(read, {"withheld": withheld}).tweet
    assert (tweet.withheld_countries, tweet.withheld_scope, tweet.withheld_copyright) == (
        ("NL", "XY"),
        "tweet",
        False,
    )
    assert (tweet.availability, tweet.text) == ("available", "The bridge is open.")


COUNTS = {"reply_count": 1, "like_count": 2, "quote_count": 3, "bookmark_count": 4, "impression_count": 5}


@pytest.mark.parametrize("name", ["retweet_count", "repost_count"])
def test_counts(read: Read, name: str) -> None:
    """In both dialects."""
    counts = read_one(read, {"public_metrics": COUNTS | {name: 6}}).counts
    assert counts is not None
    assert (counts.retweets, counts.replies, counts.likes) == (6, 1, 2)
    assert (counts.quotes, counts.bookmarks, counts.impressions) == (3, 4, 5)


def test_counts_of_a_retweet(read: Read) -> None:
    """X sends the retweets of what it repeats."""
    repeats = {"referenced_tweets": [{"type": "retweeted", "id": QUOTED}]}
    counts = read_one(read, repeats | {"public_metrics": {"retweet_count": 257, "like_count": 0}}).counts
    assert counts is not None
    assert (counts.retweets, counts.likes) == (None, 0)


@pytest.mark.parametrize("metrics", [None, {}, {"like_count": None}, {"like_count": 1.5}, [], "many"])
def test_no_counts(read: Read, metrics: Any) -> None:
    """No row of them."""
    assert read_one(read, {"public_metrics": metrics}).counts is None
