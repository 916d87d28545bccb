"""Where a status was posted: the place it is tagged with, and the exact position."""

import math
from typing import Any

from tasks.parsing.x.shapes import number, record
from tasks.parsing.x.v1_reading import Reading, as_words

_NAMES = {
    "place_id": "id", "place_name": "name", "place_full_name": "full_name", "place_type": "place_type",
    "place_country": "country", "place_country_code": "country_code",
}  # fmt: skip
_BOUNDS = ("place_west", "place_south", "place_east", "place_north")


def place_columns(status: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The columns of a place, its bounds and the position, those that are there."""
    place = reading.take_record(status, "place")
    columns: dict[str, Any] = {
        column: reading.take(place, name, as_words) for column, name in _NAMES.items() if place
    }
    bounds = reading.take(place, "bounding_box", bounds_of)
    if bounds:
        columns |= dict(zip(_BOUNDS, bounds, strict=True))
    # GeoJSON has the longitude first, the older `geo` the latitude
    point = reading.take(status, "coordinates", position)
    if point is None and (older := reading.take(status, "geo", position_reversed)):
        point = older
    if point:
        columns |= {"longitude": point[0], "latitude": point[1]}
    return columns


def bounds_of(box: Any) -> tuple[float, float, float, float] | None:
    """West, south, east and north of a polygon's corners."""
    rings = record(box).get("coordinates")
    corners = rings[0] if isinstance(rings, list) and rings else None
    points = [pair(corner) for corner in corners[:100]] if isinstance(corners, list) else []
    known = [point for point in points if point]
    if not known or len(known) < len(points):
        return None
    east, north = [x for x, _ in known], [y for _, y in known]
    return min(east), min(north), max(east), max(north)


def position(point: Any) -> tuple[float, float] | None:
    """Longitude and latitude of a GeoJSON point."""
    return pair(record(point).get("coordinates"))


def position_reversed(point: Any) -> tuple[float, float] | None:
    """The same of `geo`."""
    at = record(point).get("coordinates")
    return pair(at[::-1]) if isinstance(at, list) else None


def pair(at: Any) -> tuple[float, float] | None:
    """Degrees east and north, each within its bounds; the archive writes them as text."""
    if not isinstance(at, list) or len(at) != 2:
        return None
    east, north = degrees(at[0], 180), degrees(at[1], 90)
    return None if east is None or north is None else (east, north)


def degrees(value: Any, bound: int) -> float | None:
    """A number of degrees."""
    if isinstance(value, str) and len(value) < 40:
        try:
            value = float(value)
        except ValueError:
            return None
    angle = number(value)
    return angle if angle is not None and math.isfinite(angle) and abs(angle) <= bound else None
