"""What a listing says of one address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_ENTRIES = 50_000  # the sitemap protocol's own limit for one file
MAX_TEXT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address; `evidence` has only what the listing gives.

    Keys: title, published and updated (ISO 8601 where they can be read, zone as given), summary, author,
    section, language.
    """

    url: str
    evidence: dict[str, str]


def read_evidence(given: Iterable[tuple[str, object]]) -> dict[str, str]:
    """The texts that say something, white space folded, each of at most MAX_TEXT code points."""
    texts = ((key, fold_space(value)) for key, value in given if isinstance(value, str))
    return {key: text for key, text in texts if text}


def fold_space(text: str) -> str:
    """The text on one line, cut to MAX_TEXT; surrogates, which no file can hold, are replaced."""
    cut = " ".join(text[: 4 * MAX_TEXT].split())[:MAX_TEXT]
    return cut.encode("utf-8", "replace").decode("utf-8")


def iso_time(text: object) -> str | None:
    """An RFC 822 time as ISO 8601 with the zone as given; ISO 8601, and what cannot be read, as written."""
    if not isinstance(text, str) or not text.strip():
        return None
    moment = None if iso_moment(text) else rfc_moment(text)
    return moment.isoformat() if moment else fold_space(text)


def iso_moment(text: str) -> datetime | None:
    """An ISO 8601 time; naive where it gives no zone, None where it is not one."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def rfc_moment(text: str) -> datetime | None:
    """An RFC 822 time; naive where it gives no zone, None where it is not one."""
    try:
        return parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def utc_time(text: str | None) -> datetime | None:
    """A time in UTC, to compare; one without zone is taken as UTC, None where it cannot be read."""
    moment = (iso_moment(text) or rfc_moment(text)) if text else None
    if moment is None or moment.tzinfo is None:
        return moment and moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        return None
