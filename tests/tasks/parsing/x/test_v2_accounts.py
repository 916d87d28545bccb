"""Accounts of the X API v2 as rows."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.ranks import API_V2
from tasks.parsing.x.v2_accounts import read_account
from tasks.parsing.x.v2_beside import Beside
from tasks.parsing.x.v2_reading import Reading

Read = Callable[..., Gathered]
AT = datetime(2026, 3, 1, 6, tzinfo=UTC)

USER = {
    "id": "90", "username": "PortOfHalden", "name": "Port &amp; Ferries", "location": "Halden",
    "description": "News &amp; tides of #Halden by @ministry", "url": "https://t.co/u",
    "entities": {
        "url": {"urls": [{"url": "https://t.co/u", "expanded_url": "https://harbour.example"}]},
        "description": {
            "hashtags": [{"start": 20, "end": 27, "tag": "Halden"}],
            "mentions": [{"start": 31, "end": 40, "username": "ministry"}],
        },
    },
    "created_at": "2013-12-14T04:35:55.000Z",
    "protected": False, "verified": True, "verified_type": "business",
    "public_metrics": {"followers_count": 5, "following_count": 4, "tweet_count": 3, "listed_count": 2,
                       "like_count": 1, "media_count": 0},
    "profile_image_url": "https://pbs.example/p.jpg", "pinned_tweet_id": "1700000000000000001",
    "withheld": {"country_codes": ["NL", "XY"], "scope": "user"},
}  # fmt: skip


def test_everything_an_account_says(read: Read) -> None:
    """Each in its column."""
    row = read({"data": USER}, "api_v2").authors["90"]
    assert (row.author_key, row.author_id, row.handle, row.name) == (
        "90",
        "90",
        "PortOfHalden",
        "Port & Ferries",
    )
    assert (row.location, row.url) == ("Halden", "https://harbour.example")
    assert row.created_at == datetime(2013, 12, 14, 4, 35, 55, tzinfo=UTC)
    assert (row.protected, row.verified, row.verified_type) == (False, True, "business")
    assert (row.followers, row.following, row.tweets, row.listed, row.likes, row.media) == (5, 4, 3, 2, 1, 0)
    assert (row.image_url, row.pinned_tweet_id) == ("https://pbs.example/p.jpg", "1700000000000000001")
    assert (row.withheld_countries, row.withheld_scope, row.withheld_copyright) == (
        ("NL", "XY"),
        "user",
        None,
    )
    assert (row.source_kind, row.completeness) == ("api_v2", API_V2)


def test_places_in_the_description(read: Read) -> None:
    """They are in the text as it is stored."""
    row = read({"data": USER}, "api_v2").authors["90"]
    assert row.description == "News & tides of #Halden by @ministry"
    entities = json.loads(row.description_entities or "")
    (tag,), (mention,) = entities["hashtags"], entities["mentions"]
    assert row.description[tag["start"] : tag["end"]] == "#Halden"
    assert row.description[mention["start"] : mention["end"]] == "@ministry"
    assert list(entities) == sorted(entities)


def test_posts_instead_of_tweets(read: Read) -> None:
    """The other dialect's names."""
    user = {"id": "90", "username": "a", "public_metrics": {"post_count": 7}, "pinned_post_id": "20"}
    row = read({"data": user}, "api_v2").authors["90"]
    assert (row.tweets, row.pinned_tweet_id) == (7, "20")


def test_an_account_by_its_handle(read: Read) -> None:
    """Where there is no id."""
    assert set(read({"data": {"username": "PortOfHalden"}}, "api_v2").authors) == {"@portofhalden"}


@pytest.mark.parametrize("url", ["", None])
def test_no_address(read: Read, url: Any) -> None:
    """None, not an empty text."""
    assert read({"data": USER | {"url": url, "entities": {}}}, "api_v2").authors["90"].url is None


def test_what_cannot_be_read(read: Read) -> None:
    """Faults; a handle that is none is no handle."""
    user = {
        "id": "90",
        "username": "../admin",
        "name": 5,
        "verified": "yes",
        "public_metrics": {"tweet_count": -1},
    }
    found = read({"data": user}, "api_v2")
    assert (found.authors["90"].handle, found.authors["90"].tweets) == (None, None)
    assert [row.fault for row in found.faults] == ["bad_value"] * 4


def test_an_account_that_is_none(read: Read) -> None:
    """A fault."""
    found = read({"data": [], "includes": {"users": [{"name": "Nobody"}]}}, "api_v2")
    assert not found.authors
    assert [row.fault for row in found.faults] == ["bad_value"]


LOOKS = st.lists(
    st.tuples(
        st.sampled_from([{"name": "Port"}, {"name": "Quay", "location": "Halden"}, {"verified": True}]),
        st.integers(0, 4),  # hours
        st.sampled_from([API_V2, API_V2 - 10]),
    ),
    min_size=1,
    max_size=8,
)


@given(looks=LOOKS)
def test_equal_records_may_be_passed_over(looks: list[tuple[dict[str, Any], int, int]]) -> None:
    """The account is the same as when each record is read, in any order of times and forms."""
    origin = Origin(page_id="p", run_id="r", date=AT.date(), source="x", observed_at=AT)
    short, whole = Gathered(origin), Gathered(origin)
    for said, hour, rank in looks:
        for gathered in (short, whole):
            reading = Reading(
                gathered=gathered, beside=Beside(), observed_at=AT + timedelta(hours=hour), rank=rank
            )
            read_account({"id": "90"} | said, reading)
        whole.latest.clear()
    assert short.authors == whole.authors
