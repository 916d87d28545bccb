"""What a listing says of one address."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.entries import MAX_TEXT, iso_time, read_evidence, utc_time


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Mon, 23 Nov 2026 08:30:00 +0300", "2026-11-23T08:30:00+03:00"),
        ("Mon, 23 Nov 2026 08:30:00 GMT", "2026-11-23T08:30:00+00:00"),
        ("Mon, 23 Nov 2026 08:30:00", "2026-11-23T08:30:00"),
        ("2026-11-23T08:30:00Z", "2026-11-23T08:30:00Z"),
        ("2026-11-23T08:30+03:00", "2026-11-23T08:30+03:00"),
        (" ٢٣ نوفمبر\n2026 ", "٢٣ نوفمبر 2026"),
        ("", None),
        (None, None),
        (5, None),
    ],
)
def test_times(text, iso):
    """The zone as given and none where none is given; what cannot be read stays as written."""
    assert iso_time(text) == iso


def test_a_day_alone_stays_a_day():
    """No hour is invented."""
    assert iso_time("2026-11-23") == "2026-11-23"


def test_utc():
    """To compare: without zone it is taken as UTC, beyond the calendar it is None."""
    assert utc_time("2026-11-23T08:30:00+03:00") == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
    assert utc_time("2026-11-23") == datetime(2026, 11, 23, tzinfo=UTC)
    assert utc_time("0001-01-01T00:00:00+14:00") is None
    assert utc_time("soon") is None
    assert utc_time(None) is None


def test_evidence():
    """Only texts that say something, on one line, bounded and valid UTF-8."""
    given_texts = [("a", " x \n y "), ("b", "  "), ("c", None), ("d", 5), ("e", "z" * 9_999), ("f", "\ud800")]
    assert read_evidence(given_texts) == {"a": "x y", "e": "z" * MAX_TEXT, "f": "?"}


@given(st.text(max_size=60))
def test_any_text_is_survived(text):
    """A time never fails, and is the same after a second pass."""
    iso = iso_time(text)
    assert iso is None or iso_time(iso) == iso
    utc_time(text)
