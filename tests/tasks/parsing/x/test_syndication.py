"""Answers of the syndication service."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Gathered

ID = "1838292181909672312"
HARBOUR = {"id_str": "12", "screen_name": "HarbourNews", "name": "Harbour", "is_blue_verified": True}


def tweet(tweet_id: str = ID, **given: Any) -> dict[str, Any]:
    """An answer about the harbour."""
    said = {
        "__typename": "Tweet",
        "id_str": tweet_id,
        "text": "The bridge is open",
        "user": HARBOUR,
        "lang": "en",
    }
    return said | {"created_at": "2024-09-23T18:59:44.000Z"} | given


def answer(read: Callable[..., Gathered], body: Any, status: int = 200, asked: str = ID) -> Gathered:
    """The rows of an answer to the question for ID."""
    return read(body, "syndication", status=status, asked=(asked,))


def faults(found: Gathered) -> list[str]:
    """The kinds of faults."""
    return [row.fault for row in found.faults]


def test_a_tweet(read: Callable[..., Gathered]) -> None:
    """Replies are counted as the conversation, versions under edit_control."""
    edits = {"edit_tweet_ids": ["7", ID], "editable_until_msecs": "1727121584000", "edits_remaining": "4"}
    found = answer(read, tweet(favorite_count=5, conversation_count=3, edit_control=edits, isEdited=True))
    (copy,) = found.copies.values()
    row = copy.tweet
    assert (row.text, row.text_truncated, row.availability) == ("The bridge is open", False, "available")
    assert (row.source_kind, row.completeness) == ("syndication", ranks.SYNDICATION)
    assert row.created_at == datetime(2024, 9, 23, 18, 59, 44, tzinfo=UTC)
    assert (row.edit_ids, row.edits_remaining) == (("7", ID), 4)
    assert copy.counts is not None
    assert (copy.counts.likes, copy.counts.replies, copy.counts.retweets) == (5, 3, None)
    assert found.authors["12"].verified_type == "blue"
    assert not found.faults


def test_tweets_beside_it(read: Callable[..., Gathered]) -> None:
    """The quoted one and the one answered are rows of their own, which nobody asked for."""
    quoted = tweet("7", reply_count=9, retweet_count=2)
    parent = {"id_str": "8", "user": {"screen_name": "BridgeDesk"}}
    found = answer(read, tweet(quoted_tweet=quoted, parent=parent, in_reply_to_status_id_str="8"))
    main, beside, above = found.copies.values()
    assert (main.tweet.quoted_tweet_id, main.tweet.quoted_handle) == ("7", "HarbourNews")
    assert main.tweet.in_reply_to_tweet_id == "8"
    assert beside.counts is not None
    assert (beside.counts.replies, beside.counts.retweets) == (9, 2)
    assert [copy.tweet.asked_for for copy in (main, beside, above)] == [True, False, False]
    assert (above.tweet.text, above.tweet.availability) == (None, "unknown")
    assert (above.tweet.author_handle, above.tweet.completeness) == ("BridgeDesk", ranks.ADDRESS_ONLY)


def test_a_long_post_is_cut_off(read: Callable[..., Gathered]) -> None:
    """The note's id is all there is of the rest."""
    row = answer(read, tweet(note_tweet={"id": "Tm90ZQ=="}, lang="iw")).copies[ID].tweet
    assert (row.text_truncated, row.completeness, row.language) == (True, ranks.TRUNCATED, "he")


def test_media(read: Callable[..., Gathered]) -> None:
    """Of mediaDetails, which is v1.1's; without them of photos, or of video."""
    photo = {"url": "https://pbs.example/a.jpg", "width": 3, "height": 4}
    detail = {"type": "photo", "media_url_https": "https://pbs.example/b.jpg", "ext_alt_text": "جسر"}
    variants = [
        {"type": "video/mp4", "src": f"https://video.example/{name}.mp4"} for name in ("small", "big")
    ]
    video = {"poster": "https://pbs.example/v.jpg", "durationMs": 9, "variants": variants, "viewCount": 0}

    def media(**given: Any) -> list[tuple[Any, ...]]:
        rows = answer(read, tweet(**given)).copies[ID].media
        return [(row.type, row.url, row.width, row.alt_text, row.duration_ms) for row in rows]

    assert media(photos=[photo], mediaDetails=[detail]) == [
        ("photo", detail["media_url_https"], None, "جسر", None)
    ]
    assert media(photos=[photo]) == [("photo", photo["url"], 3, None, None)]
    assert media(video=video) == [("video", "https://video.example/big.mp4", None, None, 9)]


