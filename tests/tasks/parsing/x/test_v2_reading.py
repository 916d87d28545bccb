"""Values taken from records, and when a record was received."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.shapes import digits, whole
from tasks.parsing.x.v2_beside import Beside
from tasks.parsing.x.v2_reading import Reading, collected_at


@pytest.fixture
def reading(origin: Origin) -> Reading:
    """A record on a line."""
    return Reading(gathered=Gathered(origin), beside=Beside(), observed_at=origin.observed_at, line=7)


@pytest.mark.parametrize("value", [None, ""])
def test_what_is_not_said_is_no_fault(reading: Reading, value: Any) -> None:
    """None, or an empty text."""
    assert reading.take({"n": value}, "n", whole) is None
    assert not reading.gathered.faults


@pytest.mark.parametrize("value", [1.5, [1], {}, "x" * 10**6, "\ud800", -1, True, 10**30, float("inf")])
def test_what_cannot_be_read_is_a_fault(reading: Reading, value: Any) -> None:
    """Told in short, with the line."""
    assert reading.take({"n": value}, "n", whole) is None
    (fault,) = reading.gathered.faults
    assert (fault.fault, fault.line) == ("bad_value", 7)
    assert fault.detail.startswith("n cannot be read: ")
    assert len(fault.detail) < 100


def test_lists(reading: Reading) -> None:
    """Each entry that is none is a fault; one alone is read as such where texts are wanted."""
    assert reading.take_list({"n": [{}, 5, {"a": 1}]}, "n") == [{}, {"a": 1}]
    assert reading.take_list({"n": "x"}, "n") == []
    assert reading.take_words({"n": ["5", 6, 1.5, "5"]}, "n", digits) == ("5", "6")
    assert reading.take_words({"n": "5"}, "n", digits) == ("5",)
    assert len(reading.gathered.faults) == 3


def test_a_quiet_reading(reading: Reading) -> None:
    """It tells of nothing."""
    reading.quiet = True
    reading.take({"n": []}, "n", whole)
    assert not reading.gathered.faults


@pytest.mark.parametrize(
    ("twarc", "at"),
    [
        ({"retrieved_at": "2022-10-03T18:02:28+00:00"}, datetime(2022, 10, 3, 18, 2, 28, tzinfo=UTC)),
        ({"retrieved_at": "9999-01-01T00:00:00+00:00"}, None),
        ({"retrieved_at": "0001-01-01T00:00:00+00:00"}, None),
        ({"retrieved_at": 5}, None),
        ([], None),
        (None, None),
    ],
)
def test_when_it_was_collected(origin: Origin, twarc: Any, at: datetime | None) -> None:
    """A time that cannot be is the page's."""
    assert collected_at({"__twarc": twarc}, Gathered(origin)) == (at or origin.observed_at)
