"""Polls of statuses."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.v1_polls import poll_columns
from tasks.parsing.x.v1_reading import Reading

VALUES = {
    "choice1_label": {"string_value": "نعم", "type": "STRING"}, "choice1_count": {"string_value": "12"},
    "choice2_label": {"string_value": "لا"}, "choice2_count": {"string_value": "3"},
    "end_datetime_utc": {"string_value": "2024-09-24T12:00:00Z"},
    "duration_minutes": {"string_value": "1440"},
    "counts_are_final": {"boolean_value": True},
}  # fmt: skip
LISTED = [{"key": name, "value": value} for name, value in VALUES.items()]


@pytest.mark.parametrize("bound", [VALUES, LISTED], ids=["object", "list"])
def test_a_poll(origin: Origin, bound: Any) -> None:
    """Its choices in order with their votes, its end and its length."""
    card = {"name": "poll2choice_text_only", "url": "card://1838292181909672312", "binding_values": bound}
    found = poll_columns({"card": card}, Reading(gathered=Gathered(origin)))
    assert json.loads(found["poll_options"]) == [
        {"position": 1, "label": "نعم", "votes": 12}, {"position": 2, "label": "لا", "votes": 3},
    ]  # fmt: skip
    assert (found["poll_id"], found["poll_status"]) == ("1838292181909672312", "closed")
    assert (found["poll_ends_at"], found["poll_duration_min"]) == (
        datetime(2024, 9, 24, 12, tzinfo=UTC),
        1440,
    )


@pytest.mark.parametrize("card", [None, {}, {"name": "summary"}, {"name": 7}, "poll2choice"])
def test_other_cards_are_no_poll(origin: Origin, card: Any) -> None:
    """They have no columns."""
    assert poll_columns({"card": card}, Reading(gathered=Gathered(origin))) == {}


def test_a_poll_of_which_little_is_known(origin: Origin) -> None:
    """What is missing is null; what is no number is a fault."""
    found = Gathered(origin)
    card = {
        "name": "poll2choice",
        "binding_values": {"duration_minutes": {"string_value": "long"}, "choice1_label": 7},
    }
    columns = poll_columns({"card": card}, Reading(gathered=found))
    assert set(columns.values()) == {None}
    assert [row.fault for row in found.faults] == ["bad_value"]
