"""Values out of uncertain JSON."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.x import shapes

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1838281150755967063", "1838281150755967063"),
        (1838281150755967063, "1838281150755967063"),
        (1.838281150755967e18, None),
        ("1.838E+18", None),
        (True, None),
        ("0", None),
        (-1, None),
        ("9223372036854775808", None),
        (2**63, None),
        ("١٢٣", None),
    ],
)
def test_digits(value: object, expected: str | None) -> None:
    """An id is kept to its last digit, or is none."""
    assert shapes.digits(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-10-03T18:00:23.000Z", datetime(2022, 10, 3, 18, 0, 23, tzinfo=UTC)),
        ("2022-10-03T20:00:23+02:00", datetime(2022, 10, 3, 18, 0, 23, tzinfo=UTC)),
        ("Thu Jul 28 16:10:07 +0000 2022", datetime(2022, 7, 28, 16, 10, 7, tzinfo=UTC)),
        ("Thu Jul 28 16:10:07 +0300 2022", datetime(2022, 7, 28, 13, 10, 7, tzinfo=UTC)),
        ("Thu Tem 28 16:10:07 +0000 2022", None),
        ("2022-13-03T18:00:23.000Z", None),
        ("0001-01-01T00:00:00+23:59", None),
        (1665183229, None),
    ],
)
def test_instant(value: object, expected: datetime | None) -> None:
    """Both ways in which X writes a moment."""
    assert shapes.instant(value) == expected


def test_milliseconds() -> None:
    """As a number or its digits."""
    assert shapes.milliseconds("1771244644000") == datetime(2026, 2, 16, 12, 24, 4, tzinfo=UTC)
    assert shapes.milliseconds(10**15) is None


@given(ANY)
def test_anything_gives_a_value_that_a_column_holds(value: object) -> None:
    """Whatever stands there, a number fits 64 bits and a float is finite."""
    whole, number = shapes.whole(value), shapes.number(value)
    assert whole is None or 0 <= whole < 2**63
    assert number is None or number - number == 0
    assert shapes.instant(value) is None or shapes.instant(value).tzinfo is UTC  # type: ignore[union-attr]
    assert all(isinstance(item, dict) for item in shapes.records(value))
    assert isinstance(shapes.record(value), dict)
    assert shapes.words(value) is None or shapes.words(value) == value
    assert shapes.flag(value) in (None, True, False)
