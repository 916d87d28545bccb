"""Which days a backfill reads."""

from datetime import date, timedelta

import pytest

from config.errors import ConfigError
from flows.backfill import MOST_DAYS, days_between
from tasks.clock import utc_now


def test_days_from_first_to_last() -> None:
    """Both included."""
    days = days_between(date(2026, 2, 27), date(2026, 3, 1))
    assert [day.day for day in days] == [27, 28, 1]


@pytest.mark.parametrize("ago", [0, -1])
def test_a_day_that_has_not_ended(ago: int) -> None:
    """Is refused: a day is read once, and what is still to be posted would be missed."""
    day = utc_now().date() - timedelta(days=ago)
    with pytest.raises(ConfigError, match="must be in order, past"):
        days_between(day, day)


def test_too_many_days() -> None:
    """Are refused."""
    with pytest.raises(ConfigError, match="at most"):
        days_between(date(2020, 1, 1), date(2020, 1, 1) + timedelta(days=MOST_DAYS))
