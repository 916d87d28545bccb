"""Places of statuses."""

from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.v1_places import place_columns
from tasks.parsing.x.v1_reading import Reading

CORNERS = [[35.4, 33.8], [35.6, 33.8], [35.6, 33.9], [35.4, 33.9]]


def columns(origin: Origin, **status: Any) -> tuple[dict[str, Any], int]:
    """The columns of a status, and how many faults there were."""
    found = Gathered(origin)
    return place_columns(status, Reading(gathered=found)), len(found.faults)


def test_a_place(origin: Origin) -> None:
    """Its names, and its bounds west, south, east and north; what is empty is null."""
    place = {
        "id": "07d9f16288481000", "name": "الميناء", "full_name": "الميناء, Portland", "place_type": "city",
        "country": "", "country_code": "PT", "bounding_box": {"type": "Polygon", "coordinates": [CORNERS]},
    }  # fmt: skip
    found, faults = columns(origin, place=place)
    assert (found["place_id"], found["place_name"], found["place_country"]) == (
        "07d9f16288481000",
        "الميناء",
        None,
    )
    bounds = tuple(found[f"place_{side}"] for side in ("west", "south", "east", "north"))
    assert bounds == (35.4, 33.8, 35.6, 33.9)
    assert faults == 0


@pytest.mark.parametrize(
    "status",
    [
        {"coordinates": {"type": "Point", "coordinates": [35.5, 33.9]}},
        {"geo": {"type": "Point", "coordinates": [33.9, 35.5]}},
        {"coordinates": {"coordinates": ["35.5", "33.9"]}, "geo": {"coordinates": ["1", "2"]}},
    ],
)
def test_positions(origin: Origin, status: dict[str, Any]) -> None:
    """GeoJSON has the longitude first, `geo` the latitude; the archive writes them as text."""
    found, faults = columns(origin, **status)
    assert (found["longitude"], found["latitude"], faults) == (35.5, 33.9, 0)


@pytest.mark.parametrize(
    "status",
    [
        {"coordinates": {"coordinates": [181, 0]}},
        {"coordinates": {"coordinates": [0, 91]}},
        {"coordinates": {"coordinates": ["east", "north"]}},
        {"coordinates": {"coordinates": [1]}},
        {"coordinates": "35.5,33.9"},
        {"geo": {"coordinates": {"lat": 1}}},
        {"place": {"bounding_box": {"coordinates": [[*CORNERS, [500, 0]]]}}},
        {"place": {"bounding_box": {"coordinates": 7}}},
        {"place": "Portland"},
    ],
)
def test_what_is_nowhere_on_earth(origin: Origin, status: dict[str, Any]) -> None:
    """Is one fault, and no position."""
    found, faults = columns(origin, **status)
    assert not any(found.values())
    assert faults == 1
