"""Tweets of an account's archive."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.parsing.x import ranks
from tasks.parsing.x.archive import MAX_BROKEN
from tasks.parsing.x.gathered import Gathered

OWNER = ("12:HarbourNews:Harbour: the news",)


def element(tweet_id: str = "1997370581860180189", **given: Any) -> str:
    """One element of a file, its numbers written as text."""
    said = {
        "id_str": tweet_id, "full_text": "The bridge &amp; the port",
        "created_at": "Sat Dec 06 18:20:30 +0000 2025",
        "favorite_count": "4", "retweet_count": "0", "truncated": False, "lang": "en",
        "edit_info": {"initial": {"editTweetIds": [tweet_id], "editsRemaining": "5"}},
    }  # fmt: skip
    return json.dumps({"tweet": said | given}, indent=1)


def faults(found: Gathered) -> list[str]:
    """The kinds of faults."""
    return [row.fault for row in found.faults]


@pytest.mark.parametrize(
    "wrap",
    [
        "window.YTD.tweets.part0 = [\n{}\n]",
        "\ufeffwindow.YTD.tweet.part12=[{}];",
        "window.YTD.tweets.part1 = [{}]\n;\n",
        "[{}]",
        "{}",
        ",\n{},\n",
    ],
)
@pytest.mark.parametrize("number", [1, 3])
def test_a_file_or_a_run_of_elements(read: Callable[..., Gathered], wrap: str, number: int) -> None:
    """With or without what stands around them."""
    ids = [str(1997370581860180189 + count) for count in range(number)]
    body = wrap.replace("{}", ",\n".join(map(element, ids)))
    found = read(body.encode(), "archive")
    assert list(found.copies) == ids
    assert not found.faults


def test_numbers_are_text(read: Callable[..., Gathered]) -> None:
    """Counts, versions and offsets are numbers here; the rank is the archive's."""
    hashtag = {"text": "port", "indices": ["4", "9"]}
    found = read(element(full_text="The #port", entities={"hashtags": [hashtag]}).encode(), "archive")
    (copy,) = found.copies.values()
    assert copy.counts is not None
    assert (copy.counts.likes, copy.counts.retweets, copy.counts.replies) == (4, 0, None)
    assert (copy.tweet.edit_ids, copy.tweet.edits_remaining) == (("1997370581860180189",), 5)
    assert copy.tweet.created_at == datetime(2025, 12, 6, 18, 20, 30, tzinfo=UTC)
    assert [(row.start, row.end) for row in copy.entities] == [(4, 9)]
    assert (copy.tweet.source_kind, copy.tweet.completeness) == ("archive", ranks.ARCHIVE)


@pytest.mark.parametrize(
    ("asked", "author"),
    [
        (OWNER, ("12", "HarbourNews", "Harbour: the news")),
        (("12:HarbourNews",), ("12", "HarbourNews", None)),
        (("12::Harbour",), ("12", None, "Harbour")),
        (("12::",), ("12", None, None)),
        ((), (None, None, None)),
    ],
)
def test_the_owner(
    read: Callable[..., Gathered], asked: tuple[str, ...], author: tuple[str | None, ...]
) -> None:
    """Is told beside the file; the file does not name it."""
    found = read(element().encode(), "archive", asked=asked)
    row = next(iter(found.copies.values())).tweet
    assert (row.author_id, row.author_handle, row.author_name) == author
    assert row.url == f"https://x.com/{author[1] or 'i/web'}/status/{row.tweet_id}"
    assert len(found.authors) == (1 if author[1] or author[2] else 0)
    assert not found.faults


def test_retweets(read: Callable[..., Gathered]) -> None:
    """The text names whom they repeat, and is cut off where it ends so; they have no counts of their own."""
    mention = {"screen_name": "bridgedesk", "id_str": "13", "indices": ["3", "14"]}
    unliked = {"favorite_count": "0", "entities": {"user_mentions": [mention]}}
    cut = element("7", full_text="RT @BridgeDesk: The bridge…", **unliked)
    whole = element("8", full_text="RT @BridgeDesk: Open", retweet_count="9", **unliked)
    found = read(f"{cut},{whole}".encode(), "archive", asked=OWNER)
    first, second = found.copies.values()
    assert (first.tweet.retweeted_handle, first.tweet.retweeted_user_id) == ("BridgeDesk", "13")
    assert (first.tweet.text_truncated, first.tweet.completeness) == (True, ranks.TRUNCATED)
    assert (second.tweet.text_truncated, second.tweet.completeness) == (False, ranks.ARCHIVE)
    assert (first.counts, second.counts) == (None, None)
    assert first.tweet.author_handle == "HarbourNews"


