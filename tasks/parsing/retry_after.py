"""How long a server asks to be left alone: the Retry-After header (RFC 9110 §10.2.3)."""

import re
from datetime import UTC, datetime, timedelta

SECONDS = re.compile(r"[0-9]{1,10}")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_NAME = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
LONG_DAY_NAME = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTH = f"(?P<month>{'|'.join(MONTHS)})"
CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
DATES = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"{DAY_NAME}, (?P<day>\d\d) {MONTH} (?P<year>\d{{4}}) {CLOCK} GMT",
        rf"{LONG_DAY_NAME}, (?P<day>\d\d)-{MONTH}-(?P<year>\d\d) {CLOCK} GMT",
        rf"{DAY_NAME} {MONTH} (?P<day>[ \d]?\d) {CLOCK} (?P<year>\d{{4}})",
    )
)


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait from `now` (aware), 0 where the date is past; None for what is neither form."""
    text = (value or "").strip(" \t")
    if SECONDS.fullmatch(text):
        return float(text)
    at = parse_http_date(text, now)
    return max(0.0, (at - now).total_seconds()) if at else None


def parse_http_date(text: str, now: datetime) -> datetime | None:
    """An HTTP-date in one of its three forms (RFC 9110 §5.6.7) in UTC; the name of the day is not checked."""
    found = next((match for form in DATES if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    month = MONTHS.index(found["month"].lower()) + 1
    day, hour, minute, second = (int(found[part]) for part in ("day", "hour", "minute", "second"))
    year = int(found["year"])
    if len(found["year"]) == 2:
        year = full_year(year, (month, day, hour, minute, second), now)
    if second > 60:
        return None
    try:
        # a second of 60 is a leap second, which datetime does not know
        return datetime(year, month, day, hour, minute, tzinfo=UTC) + timedelta(seconds=second)
    except (ValueError, OverflowError):
        return None


def full_year(last_two: int, rest: tuple[int, ...], now: datetime) -> int:
    """The year of an RFC 850 date: more than 50 years ahead means the past century (RFC 9110 §5.6.7)."""
    today = now.astimezone(UTC)
    year = today.year + (last_two - today.year) % 100
    return year - 100 if (year - 50, *rest) > today.timetuple()[:6] else year
