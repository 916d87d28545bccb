"""Every list of months has twelve."""

import pytest

from tasks.parsing.months import JALALI, MONTHS, NAMES


@pytest.mark.parametrize("line", NAMES.values(), ids=NAMES)
def test_twelve_names(line: str) -> None:
    """One name a month, in order, none missing."""
    names = [name.replace("_", " ") for name in line.split()]
    assert [MONTHS[name] for name in names] == list(range(1, 13))


def test_solar_months() -> None:
    """Twelve names of the Persian year."""
    assert sorted(JALALI.values()) == list(range(1, 13))