def test_what_only_begins_like_a_retweet(read: Callable[..., Gathered]) -> None:
    """Somebody liked it, so it is the owner's own: its counts stay, and nobody is repeated."""
    own = element("7", full_text="RT @BridgeDesk: Open… so they say", favorite_count="3", retweet_count="1")
    (copy,) = read(own.encode(), "archive", asked=OWNER).copies.values()
    assert (copy.tweet.retweeted_handle, copy.tweet.text_truncated) == (None, False)
    assert copy.counts is not None
    assert (copy.counts.likes, copy.counts.retweets) == (3, 1)


def test_the_beginning_of_a_long_post(read: Callable[..., Gathered]) -> None:
    """It is cut off, though the archive does not say so: it ends in … and a link to itself."""
    link = {"url": "https://t.co/a", "indices": ["12", "26"]}
    for address, cut in (("https://twitter.com/i/web/status/7", True), ("https://harbour.example/7", False)):
        urls = [link | {"expanded_url": address}]
        given = element("7", full_text="The bridge… https://t.co/a", entities={"urls": urls}, truncated=False)
        (copy,) = read(given.encode(), "archive").copies.values()
        rank = ranks.TRUNCATED if cut else ranks.ARCHIVE
        assert (copy.tweet.text_truncated, copy.tweet.completeness) == (cut, rank)


@pytest.mark.parametrize(
    "body",
    [
        f"window.YTD.deleted_tweets.part0 = [{element('7')}]",
        element("7", deleted_at="2025-12-07T00:00:00.000Z"),
        'window.YTD.deleted_tweet_headers.part0 = [{"tweet": {"tweet_id": "7", "user_id": "12"}}]',
    ],
)
def test_deleted_tweets(read: Callable[..., Gathered], body: str) -> None:
    """Files of them, or the time of the deletion, say so."""
    (copy,) = read(body.encode(), "archive").copies.values()
    assert (copy.tweet.tweet_id, copy.tweet.availability) == ("7", "deleted")


def test_notes_are_counted(read: Callable[..., Gathered]) -> None:
    """The text of a long post does not say whose it is."""
    note = '{"noteTweet": {"noteTweetId": "1", "core": {"text": "Long"}}}'
    found = read(f"window.YTD.note_tweet.part0 = [{note}]".encode(), "archive")
    assert faults(found) == ["not_a_tweet"]
    assert "noteTweet" in found.faults[0].detail


def test_broken_elements(read: Callable[..., Gathered]) -> None:
    """Each is a fault; those before and behind it are rows."""
    body = f"[{element('7')}, {element('8')[:40]}, {element('9')}, {element('10')[:-9]}"
    found = read(body.encode(), "archive")
    assert list(found.copies) == ["7", "9"]
    assert faults(found) == ["not_json"] * 2


def test_broken_without_end(read: Callable[..., Gathered]) -> None:
    """After many broken elements the rest is left out, and that is told."""
    found = read(b'{"tweet":[' * 5_000, "archive")
    assert faults(found)[-1] == "too_many"
    assert len(found.faults) == MAX_BROKEN + 1


@pytest.mark.parametrize(
    "body", [b"[7]", b'["tweet"]', b"[{}]", b'[{"tweet": 7}]', b'[{"like": {"tweetId": "7"}}]']
)
def test_what_is_no_tweet(read: Callable[..., Gathered], body: bytes) -> None:
    """Is one fault."""
    found = read(body, "archive")
    assert faults(found) == ["not_a_tweet"]


@pytest.mark.parametrize("body", [b"", b"[]", b"window.YTD.tweets.part0 = [ ]"])
def test_an_empty_file(read: Callable[..., Gathered], body: bytes) -> None:
    """Holds nothing, and that is no fault."""
    assert not list(read(body, "archive").rows())
