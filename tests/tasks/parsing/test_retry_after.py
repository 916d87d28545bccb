"""How long a server asks to be left alone."""

from datetime import UTC, datetime, timedelta, timezone
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.retry_after import parse_retry_after

NOW = datetime(2026, 11, 6, 8, 49, 37, tzinfo=UTC)
IMF, RFC850, ASCTIME = "%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"
NEAR = st.datetimes(datetime(1980, 1, 1), datetime(2070, 1, 1)).map(lambda at: at.replace(microsecond=0))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 007\t", 7),
        ("9999999999", 9_999_999_999),
        ("Fri, 06 Nov 2026 08:50:37 GMT", 60),
        ("Friday, 06-Nov-26 08:50:37 GMT", 60),
        ("Fri Nov  6 08:50:37 2026", 60),
        ("Fri Nov 6 08:50:37 2026", 60),
        ("fri, 06 NOV 2026 08:50:37 gmt", 60),
        ("Mon, 06 Nov 2026 08:50:37 GMT", 60),
        ("Fri, 06 Nov 2026 08:49:60 GMT", 23),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Fri, 06 Nov 2026 08:49:37 GMT", 0),
    ],
)
def test_seconds_or_date(value, seconds):
    """Seconds, or one of the three forms of a date; a date that is past asks for no wait."""
    assert parse_retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    "value",
    [
        None, "", "-1", "+1", "1.5", "1e9", "120s", "120, 120", "12 0", "inf", "nan", "٣٠", "²", "1_000",
        "9" * 11, "9" * 100_000, "tomorrow", "2026-11-06T08:50:37Z", "Fri, 06 Nov 2026 08:50:37",
        "Fri, 06 Nov 2026 08:50:37 +0000", "Fri, 31 Feb 2026 08:50:37 GMT", "Fri, 06 Nov 2026 24:50:37 GMT",
        "Fri, 06 Nov 2026 08:50:61 GMT", "Fri, 06 Nov 0000 08:50:37 GMT", "Fri, 31 Dec 9999 23:59:60 GMT",
        "Fri, 06 Abc 2026 08:50:37 GMT", "Fri, ٠٦ Nov 2026 08:50:37 GMT",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_none(value):
    """Anything else says nothing of how long to wait."""
    assert parse_retry_after(value, NOW) is None


@pytest.mark.parametrize(
    ("date", "ahead"),
    [
        ("Sunday, 06-Nov-94 08:49:37 GMT", False),
        ("Friday, 06-Nov-76 08:49:37 GMT", True),
        ("Friday, 06-Nov-76 08:49:38 GMT", False),
        ("Friday, 06-Nov-75 08:49:38 GMT", True),
    ],
)
def test_two_digit_year(date, ahead):
    """More than fifty years ahead means the past century, to the second."""
    seconds = parse_retry_after(date, NOW)
    assert seconds is not None
    assert (seconds > 0) is ahead


def test_two_digit_year_at_the_end_of_a_century():
    """A year that begins the next century is ahead, not a hundred years ago."""
    now = datetime(2099, 12, 31, 23, 59, 0, tzinfo=UTC)
    assert parse_retry_after("Friday, 01-Jan-00 00:00:00 GMT", now) == 60


def test_now_in_another_zone():
    """The wait does not depend on the zone in which now is given."""
    now = NOW.astimezone(timezone(timedelta(hours=3)))
    assert parse_retry_after("Friday, 06-Nov-26 08:50:37 GMT", now) == 60


@given(at=NEAR, wait=st.integers(-100, 100_000), form=st.sampled_from([IMF, RFC850, ASCTIME]))
def test_every_form_of_every_date(at, wait, form):
    """What a server writes in any of the forms is read back to the second."""
    now = at.replace(tzinfo=UTC)
    assert parse_retry_after((now + timedelta(seconds=wait)).strftime(form), now) == max(0, wait)


LIKE_DATES = st.text(alphabet="0123456789 ,:-GMTFrinovSuday", max_size=40)
PIECES = st.lists(
    st.sampled_from(
        ["Fri", "Friday", ", ", " ", "-", "06", "Nov", "26", "2026", "99:99:99", "08:49:37", "GMT"]
    ),
    max_size=12,
).map("".join)


@given(st.text(max_size=60) | LIKE_DATES | PIECES)
def test_any_text_is_a_wait_or_none(value):
    """Never an exception, never negative, never infinite."""
    seconds = parse_retry_after(value, NOW)
    assert seconds is None or (isfinite(seconds) and seconds >= 0)
