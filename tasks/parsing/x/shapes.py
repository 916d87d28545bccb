"""Values out of JSON of which nothing is certain: the value where it is of the kind wanted, else None."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from tasks.parsing.tweet_urls import parse_tweet_id

MAX_INT = 2**63 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ID_CHARS = 24
short_id = lru_cache(maxsize=16_384)(parse_tweet_id)  # an id stands in a record several times


def record(value: Any) -> dict[str, Any]:
    """An object; empty for everything else."""
    return value if isinstance(value, dict) else {}


def records(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, in order."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def words(value: Any) -> str | None:
    """A text that is not empty."""
    return value if isinstance(value, str) and value else None


def digits(value: Any) -> str | None:
    """An id as decimal digits, from text or a whole number; never from a float, which has lost its end."""
    if type(value) is str:
        return short_id(value) if len(value) < ID_CHARS else parse_tweet_id(value)
    return str(value) if type(value) is int and 0 < value <= MAX_INT else None


def whole(value: Any) -> int | None:
    """A whole number that is not negative and fits 64 bits, from a number or its digits."""
    if type(value) is str and len(value) < 20 and value.isascii() and value.isdigit():
        value = int(value)
    return value if type(value) is int and 0 <= value <= MAX_INT else None


def number(value: Any) -> float | None:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -1e300 < value < 1e300 else None


def flag(value: Any) -> bool | None:
    """A truth value."""
    return value if isinstance(value, bool) else None


def instant(value: Any) -> datetime | None:
    """A moment, UTC: ISO 8601 as v2 writes it, or `Thu Jul 28 16:10:07 +0000 2022` as v1.1 does."""
    if not isinstance(value, str) or not 16 <= len(value) <= 40:
        return None
    try:
        if value[4] == "-":
            at = datetime.fromisoformat(value)
            return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        _, month, day, clock, zone, year = value.split(" ")
        return datetime.fromisoformat(
            f"{year}-{MONTHS.index(month) + 1:02}-{day:0>2}T{clock}{zone}"
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def milliseconds(value: Any) -> datetime | None:
    """A moment, UTC, from milliseconds since 1970 as a number or its digits."""
    since = whole(value)
    return EPOCH + timedelta(milliseconds=since) if since is not None and since < 10**14 else None
