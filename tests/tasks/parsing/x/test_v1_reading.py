"""Values of statuses."""

from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.shapes import whole
from tasks.parsing.x.v1_reading import Reading, as_address, as_codes, as_handle, as_words, shown


def test_what_is_there_and_cannot_be_read_is_a_fault(origin: Origin) -> None:
    """What is missing or empty is none; a quiet reading tells nothing."""
    found = Gathered(origin)
    holder = {"none": None, "empty": "", "list": [], "bad": "many", "good": "7"}
    reading = Reading(gathered=found, line=3)
    assert [reading.take(holder, name, whole) for name in ("missing", "none", "empty", "list")] == [None] * 4
    assert (reading.take(holder, "good", whole), found.faults) == (7, [])
    assert reading.take(holder, "bad", whole) is None
    assert Reading(gathered=found, quiet=True).take(holder, "bad", whole) is None
    assert [(row.fault, row.detail, row.line) for row in found.faults] == [("bad_value", "bad is 'many'", 3)]


@pytest.mark.parametrize(
    "value",
    ["x" * 10**6, 10**10_000, [1] * 10**5, {"a": {}}, 1e308, True, "\ud800"],
    ids=["text", "int", "list", "object", "float", "bool", "half"],
)
def test_a_fault_tells_little_of_a_value(value: Any) -> None:
    """Whatever it is, and however long."""
    assert len(shown(value)) < 80


def test_words_and_addresses() -> None:
    """Words are unescaped and NFC; an address is as sent; neither holds half a character."""
    assert as_words("Caf\u0065\u0301 &amp; \ud800") == "Café & ?"
    assert as_address("https://port.example/?a=1&copy=2\ud800") == "https://port.example/?a=1&copy=2?"
    assert (as_words(""), as_words(7), as_address(""), as_address(None)) == (None, None, None, None)


@pytest.mark.parametrize(
    ("value", "codes"), [(["DE", 7, ""], ("DE",)), ("DE, FR", ("DE", "FR")), ("", ()), (7, None)]
)
def test_codes(value: Any, codes: tuple[str, ...] | None) -> None:
    """Of a list, or of a text with commas."""
    assert as_codes(value) == codes


@pytest.mark.parametrize("value", ["", "@port", "two words", "x" * 21, "ميناء", "a/b", 7, None, "port\n"])
def test_handles_that_are_none(value: Any) -> None:
    """Letters, digits and underscores, 20 at the most."""
    assert as_handle(value) is None
