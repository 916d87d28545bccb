"""Any JSON of roughly the shape of v2 gives rows and counted faults, and never raises."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.parsing.x.gathered import Gathered
from warehouse.schema import BY_ROW
from warehouse.tweet_rows import Tweet, TweetEntity

Read = Callable[..., Gathered]

NAMES = [
    "id", "text", "author_id", "username", "name", "created_at", "lang", "note_tweet", "entities", "hashtags",
    "cashtags", "mentions", "urls", "annotations", "tag", "normalized_text", "start", "end", "url",
    "expanded_url", "media_key", "title", "probability", "context_annotations", "domain", "entity",
    "referenced_tweets", "referenced_posts", "type", "attachments", "media_keys", "media", "poll", "poll_ids",
    "options", "position", "label", "votes", "variants", "bit_rate", "content_type", "geo", "place_id",
    "bbox",
    "coordinates", "full_name", "public_metrics", "retweet_count", "repost_count", "like_count", "withheld",
    "country_codes", "edit_controls", "edits_remaining", "editable_until", "edit_history_tweet_ids", "author",
    "pinned_tweet", "description", "profile_image_url", "data", "includes", "users", "tweets", "posts",
    "polls",
    "places", "errors", "resource_id", "resource_type", "detail", "value", "delete", "status", "id_str",
    "user",
    "limit", "__twarc", "retrieved_at", "in_reply_to_user_id", "source", "conversation_id",
]  # fmt: skip
TEXTS = [
    "20", "21", "1800000000000000001", "2024-09-23T18:59:44.000Z", "#ميناء &amp; @Port 🚢", "RT @Port: Fog…",
    "RT @Port: #fog", "Port", "fog", "retweeted", "quoted", "https://t.co/a", "\ud800", "e\u0301 &lt;",
    "1.5E+18", "",
    "@Port's account has been withheld in Norland. Learn more.", "tweet", "video/mp4", "3_1",
    "https://api.x.com/2/problems/resource-not-found", "https://x.com/Port/status/20",
]  # fmt: skip
NUMBERS = [-1, 0, 3, 4, 20, 2**63, 2**63 - 1, 10**30, 1.5, 1.8e18, float("nan"), float("inf"), True, None]
VALUES = st.recursive(
    st.sampled_from([*TEXTS, *NUMBERS]) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)
PLACES = st.fixed_dictionaries({}, optional={"start": st.integers(0, 25), "end": st.integers(0, 25)})
PARTS = st.builds(dict.__or__, PLACES, st.fixed_dictionaries({}, optional=dict.fromkeys(
    ("tag", "username", "normalized_text", "url", "id"), st.sampled_from(TEXTS) | VALUES)))  # fmt: skip
TWEETS = st.fixed_dictionaries(
    {"id": st.sampled_from(["20", "21", 22, "x", 1.8e18]), "text": st.sampled_from(TEXTS) | VALUES},
    optional={
        "author_id": st.sampled_from(["20", "21"]) | VALUES,
        "entities": st.dictionaries(
            st.sampled_from(["hashtags", "mentions", "urls", "annotations"]), st.lists(PARTS, max_size=3)),
        "referenced_tweets": st.lists(st.fixed_dictionaries(
            {"type": st.sampled_from(["retweeted", "quoted"]), "id": st.sampled_from(["20", "21"])},
            optional={"text": st.sampled_from(TEXTS)}), max_size=2),
        "note_tweet": VALUES, "attachments": VALUES, "public_metrics": VALUES, "geo": VALUES,
        "author": VALUES,
        "context_annotations": VALUES, "withheld": VALUES, "edit_controls": VALUES,
    },
)  # fmt: skip
USERS = st.fixed_dictionaries({"id": st.sampled_from(["20", "21"])}, optional={
    "username": st.sampled_from(["Port", "port", "../x"]), "name": VALUES, "entities": VALUES,
    "description": VALUES,
    "public_metrics": VALUES})  # fmt: skip
ANSWERS = st.fixed_dictionaries(
    {"data": TWEETS | st.lists(TWEETS, max_size=3) | VALUES},
    optional={
        "includes": st.fixed_dictionaries({}, optional={
            "users": st.lists(USERS, max_size=3), "tweets": st.lists(TWEETS, max_size=3) | VALUES,
            "media": VALUES,
            "places": VALUES, "polls": VALUES}) | VALUES,
        "errors": VALUES, "__twarc": VALUES,
    },
)  # fmt: skip
ANY = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def check(found: Gathered) -> None:
    """Rows can be stored, keys are unique, entities lie in their texts."""
    rows = list(found.rows())
    for kind in {type(row) for row in rows}:
        table = BY_ROW[kind]
        same = [row for row in rows if type(row) is kind]
        assert table.to_arrow(same).num_rows == len(same)
        assert len({tuple(getattr(row, name) for name in table.key) for row in same}) == len(same)
    texts = {row.tweet_key: row.text or "" for row in rows if isinstance(row, Tweet)}
    for row in rows:
        if isinstance(row, TweetEntity) and row.start is not None:
            assert row.end is not None
            assert 0 <= row.start < row.end <= len(texts[row.tweet_key])


@ANY
@given(ANSWERS | VALUES, st.sampled_from([(), ("20", "30"), ("x",)]), st.sampled_from([200, 200, 503]))
def test_answers(read: Read, body: Any, asked: tuple[str, ...], status: int) -> None:
    """Whatever X or somebody in its place sends."""
    found = read(body, "api_v2", asked=asked, status=status)
    check(found)
    if status == 200 and isinstance(body, dict) and "data" in body:
        assert "30" not in asked or "30" in found.copies


@ANY
@given(st.lists(ANSWERS | TWEETS | VALUES, max_size=4))
def test_lines(read: Read, items: list[Any]) -> None:
    """Each line is a tweet, an account, a message or a fault; where nothing is read something is told."""
    for item in items:
        found = read(json.dumps(item).encode(), "lines")
        check(found)
        is_silent = isinstance(item, list) or (
            isinstance(item, dict) and {"data", "includes", "errors"} & item.keys()
        )
        assert found.copies or found.authors or found.faults or is_silent
    check(read(b"\n".join(json.dumps(item).encode() for item in items), "lines"))


COLUMNS = [
    "id", "text", "author_id", "author.username", "author.id", "created_at", "entities.hashtags",
    "entities.mentions", "entities.urls", "referenced_tweets.retweeted.id", "retweeted_username",
    "retweeted_user_id", "attachments.media", "attachments.poll.options", "geo.geo.bbox",
    "possibly_sensitive",
    "public_metrics.like_count", "context_annotations", "referenced_tweets", "author", "__twarc.retrieved_at",
    "author.description", "author.entities.description.hashtags", "edit_history_tweet_ids", "entities", "..",
]  # fmt: skip
CELLS = st.sampled_from([text.replace("\ud800", "?") for text in TEXTS]) | VALUES.map(json.dumps)


@ANY
@given(
    st.permutations(COLUMNS),
    st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=3),
)
def test_tables(read: Read, header: list[str], rows: list[list[str]]) -> None:
    """Whatever is in the cells, each row is a tweet or a fault."""
    written = io.StringIO()
    csv.writer(written).writerows([header, *rows])
    found = read(written.getvalue().encode(), "twarc_csv")
    check(found)
    assert not rows or found.copies or found.faults


@ANY
@given(st.binary(max_size=200), st.sampled_from(["api_v2", "lines", "twarc_csv"]))
def test_any_bytes(read: Read, body: bytes, form: str) -> None:
    """No bytes do harm."""
    check(read(body, form))
