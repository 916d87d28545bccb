"""Date labels beside tweets."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.tweet_labels import find_label_date, parse_label_date


@pytest.mark.parametrize(
    "label",
    [
        "December 8, 2024",
        "Dec 8, 2024",
        "8 December 2024",
        "12:30 PM · Dec 8, 2024",
        "2024-12-08",
        "٨ ديسمبر ٢٠٢٤",
        "٨ ديسمبر، ٢٠٢٤",
        "8 كانون الأول 2024",
        "8. Dezember 2024",
        "8 décembre 2024",
        "8 de diciembre de 2024",
        "8 декабря 2024 г.",
        "8 Aralık 2024",
    ],
)
def test_day_of_a_label(label: str) -> None:
    """A named month with day and year, or an ISO date, is a day, in any digits."""
    assert parse_label_date(label) == date(2024, 12, 8)


@pytest.mark.parametrize(
    "label", [None, "", "08/12/2024", "5h", "December 8", "38 December 2024", "8 May 1999"]
)
def test_uncertain_labels_are_none(label: str | None) -> None:
    """What could be two days, no day, or a day before the first tweet is not read."""
    assert parse_label_date(label) is None


def test_place_of_a_date() -> None:
    """Where it stands in a text that has more, even beside a letter whose small form is longer."""
    for text in ("at noon, December 8, 2024 g", "İ December 8, 2024"):
        found = find_label_date(text)
        assert found is None or text[found.start : found.end] == "December 8, 2024"
    assert find_label_date("at noon, December 8, 2024") is not None


@given(st.text())
def test_any_text(text: str) -> None:
    """No text makes it fail."""
    found = parse_label_date(text)
    assert found is None or found.year >= 2006
