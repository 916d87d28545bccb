"""Real payloads of the API v1.1, the archive, the syndication service and oEmbed: nothing in them is lost."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tasks.parsing.snowflake import snowflake_time
from tasks.parsing.x.gathered import Gathered
from warehouse.schema import BY_ROW

SIGNS = {"hashtag": "#＃", "cashtag": "$", "mention": "@＠"}
V1 = [f"twitwi__normalization-payload-{name}.json" for name in ("search", "show", "stream")]

Body = tuple[Any, str, tuple[str, ...]]


def bodies(shared: Path, name: str) -> list[Body]:
    """The payloads in one file: the body as JSON, its form, and what was asked for."""
    raw = (shared / name).read_bytes()
    if name.startswith("archive/"):
        return [(json.loads(raw[raw.index(b"[") :]), "archive", ())]
    said = json.loads(raw)
    if name.startswith("oembed/"):
        if "interactions" in said:  # a recorded exchange around the answer
            said = json.loads(said["interactions"][0]["response"]["body"]["string"])
        return [(said, "oembed", (said["url"],))]
    form = "api_v1" if name.startswith("v1_1/") else "syndication"
    return [(each["source"], form, ()) for each in said] if isinstance(said, list) else [(said, form, ())]


FILES = [
    *(f"v1_1/{name}" for name in [*V1, "twitwi__normalization.json"]),
    "archive/tweets.js",
    *(f"syndication/{name}.json" for name in (
        "emusks__plain_2026-02", "synthetic__hebrew_reply_note", "twitwi__normalization-no-api-key",
    )),
    "oembed/tweepy__testgetoembed.json",
    "oembed/xdevplatform-docs__interior.json",
]  # fmt: skip


def ids_in(value: Any) -> Iterator[str]:
    """The ids of all statuses in some JSON: objects with an id that have words or an author."""
    if isinstance(value, dict):
        if "id_str" in value and {"text", "full_text", "user"} & value.keys():
            yield value["id_str"]
        if "html" in value:
            yield value["url"].rsplit("/", 1)[-1]
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from ids_in(item)


@pytest.mark.parametrize("name", FILES)
def test_every_status_becomes_a_row(read: Callable[..., Gathered], shared: Path, name: str) -> None:
    """No id of a payload is missing, none is invented, and nothing in these is a fault."""
    for body, form, asked in bodies(shared, name):
        found = read(body, form, asked=asked)
        assert set(found.copies) == set(ids_in(body))
        assert found.copies
        assert not found.faults


def test_the_file_of_the_archive_itself(read: Callable[..., Gathered], shared: Path) -> None:
    """Gives the same with what stands before its elements."""
    raw = (shared / "archive" / "tweets.js").read_bytes()
    assert len(read(raw, "archive").copies) == raw.count(b'"tweet" :')


@pytest.mark.parametrize("name", FILES)
def test_entities_stand_where_they_are(read: Callable[..., Gathered], shared: Path, name: str) -> None:
    """Each slice of the stored text is the entity; all that a payload places are placed, but for copies.

    twitwi's third example carries the entities of the tweet it quotes beside its own: those have no place.
    """
    unplaced = 0
    for body, form, asked in bodies(shared, name):
        for copy in read(body, form, asked=asked).copies.values():
            for row in copy.entities:
                if row.start is None:
                    unplaced += 1
                    continue
                there = (copy.tweet.text or "")[row.start : row.end]
                if row.kind != "url":
                    assert there[0] in SIGNS[row.kind]
                    there = there[1:]
                assert there.lower() == (row.text or "").lower()
    expected = {"v1_1/twitwi__normalization.json": 4, "archive/tweets.js": 1}  # a handle made shorter there
    assert unplaced == expected.get(name, 0)


@pytest.mark.parametrize("name", [name for name in FILES if "synthetic" not in name])
def test_times_agree_with_ids(read: Callable[..., Gathered], shared: Path, name: str) -> None:
    """Within a second; a made-up payload has a made-up id."""
    for body, form, asked in bodies(shared, name):
        for copy in read(body, form, asked=asked).copies.values():
            at, told = snowflake_time(copy.tweet.tweet_id), copy.tweet.created_at
            assert at is not None
            assert told is not None
            assert abs(at - told) <= timedelta(seconds=1)


@pytest.mark.parametrize("name", FILES)
def test_rows_can_be_stored(read: Callable[..., Gathered], shared: Path, name: str) -> None:
    """Each is of its table's types."""
    for body, form, asked in bodies(shared, name):
        for row in read(body, form, asked=asked).rows():
            assert BY_ROW[type(row)].to_arrow([row]).num_rows == 1


def test_one_tweet_in_three_flavours(read: Callable[..., Gathered], shared: Path) -> None:
    """Of search, look-up and stream the rows are the same, but for what a flavour leaves out.

    The stream's extended text ends before the link to the quoted tweet, and it alone counts replies.
    """
    found = [read((shared / "v1_1" / name).read_bytes(), "api_v1") for name in V1]
    shown = [
        [
            (copy.tweet.tweet_id, copy.tweet.author_handle, copy.tweet.quoted_tweet_id, copy.tweet.created_at,
             copy.tweet.retweeted_tweet_id, copy.tweet.client_name, copy.tweet.asked_for,
             (copy.tweet.text or "").removesuffix(" https://t.co/IAH0lxFIr3"),
             [row.url for row in copy.media], copy.counts and (copy.counts.likes, copy.counts.retweets))
            for copy in each.copies.values()
        ]
        for each in found
    ]  # fmt: skip
    assert shown[0] == shown[1]
    assert sorted(shown[0], key=str) == sorted(shown[2], key=str)
