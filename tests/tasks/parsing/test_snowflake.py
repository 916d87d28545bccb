"""The time inside a tweet's id."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.snowflake import EPOCH_MS, LAST_SEQUENTIAL_ID, snowflake_time


@pytest.mark.parametrize(
    ("tweet_id", "at"),
    [
        ("1050118621198921728", datetime(2018, 10, 10, 20, 19, 24, 211000, UTC)),
        ("1541815603606036480", datetime(2022, 6, 28, 16, 7, 40, 105000, UTC)),
    ],
)
def test_known_ids(tweet_id: str, at: datetime) -> None:
    """Ids printed with their times in X's documentation and in the literature give those times."""
    assert snowflake_time(tweet_id) == at


@pytest.mark.parametrize("tweet_id", ["20", str(LAST_SEQUENTIAL_ID), "", "abc", None, "9" * 25, "-5"])
def test_ids_without_time(tweet_id: str | None) -> None:
    """Sequential ids of the first years, and what is no id, have no time."""
    assert snowflake_time(tweet_id) is None


@given(st.integers(min_value=LAST_SEQUENTIAL_ID + 1, max_value=2**63 - 1))
def test_every_later_id_has_its_millisecond(number: int) -> None:
    """Every id above the last sequential one has a time, exact to the millisecond."""
    at = snowflake_time(str(number))
    assert at is not None
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    assert since // timedelta(milliseconds=1) == (number >> 22) + EPOCH_MS
