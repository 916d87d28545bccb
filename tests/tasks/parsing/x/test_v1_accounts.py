"""Accounts of statuses."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.v1_accounts import author_of
from tasks.parsing.x.v1_reading import Reading
from warehouse.tweet_rows import TweetAuthor

BARE = {"id_str": "12", "screen_name": "HarbourNews", "name": "Harbour"}


def author(origin: Origin, **given: Any) -> TweetAuthor | None:
    """The account of the harbour."""
    return author_of(BARE | given, Reading(gathered=Gathered(origin)))


def test_everything_an_account_says(origin: Origin) -> None:
    """What is empty or missing is null; the web address is the one behind the short link."""
    row = author(
        origin, followers_count=5, friends_count="6", statuses_count=7, favourites_count=8,
        listed_count=9, media_count=10, location="", description="ميناء &amp; جسر",
        url="https://t.co/h", protected=False, verified=True,
        entities={"url": {"urls": [{"url": "https://t.co/h", "expanded_url": "https://harbour.example/"}]}},
        created_at="Fri Nov 18 18:03:09 +0000 2011", profile_image_url_https="https://pbs.example/face.jpg",
        withheld_in_countries="DE, FR", pinned_tweet_ids_str=["77"], following=True,
    )  # fmt: skip
    assert row is not None
    assert (row.followers, row.following, row.tweets, row.likes, row.listed, row.media) == (5, 6, 7, 8, 9, 10)
    assert (row.location, row.description, row.url) == (None, "ميناء & جسر", "https://harbour.example/")
    assert (row.protected, row.verified, row.verified_type) == (False, True, None)
    assert row.created_at == datetime(2011, 11, 18, 18, 3, 9, tzinfo=UTC)
    assert (row.image_url, row.pinned_tweet_id) == ("https://pbs.example/face.jpg", "77")
    assert row.withheld_countries == ("DE", "FR")
    assert (row.source_kind, row.completeness) == ("api_v1", ranks.API_V1)


def test_links_of_a_description_stand_where_they_are(origin: Origin) -> None:
    """Their places are those in the description as it is stored."""
    link = {"url": "https://t.co/a", "expanded_url": "https://port.example/", "indices": [10, 24]}
    row = author(origin, description="A &amp; B https://t.co/a", entities={"description": {"urls": [link]}})
    assert row is not None
    (found,) = json.loads(row.description_entities or "")["urls"]
    assert (row.description or "")[found["start"] : found["end"]] == found["url"] == "https://t.co/a"
    assert found["expanded_url"] == "https://port.example/"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"is_blue_verified": True}, "blue"),
        ({"is_blue_verified": True, "verified_type": "Business"}, "business"),
        ({"is_blue_verified": False}, None),
        ({}, None),
    ],
)
def test_verified_types(origin: Origin, given: dict[str, Any], kind: str | None) -> None:
    """An account's own type counts before the blue mark."""
    row = author(origin, **given)
    assert row is not None
    assert row.verified_type == kind


def test_keys(origin: Origin) -> None:
    """The id, else the handle; an account with neither name nor handle says nothing and is no row."""
    row = author(origin, id_str=None)
    assert row is not None
    assert row.author_key == "@harbournews"
    assert author(origin, screen_name=None, name=None) is None
    assert author(origin, screen_name=None, id_str=None) is None


def test_a_handle_that_is_none(origin: Origin) -> None:
    """Is a fault: it would become part of an address."""
    found = Gathered(origin)
    row = author_of(BARE | {"screen_name": "a/../b", "followers_count": -1}, Reading(gathered=found))
    assert row is not None
    assert (row.handle, row.followers) == (None, None)
    assert [fault.fault for fault in found.faults] == ["bad_value"] * 2
