"""Versions of statuses."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.v1_edits import edit_columns
from tasks.parsing.x.v1_reading import Reading

UNTIL = datetime(2025, 12, 6, 19, 20, 30, tzinfo=UTC)
MS = str(int(UNTIL.timestamp() * 1000))
ARCHIVED = {
    "editTweetIds": ["7", "8"], "editableUntil": "2025-12-06T19:20:30.000Z", "editsRemaining": "4",
    "isEditEligible": False,
}  # fmt: skip
SYNDICATED = {
    "edit_tweet_ids": ["7", "8"], "editable_until_msecs": MS, "edits_remaining": "4",
    "is_edit_eligible": False,
}  # fmt: skip


@pytest.mark.parametrize(
    "status",
    [
        {
            "edit_history": {"initial_tweet_id": "7", "edit_tweet_ids": ["7", "8"]},
            "edit_controls": {"editable_until_ms": int(MS), "edits_remaining": 4, "is_edit_eligible": False},
        },
        {"edit_control": SYNDICATED},
        {"edit_info": {"initial": ARCHIVED}},
        {"edit_info": {"edit": {"initialTweetId": "7", "editControlInitial": ARCHIVED}}},
    ],
    ids=["v1", "syndication", "archive", "archive-later"],
)
def test_every_form_says_the_same(origin: Origin, status: dict[str, Any]) -> None:
    """Under other names, and numbers as text or as numbers."""
    found = Gathered(origin)
    assert edit_columns(status, Reading(gathered=found)) == {
        "edit_ids": ("7", "8"), "edits_remaining": 4, "editable_until": UNTIL, "edit_eligible": False,
    }  # fmt: skip
    assert not found.faults


@pytest.mark.parametrize("status", [{}, {"edit_info": {}}, {"edit_info": None}, {"edit_control": {}}])
def test_older_statuses_say_nothing(origin: Origin, status: dict[str, Any]) -> None:
    """Nor is that a fault."""
    found = Gathered(origin)
    assert edit_columns(status, Reading(gathered=found))["edit_ids"] == ()
    assert not found.faults


@pytest.mark.parametrize("ids", [[7.0], ["x"], "7", [None], {"0": "7"}])
def test_versions_that_are_none(origin: Origin, ids: Any) -> None:
    """Are one fault: half a history is none."""
    found = Gathered(origin)
    assert edit_columns({"edit_history": {"edit_tweet_ids": ids}}, Reading(gathered=found))["edit_ids"] == ()
    assert [row.fault for row in found.faults] == ["bad_value"]
