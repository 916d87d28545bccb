"""The poll of a status: a card whose name begins with poll."""

from typing import Any

import orjson

from tasks.parsing.x.shapes import digits, instant, record, records, whole
from tasks.parsing.x.v1_reading import Reading, as_words

MAX_OPTIONS = 4


def poll_columns(status: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The columns of a poll; none where there is no poll card."""
    card = record(status.get("card"))
    if not (as_words(card.get("name")) or "").startswith("poll"):
        return {}
    values = values_of(card.get("binding_values"))
    options = [option(values, number) for number in range(1, MAX_OPTIONS + 1)]
    listed = [each for each in options if each["label"] is not None]
    final = values.get("counts_are_final")
    closed = final if isinstance(final, bool) else None
    return {
        "poll_id": digits((as_words(card.get("url")) or "").removeprefix("card://")),
        "poll_options": orjson.dumps(listed).decode() if listed else None,
        "poll_status": None if closed is None else "closed" if closed else "open",
        "poll_ends_at": reading.take(values, "end_datetime_utc", instant),
        "poll_duration_min": reading.take(values, "duration_minutes", whole),
    }


def option(values: dict[str, Any], number: int) -> dict[str, Any]:
    """One choice of a poll."""
    label, votes = as_words(values.get(f"choice{number}_label")), whole(values.get(f"choice{number}_count"))
    return {"position": number, "label": label, "votes": votes}


def values_of(bound: Any) -> dict[str, Any]:
    """A card's values by name: an object of them, or a list of keys and values as later answers have it."""
    pairs = bound.items() if isinstance(bound, dict) else ()
    listed = [(item.get("key"), item.get("value")) for item in records(bound)]
    held = {name: record(value) for name, value in (*pairs, *listed) if isinstance(name, str)}
    return {name: value.get("string_value", value.get("boolean_value")) for name, value in held.items()}
