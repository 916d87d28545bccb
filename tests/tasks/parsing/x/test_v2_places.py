"""Where tweets of the X API v2 were posted from."""

from collections.abc import Callable
from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered
from warehouse.tweet_rows import Tweet

Read = Callable[..., Gathered]

PLACE = {
    "id": "01a", "name": "Halden", "full_name": "Halden, Norland", "place_type": "city", "country": "Norland",
    "country_code": "NL", "geo": {"type": "Feature", "bbox": [11.1, 59.0, 11.5, 59.2], "properties": {}},
}  # fmt: skip


def read_one(read: Read, geo: Any, **includes: Any) -> tuple[Tweet, list[str]]:
    """The row of a tweet with this geo, and the faults."""
    found = read({"data": {"id": "20", "text": "Fog", "geo": geo}, "includes": includes}, "api_v2")
    return found.copies["20"].tweet, [row.fault for row in found.faults]


def test_a_place_and_a_point(read: Read) -> None:
    """The box is west, south, east, north; the point longitude first."""
    geo = {"place_id": "01a", "coordinates": {"type": "Point", "coordinates": [11.3, 59]}}
    tweet, faults = read_one(read, geo, places=[PLACE])
    assert (tweet.place_id, tweet.place_name, tweet.place_full_name) == ("01a", "Halden", "Halden, Norland")
    assert (tweet.place_type, tweet.place_country, tweet.place_country_code) == ("city", "Norland", "NL")
    box = (tweet.place_west, tweet.place_south, tweet.place_east, tweet.place_north)
    assert box == (11.1, 59.0, 11.5, 59.2)
    assert (tweet.longitude, tweet.latitude) == (11.3, 59.0)
    assert not faults


def test_a_place_that_is_not_there(read: Read) -> None:
    """Its id is kept."""
    tweet, faults = read_one(read, {"place_id": "01a"})
    assert (tweet.place_id, tweet.place_name, tweet.longitude) == ("01a", None, None)
    assert not faults


@pytest.mark.parametrize(
    "coordinates",
    [[200, 59], [11, 95], [11], ["11", "59"], {}, [None, None], [float("nan"), 1], [10**400, 1]],
)
def test_a_point_off_the_globe(read: Read, coordinates: Any) -> None:
    """A fault, and no point."""
    tweet, faults = read_one(read, {"coordinates": {"coordinates": coordinates}})
    assert (tweet.longitude, tweet.latitude) == (None, None)
    assert faults == ["bad_value"]


@pytest.mark.parametrize("box", [[1, 2, 3], [1, 2, 3, 100], "1,2,3,4", [1, 2, 3, "4"], [[1, 2], [3, 4]]])
def test_a_box_that_is_none(read: Read, box: Any) -> None:
    """A fault, and no bounds."""
    tweet, faults = read_one(read, {"place_id": "01a"}, places=[{"id": "01a", "geo": {"bbox": box}}])
    assert tweet.place_west is None
    assert faults == ["bad_value"]
