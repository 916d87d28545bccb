"""Tweets as `twarc2 flatten` writes them."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered

Read = Callable[..., Gathered]

PORT = {"id": "90", "username": "PortOfHalden", "name": "Port"}
DESK = {"id": "91", "username": "desk", "name": "News desk", "pinned_tweet_id": "1500000000000000001"}
PLACE = {
    "id": "01a",
    "full_name": "Halden, Norland",
    "name": "Halden",
    "geo": {"bbox": [11.1, 59.0, 11.5, 59.2]},
}
POLL = {"id": "7", "options": [{"position": 1, "label": "Yes", "votes": 2}]}
MEDIA = {"media_key": "3_1", "type": "photo", "url": "https://pbs.example/1.jpg"}
OPEN = {
    "id": "1600000000000000001", "author_id": "90", "text": "Open #Halden",
    "entities": {"hashtags": [{"tag": "Halden", "start": 5, "end": 12}]},
    "attachments": {"media_keys": ["3_1"]},
}  # fmt: skip
QUOTES = {"id": "1700000000000000001", "author_id": "91", "text": "See",
          "referenced_tweets": [{"type": "quoted", "id": OPEN["id"]}]}  # fmt: skip
TWEET = {
    "id": "1800000000000000001", "author_id": "90", "text": "RT @desk: See", "in_reply_to_user_id": "91",
    "referenced_tweets": [{"type": "retweeted", "id": QUOTES["id"]}, {"type": "replied_to", "id": "20"}],
    "geo": {"place_id": "01a", "coordinates": {"type": "Point", "coordinates": [11.3, 59.1]}},
    "attachments": {"poll_ids": ["7"]},
    "entities": {"mentions": [{"start": 3, "end": 8, "username": "desk", "id": "91"}]},
}  # fmt: skip
ANSWER = {
    "data": [TWEET],
    "includes": {
        "users": [PORT, DESK],
        "tweets": [QUOTES, OPEN],
        "places": [PLACE],
        "polls": [POLL],
        "media": [MEDIA],
    },
    "__twarc": {"retrieved_at": "2025-01-02T03:04:05+00:00"},
}


def flat() -> dict[str, Any]:
    """The same answer as twarc flattens it."""
    opened = OPEN | {"author": PORT, "attachments": {"media_keys": ["3_1"], "media": [MEDIA]}}
    refers = {"type": "quoted"} | opened
    quotes = QUOTES | {"author": DESK, "referenced_tweets": [refers]}
    tweet = copy.deepcopy(TWEET) | {"author": PORT, "in_reply_to_user": DESK, "__twarc": ANSWER["__twarc"]}
    tweet["geo"] |= PLACE
    tweet["attachments"]["poll"] = POLL
    tweet["entities"]["mentions"][0] |= DESK
    tweet["referenced_tweets"] = [{"type": "retweeted"} | quotes, {"type": "replied_to", "id": "20"}]
    return tweet


def test_the_same_as_the_answer(read: Read) -> None:
    """Every row, however deep its tweet stands."""
    lines = [json.dumps(each).encode() for each in (ANSWER, flat())]
    answered, flattened = (read(line, "lines") for line in lines)
    assert set(flattened.copies) == {TWEET["id"], QUOTES["id"], OPEN["id"]}
    key = [set(map(repr, each.rows())) for each in (answered, flattened)]
    assert key[0] == key[1]


def test_a_tweet_pinned_to_a_profile(read: Read) -> None:
    """A row of its own."""
    tweet = TWEET | {"author": DESK | {"pinned_tweet": {"id": "1500000000000000001", "text": "Welcome"}}}
    found = read(json.dumps(tweet).encode(), "lines")
    assert not found.copies["1500000000000000001"].tweet.asked_for


def test_what_is_not_there(read: Read) -> None:
    """An empty object is written for it, which is neither a row nor a fault."""
    tweet = TWEET | {"author": {}, "in_reply_to_user": {}, "attachments": {"poll_ids": ["7"], "poll": {}}}
    found = read(json.dumps(tweet).encode(), "lines")
    assert set(found.copies) == {TWEET["id"]}
    assert not found.authors
    assert not found.faults


@pytest.mark.parametrize("depth", [5, 150])
def test_tweets_in_tweets(read: Read, depth: int) -> None:
    """All are rows, the outermost alone asked for."""
    tweet: dict[str, Any] = {"id": "1", "text": "Fog"}
    for number in range(2, depth):
        refers = {"type": "quoted"} | tweet
        tweet = {"id": str(number), "text": "Fog", "referenced_tweets": [refers]}
    found = read(json.dumps(tweet).encode(), "lines")
    assert len(found.copies) == depth - 1
    assert [key for key, held in found.copies.items() if held.tweet.asked_for] == [str(depth - 1)]
