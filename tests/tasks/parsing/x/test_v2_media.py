"""Media and polls of the X API v2."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tasks.parsing.x.gathered import Copy, Gathered

Read = Callable[..., Gathered]

PHOTO = {"media_key": "3_1", "type": "photo", "url": "https://pbs.example/1.jpg", "width": 1200,
         "height": 800, "alt_text": "The bridge &amp; the ferry"}  # fmt: skip
FILM = {
    "media_key": "13_2", "type": "video", "preview_image_url": "https://pbs.example/2.jpg",
    "duration_ms": 62229, "public_metrics": {"view_count": 5956}, "width": 1280, "height": 720,
    "variants": [
        {"bit_rate": 288000, "content_type": "video/mp4", "url": "https://video.example/s.mp4"},
        {"content_type": "application/x-mpegURL", "url": "https://video.example/list.m3u8"},
        {"bit_rate": 2176000, "content_type": "video/mp4", "url": "https://video.example/l.mp4"},
    ],
}  # fmt: skip
LOOP = {
    "media_key": "16_3", "type": "animated_gif",
    "variants": [{"bit_rate": 0, "content_type": "video/mp4", "url": "https://video.example/g.mp4"}],
}  # fmt: skip


def read_one(read: Read, attachments: Any, **includes: Any) -> Copy:
    """The row of a tweet with these attachments."""
    found = read(
        {"data": {"id": "20", "text": "Fog", "attachments": attachments}, "includes": includes}, "api_v2"
    )
    return found.copies["20"]


def test_in_the_order_of_the_tweet(read: Read) -> None:
    """Also one of which the answer has the key only, and each once."""
    copy = read_one(read, {"media_keys": ["16_3", "13_2", "7_9", "3_1", "3_1"]}, media=[PHOTO, FILM, LOOP])
    rows = [(row.ord, row.media_key, row.type, row.url, row.bit_rate) for row in copy.media]
    assert rows == [
        (0, "16_3", "animated_gif", "https://video.example/g.mp4", 0),
        (1, "13_2", "video", "https://video.example/l.mp4", 2176000),
        (2, "7_9", None, None, None),
        (3, "3_1", "photo", "https://pbs.example/1.jpg", None),
    ]
    assert (copy.media[1].duration_ms, copy.media[1].views) == (62229, 5956)
    assert copy.media[1].preview_url == "https://pbs.example/2.jpg"
    assert (copy.media[3].alt_text, copy.media[3].width) == ("The bridge & the ferry", 1200)


def test_a_retweet_shows_what_it_repeats(read: Read) -> None:
    """As X does."""
    tweet = {"id": "20", "text": "RT @a: Fog", "referenced_tweets": [{"type": "retweeted", "id": "19"}]}
    original = {"id": "19", "text": "Fog", "attachments": {"media_keys": ["3_1"]}}
    found = read({"data": tweet, "includes": {"tweets": [original], "media": [PHOTO]}}, "api_v2")
    assert [row.url for row in found.copies["20"].media] == ["https://pbs.example/1.jpg"]


def test_a_poll(read: Read) -> None:
    """Its options are JSON in their order."""
    poll = {
        "id": "1700000000000000009", "voting_status": "closed", "duration_minutes": 1440,
        "end_datetime": "2026-02-01T10:00:00.000Z",
        "options": [{"position": 2, "label": "لا", "votes": 3}, {"position": 1, "label": "نعم", "votes": 0}],
    }  # fmt: skip
    tweet = read_one(read, {"poll_ids": ["1700000000000000009"]}, polls=[poll]).tweet
    assert json.loads(tweet.poll_options or "") == [
        {"position": 1, "label": "نعم", "votes": 0},
        {"position": 2, "label": "لا", "votes": 3},
    ]
    assert (tweet.poll_id, tweet.poll_status, tweet.poll_duration_min) == (
        "1700000000000000009",
        "closed",
        1440,
    )
    assert tweet.poll_ends_at == datetime(2026, 2, 1, 10, tzinfo=UTC)


def test_a_poll_of_which_only_the_id_is_there(read: Read) -> None:
    """No options is not an empty list of them."""
    tweet = read_one(read, {"poll_ids": ["9"]}).tweet
    assert (tweet.poll_id, tweet.poll_options) == ("9", None)


def test_what_cannot_be_read(read: Read) -> None:
    """Faults."""
    media = {"media_key": "3_1", "type": 5, "width": -1, "url": ["a"], "variants": [None, {"url": 5}]}
    body = {
        "data": {"id": "20", "text": "Fog", "attachments": {"media_keys": ["3_1", 4]}},
        "includes": {"media": [media]},
    }
    found = read(body, "api_v2")
    assert [row.media_key for row in found.copies["20"].media] == ["3_1"]
    assert [row.fault for row in found.faults] == ["bad_value"] * 4