@pytest.mark.parametrize(
    ("text", "availability"),
    [
        ("This Post was deleted by the Post author. Learn more", "deleted"),
        ("This Post is from an account that no longer exists. Learn more", "deleted"),
        ("This Post is from a suspended account.", "suspended"),
        (
            "You’re unable to view this Post because this account owner limits who can view their Posts.",
            "protected",
        ),
        ("Age-restricted adult content. To view this media, you’ll need to log in to X.", "restricted"),
        ("This Post violated the X Rules.", "restricted"),
        ("@HarbourNews's account has been withheld in DE in response to a legal demand.", "withheld"),
    ],
)
@pytest.mark.parametrize("wrap", [lambda text: {"text": text}, lambda text: text], ids=["object", "text"])
def test_tombstones(
    read: Callable[..., Gathered], wrap: Callable[[str], Any], text: str, availability: str
) -> None:
    """Their words say why the tweet is not to be had, and are kept."""
    found = answer(read, {"__typename": "TweetTombstone", "tombstone": {"text": wrap(text)}})
    (copy,) = found.copies.values()
    row = copy.tweet
    assert (row.tweet_id, row.availability, row.availability_reason) == (ID, availability, text)
    assert (row.text, row.completeness) == (None, ranks.UNAVAILABLE)
    assert not found.faults


@pytest.mark.parametrize(
    "body", [{}, {"__typename": "TweetTombstone"}, {"tombstone": {}}, {"tombstone": {"text": {}}}]
)
def test_no_reason_means_withheld(read: Callable[..., Gathered], body: Any) -> None:
    """Never deleted."""
    row = answer(read, body).copies[ID].tweet
    assert (row.availability, row.availability_reason) == ("withheld", None)


def test_a_tweet_without_its_author(read: Callable[..., Gathered]) -> None:
    """Is one of an account that is suspended."""
    row = answer(read, tweet(user=None)).copies[ID].tweet
    assert (row.availability, row.text) == ("suspended", "The bridge is open")


@pytest.mark.parametrize(
    ("status", "body", "availability", "kinds"),
    [
        (404, b"<html>X / ?</html>", "deleted", []),
        (400, b'{"error":"Bad request."}', "unknown", ["api_error"]),
        (429, b"Rate limit exceeded", None, ["api_error"]),
        (503, b"<html>", None, ["api_error"]),
        (401, b"\xff\xfe", None, ["api_error"]),
        (200, b"<html>", None, ["not_json"]),
        (200, b"[]", None, ["not_a_tweet"]),
    ],
)
def test_other_answers(
    read: Callable[..., Gathered], status: int, body: bytes, availability: str | None, kinds: list[str]
) -> None:
    """404 says that it is gone, 400 that the id is refused; the others say nothing of the tweet."""
    found = answer(read, body, status)
    assert [copy.tweet.availability for copy in found.copies.values()] == (
        [availability] if availability else []
    )
    assert faults(found) == kinds


def test_another_tweet_than_asked(read: Callable[..., Gathered]) -> None:
    """Is a row; the one that was asked for is unknown."""
    found = answer(read, tweet("7"))
    assert {name: copy.tweet.availability for name, copy in found.copies.items()} == {
        "7": "available",
        ID: "unknown",
    }
    assert faults(found) == ["api_error"]


def test_nothing_asked_and_nothing_there(read: Callable[..., Gathered]) -> None:
    """There is no id for a row, so it is a fault."""
    found = read({}, "syndication")
    assert (faults(found), found.copies) == (["not_a_tweet"], {})


def test_tweets_within_tweets_have_an_end(read: Callable[..., Gathered]) -> None:
    """What is too deep is one fault."""
    nested: dict[str, Any] = {}
    for number in range(12, 0, -1):
        nested = tweet(str(number), parent=nested)
    found = answer(read, nested, asked="1")
    assert list(found.copies) == ["1", "2", "3", "4", "5", "6"]
    assert faults(found) == ["too_many"]


def test_every_shape_of_an_error(read: Callable[..., Gathered], shared: Path) -> None:
    """The answers that were seen, each as its meaning says."""
    shapes = json.loads((shared / "syndication" / "error_shapes.json").read_bytes())
    seen = []
    for shape in shapes:
        body = shape["body"].encode() if isinstance(shape["body"], str) else shape["body"]
        asked = "1" if shape["body"] and "id_str" in shape["body"] else ID
        found = answer(read, body, shape["status"], asked)
        seen.append([copy.tweet.availability for copy in found.copies.values()] + faults(found))
    assert seen == [
        ["withheld"], ["withheld"], ["withheld"], ["suspended"], ["suspended"], ["unknown", "api_error"],
        ["deleted"], ["api_error"],
    ]  # fmt: skip
