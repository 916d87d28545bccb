"""Where a tweet of the X API v2 was posted from, as columns."""

from typing import Any

from tasks.parsing.x.shapes import number, words
from tasks.parsing.x.v2_accounts import label
from tasks.parsing.x.v2_beside import Item, part
from tasks.parsing.x.v2_reading import Reading


def place_columns(geo: Item, reading: Reading) -> dict[str, Any]:
    """The place a tweet is tagged with, and the exact position it says, if any."""
    place_id = reading.take(geo, "place_id", words) or reading.take(geo, "id", words)
    place = reading.beside.places.get(place_id or "", geo)
    return {
        "place_id": place_id,
        "place_name": reading.take(place, "name", label),
        "place_full_name": reading.take(place, "full_name", label),
        "place_type": reading.take(place, "place_type", words),
        "place_country": reading.take(place, "country", label),
        "place_country_code": reading.take(place, "country_code", words),
        **bounds(part(place, "geo"), reading),
        **position(part(geo, "coordinates"), reading),
    }


def bounds(shape: Item, reading: Reading) -> dict[str, float]:
    """The box of a place: west, south, east, north, in degrees (GeoJSON, RFC 7946 §5)."""
    box = reading.take(shape, "bbox", box_of)
    names = ("place_west", "place_south", "place_east", "place_north")
    return dict(zip(names, box, strict=True)) if box else {}


def position(point: Item, reading: Reading) -> dict[str, float]:
    """A point: longitude first (GeoJSON, RFC 7946 §3.1.1)."""
    at = reading.take(point, "coordinates", point_of)
    return {"longitude": at[0], "latitude": at[1]} if at else {}


def box_of(value: Any) -> tuple[float, ...] | None:
    """Two points as one list of four numbers."""
    if not isinstance(value, list) or len(value) != 4:
        return None
    corners = point_of(value[:2]), point_of(value[2:])
    return (*corners[0], *corners[1]) if corners[0] and corners[1] else None


def point_of(value: Any) -> tuple[float, float] | None:
    """Degrees east and north that are on the globe."""
    if not isinstance(value, list) or len(value) < 2:
        return None
    east, north = number(value[0]), number(value[1])
    on_globe = east is not None and north is not None and abs(east) <= 180 and abs(north) <= 90
    return (east, north) if on_globe and east is not None and north is not None else None
