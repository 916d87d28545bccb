"""What a status says beside its words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.parsing.snowflake import snowflake_time
from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.v1_columns import client_of, counts_of, created_columns, said_columns
from tasks.parsing.x.v1_reading import Reading

ID = "1552687856111566848"


@pytest.mark.parametrize(
    ("source", "client"),
    [
        (
            '<a href="https://app.example" rel="nofollow">Harbour Desk</a>',
            ("Harbour Desk", "https://app.example"),
        ),
        ('<a rel="nofollow" href="https://app.example">Desk</a>', ("Desk", "https://app.example")),
        ('<a href="https://app.example?a=1&amp;b=2">Desk</a>', ("Desk", "https://app.example?a=1&b=2")),
        ("web", ("web", None)),
        ("<b>web</b>", (None, None)),
        ('<a href="' + "<" * 5000, (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_clients(source: str | None, client: tuple[str | None, str | None]) -> None:
    """Name and address out of the link, whatever the order of its attributes."""
    assert client_of(source) == client


@pytest.mark.parametrize(
    ("status", "at", "source"),
    [
        (
            {"created_at": "Thu Jul 28 16:10:07 +0000 2022"},
            datetime(2022, 7, 28, 16, 10, 7, tzinfo=UTC),
            "api",
        ),
        ({"timestamp_ms": "1611937745018"}, datetime(2021, 1, 29, 16, 29, 5, 18000, UTC), "api"),
        ({"created_at": "yesterday"}, snowflake_time(ID), "snowflake"),
        ({}, snowflake_time(ID), "snowflake"),
    ],
)
def test_times(origin: Origin, status: dict[str, Any], at: datetime, source: str) -> None:
    """As told, else the time in the id."""
    found = created_columns(status, ID, Reading(gathered=Gathered(origin)))
    assert (found["created_at"], found["created_source"]) == (at, source)


def test_a_time_that_nothing_tells(origin: Origin) -> None:
    """Is null, with its source and precision."""
    assert set(created_columns({}, "20", Reading(gathered=Gathered(origin))).values()) == {None}


@pytest.mark.parametrize(
    ("code", "language"), [("iw", "he"), ("in", "id"), ("ar", "ar"), ("und", "und"), ("", None)]
)
def test_languages(origin: Origin, code: str, language: str | None) -> None:
    """Codes that BCP 47 has replaced are those of today."""
    assert said_columns({"lang": code}, Reading(gathered=Gathered(origin)))["language"] == language


def test_counts(origin: Origin) -> None:
    """Missing is null, not zero; without any count there is no look at them."""
    found = Gathered(origin)
    reading = Reading(gathered=found)
    counts = counts_of({"retweet_count": "4", "reply_count": None, "ext_views": {"count": 9}}, ID, reading)
    assert counts is not None
    assert (counts.retweets, counts.replies, counts.likes, counts.impressions) == (4, None, None, 9)
    assert counts_of({}, ID, reading) is None
    assert counts_of({"retweet_count": 4, "retweeted_status": {"id_str": "7"}}, ID, reading) is None
    assert not found.faults
    assert counts_of({"favorite_count": -1}, ID, reading) is None
    assert [row.fault for row in found.faults] == ["bad_value"]
