"""Any JSON of roughly the shape of a status gives rows and counted faults, and never raises."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.parsing.x.gathered import Gathered
from warehouse.schema import BY_ROW
from warehouse.tweet_rows import Tweet, TweetEntity

NAMES = [
    "id", "id_str", "text", "full_text", "truncated", "created_at", "timestamp_ms", "lang", "source",
    "user", "name", "screen_name", "retweeted_status", "quoted_status", "quoted_status_id_str",
    "quoted_status_permalink", "expanded", "extended_tweet", "entities", "extended_entities",
    "hashtags", "symbols", "user_mentions", "urls", "media", "indices", "url", "expanded_url",
    "display_url", "unwound", "media_url_https", "type", "video_info", "variants", "bitrate",
    "content_type", "duration_millis", "sizes", "large", "w", "h", "original_info", "width", "place",
    "bounding_box", "coordinates", "geo", "withheld_in_countries", "withheld_copyright", "edit_history",
    "edit_controls", "edit_control", "edit_info", "initial", "editTweetIds", "edit_tweet_ids",
    "editable_until_ms", "edits_remaining", "favorite_count", "retweet_count", "reply_count",
    "ext_views", "count", "statuses", "errors", "message", "tweet", "noteTweet", "card",
    "binding_values", "choice1_label", "string_value", "quoted_tweet", "parent", "mediaDetails",
    "photos", "video", "tombstone", "note_tweet", "conversation_count", "html", "description",
    "followers_count", "verified_type", "deleted_at", "in_reply_to_status_id",
    "in_reply_to_screen_name",
]  # fmt: skip
TEXTS = [
    "1552687856111566848",
    "20",
    "Thu Jul 28 16:10:07 +0000 2022",
    "2024-09-23T18:59:44.000Z",
    "#port",
    "@Port &amp; 🚢",
    "RT @Port: The bridge…",
    "https://t.co/a",
    "https://x.com/Port/status/8/photo/1",
    "video/mp4",
    "video",
    "photo",
    "Port",
    "<a href='https://app.example'>Desk</a>",
    "e\u0301 &lt;",
    "\ud800",
    "poll2choice",
    "-1",
    "1.5E+18",
    "٣",
    '<blockquote class="twitter-tweet"><a href="https://x.com/Port/status/8">May 5, 2014</a></blockquote>',
]

LEAVES = (
    st.none() | st.booleans() | st.sampled_from(TEXTS) | st.text(max_size=8)
    | st.integers(-3, 20) | st.integers() | st.floats() | st.just(10**30)
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=8),
    max_leaves=25,
)
PLACED = st.fixed_dictionaries(
    {"indices": st.lists(st.integers(0, 20), min_size=2, max_size=2)},
    optional={
        name: st.sampled_from(TEXTS)
        for name in ("text", "screen_name", "url", "expanded_url", "name", "id_str")
    },
)
ENTITIES = st.dictionaries(
    st.sampled_from(["hashtags", "symbols", "user_mentions", "urls", "media"]),
    st.lists(PLACED | LEAVES, max_size=4),
)
STATUS = st.deferred(
    lambda: st.builds(dict.__or__, SHAPED, st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=3))
)
SHAPED: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"id_str": st.sampled_from(["7", "8", "1552687856111566848"])},
    optional={
        "full_text": st.sampled_from(TEXTS) | st.text(alphabet="#@$&amp;e\u0301 🚢pPort…", max_size=30),
        "entities": ENTITIES | ANYTHING,
        "user": st.fixed_dictionaries(
            {"id_str": st.sampled_from(["1", "2"])}, optional={"screen_name": st.sampled_from(TEXTS)}
        ),
        "retweeted_status": STATUS,
        "quoted_status": STATUS,
        "quoted_tweet": STATUS,
        "extended_tweet": st.fixed_dictionaries({"full_text": st.sampled_from(TEXTS), "entities": ENTITIES}),
    },
)

FORMS = ["api_v1", "archive", "syndication", "oembed"]
STEADY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def check(found: Gathered) -> None:
    """All rows can be stored, keys are unique, and entities lie in their text."""
    rows = list(found.rows())
    keys = []
    for row in rows:
        table = BY_ROW[type(row)]
        table.to_arrow([row])
        keys.append((table.name, *(getattr(row, name) for name in table.key)))
    assert len(set(keys)) == len(keys)
    texts = {row.tweet_key: row.text for row in rows if isinstance(row, Tweet)}
    for row in rows:
        if isinstance(row, TweetEntity) and row.start is not None:
            assert row.end is not None
            assert 0 <= row.start <= row.end <= len(texts[row.tweet_key] or "")


@pytest.mark.parametrize("form", FORMS)
@STEADY
@given(
    body=STATUS | st.lists(STATUS | ANYTHING, max_size=3) | ANYTHING,
    status=st.sampled_from([200, 200, 400, 403, 404, 429]),
)
def test_any_json(read: Any, form: str, body: Any, status: int) -> None:
    """Whatever it holds."""
    found = read(json.dumps(body).encode(), form, status=status, asked=("1552687856111566848",))
    check(found)
    assert found.copies or found.faults or form in ("api_v1", "archive")


@pytest.mark.parametrize("form", FORMS)
@STEADY
@given(
    body=st.binary(max_size=60)
    | st.sampled_from([b"[" * 5_000, b'{"tweet":' * 3_000, b"\xff", b"window.YTD.tweets.part0 = "])
)
def test_any_bytes(read: Any, form: str, body: bytes) -> None:
    """Also what is no JSON."""
    check(read(body, form, asked=("7",)))


@STEADY
@given(body=STATUS)
def test_no_status_is_lost(read: Any, body: dict[str, Any]) -> None:
    """The outer one's id is a row, whatever else it holds, unless it looks like an account."""
    found = read(json.dumps(body).encode(), "api_v1")
    named = isinstance(body["id_str"], str) and body["id_str"].isascii() and body["id_str"].isdigit()
    if named and "screen_name" not in body and not isinstance(body.get("statuses"), list):
        assert body["id_str"] in found.copies


def test_the_same_bytes_give_the_same_rows(read: Any) -> None:
    """A payload is read again when the code changes, and only then do rows change."""
    body = json.dumps(
        [{"id_str": str(number), "full_text": "#port", "user": {"id_str": "1"}} for number in range(1, 9)]
    )
    assert list(read(body.encode(), "api_v1").rows()) == list(read(body.encode(), "api_v1").rows())
