"""Dates as they are written, in every script."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.date_text import Moment, from_jalali, parse_moment

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
CASES = [
    ("2024-12-09T10:59:26-05:00", "2024-12-09T15:59:26", "second", -300),
    ("2024-12-09T10:59+00:00", "2024-12-09T10:59:00", "minute", 0),
    ("2024-12-09T10:59:26.537007Z", "2024-12-09T10:59:26", "second", 0),
    ("2024-12-09 14:16:29 +01:00", "2024-12-09T13:16:29", "second", 60),
    ("2024-12-09 17:55:00", "2024-12-09T17:55:00", "second", None),
    ("20241209T103000Z", "2024-12-09T10:30:00", "second", 0),
    ("2024-12-09", "2024-12-09T00:00:00", "day", None),
    ("2024/12/9", "2024-12-09T00:00:00", "day", None),
    ("20241209", "2024-12-09T00:00:00", "day", None),
    ("Mon, 09 Dec 2024 09:45:16 PST", "2024-12-09T17:45:16", "second", -480),
    ("Mon, 09 Dec 2024 09:45:16 GMT", "2024-12-09T09:45:16", "second", 0),
    ("Mon Dec 09 19:20:36 CET 2024", "2024-12-09T18:20:36", "second", 60),
    ("1733740000", "2024-12-09T10:26:40", "second", 0),
    ("1733740000123", "2024-12-09T10:26:40", "second", 0),
    ("12/9/2024 4:30:26 PM", "2024-12-09T16:30:26", "second", None),
    ("12/20/2024 20:41:43", "2024-12-20T20:41:43", "second", None),
    ("٠٩/١٢/٢٠٢٤", "2024-12-09T00:00:00", "day", None),
    ("09/12/2024", "2024-12-09T00:00:00", "day", None),
    ("9 كانون الأول 2024", "2024-12-09T00:00:00", "day", None),
    ("9 كانون الأول/ديسمبر 2024", "2024-12-09T00:00:00", "day", None),
    ("9 ديسمبر/كانون الأول 2024", "2024-12-09T00:00:00", "day", None),
    ("الاثنين ٩ ديسمبر ٢٠٢٤ - ١٤:٣٠", "2024-12-09T14:30:00", "minute", None),
    ("الاثنين 9 كانون الثاني / يناير 2023 09:22 مساءً", "2023-01-09T21:22:00", "minute", None),
    ("9 ديسمبر 2024، 3:05 م", "2024-12-09T15:05:00", "minute", None),
    ("9 غشت 2024", "2024-08-09T00:00:00", "day", None),
    ("3 دجنبر 2024", "2024-12-03T00:00:00", "day", None),
    ("12 جويلية 2024", "2024-07-12T00:00:00", "day", None),
    ("\u200f9 ديسمبر\u200f 2024", "2024-12-09T00:00:00", "day", None),
    ("۱۸ آذر ۱۴۰۳", "2024-12-08T00:00:00", "day", None),
    ("2 تير 1399 - 12:09:08 ب.ظ", "2020-06-22T12:09:08", "second", None),
    ("8 декабря 2024, 10:15", "2024-12-08T10:15:00", "minute", None),
    ("December 8, 2024", "2024-12-08T00:00:00", "day", None),
    ("Dec. 8, 2024 at 8:48 p.m.", "2024-12-08T20:48:00", "minute", None),
    ("8th December 2024", "2024-12-08T00:00:00", "day", None),
    ("28. April 2024 um 10:17 Uhr", "2024-04-28T10:17:00", "minute", None),
    ("28.04.2024-19:20", "2024-04-28T19:20:00", "minute", None),
    ("2 de febrero de 2024", "2024-02-02T00:00:00", "day", None),
    ("8 décembre 2024 à 09h30", "2024-12-08T09:30:00", "minute", None),
    ("9 Aralık 2024", "2024-12-09T00:00:00", "day", None),
    ("9 בדצמבר 2024", None, "", None),
    ("9 דצמבר 2024", "2024-12-09T00:00:00", "day", None),
]


@pytest.mark.parametrize(("text", "at", "precision", "offset"), CASES)
def test_written_forms(text: str, at: str | None, precision: str, offset: int | None) -> None:
    """Each form gives its instant in UTC, how exact it is, and the zone it was written in."""
    found = parse_moment(text, LATEST)
    if at is None:
        assert found is None
    else:
        expected = datetime.fromisoformat(at).replace(tzinfo=UTC)
        assert found == Moment(at=expected, precision=precision, offset_min=offset)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "منذ عام 2015",
        "© 2024",
        "2024",
        "December 2024",
        "yesterday",
        "13/13/2024",
        "2024-02-30",
        "2022-02-112023-05-08",
        "1889-12-09",
        "2030-12-09",
        "00:00-YY-DD-MM",
        "32 декабря 2024",
        "9 foo 2024",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    """A year alone, an impossible day, a day before 1990 or in the future: nothing is invented."""
    assert parse_moment(text, LATEST) is None


def test_the_local_day_is_the_writer_s() -> None:
    """Late evening in New York is the next day in UTC, and still the same day there."""
    found = parse_moment("2024-12-08T22:00:00-05:00", LATEST)
    assert found is not None
    assert (found.at.day, found.local_day) == (9, "2024-12-08")


@pytest.mark.parametrize(
    ("solar", "day"),
    [
        ((1403, 1, 1), (2024, 3, 20)),
        ((1403, 12, 30), (2025, 3, 20)),
        ((1404, 1, 1), (2025, 3, 21)),
        ((1399, 4, 12), (2020, 7, 2)),
    ],
)
def test_persian_solar_days(solar: tuple[int, int, int], day: tuple[int, int, int]) -> None:
    """New Year, a leap day and a summer's day."""
    assert from_jalali(*solar) == day


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2025, 12, 30)), st.integers(-56, 56))
def test_iso_is_read_back(clock: datetime, quarters: int) -> None:
    """Any instant written as ISO 8601 with an offset is read as that instant."""
    offset = timedelta(minutes=15 * quarters)
    sign = "-" if quarters < 0 else "+"
    hours, minutes = divmod(abs(15 * quarters), 60)
    found = parse_moment(f"{clock:%Y-%m-%dT%H:%M:%S}{sign}{hours:02}:{minutes:02}", LATEST)
    assert found is not None
    assert found.at == clock.replace(microsecond=0, tzinfo=UTC) - offset


@given(st.text(max_size=250))
def test_never_raises(text: str) -> None:
    """Any text is a moment or None."""
    parse_moment(text, LATEST)
