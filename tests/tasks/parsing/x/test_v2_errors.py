"""Errors in answers of the X API v2."""

from collections.abc import Callable
from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.ranks import UNAVAILABLE

Read = Callable[..., Gathered]

ID = "1700000000000000001"
PROBLEMS = "https://api.x.com/2/problems/"


def error(kind: str, detail: str, **more: Any) -> dict[str, Any]:
    """An error of a tweet."""
    said = {"resource_id": ID, "value": ID, "resource_type": "tweet", "parameter": "ids", "title": "Error"}
    return said | {"type": PROBLEMS + kind, "detail": detail} | more


@pytest.mark.parametrize(
    ("kind", "detail", "availability"),
    [
        ("resource-not-found", f"Could not find tweet with ids: [{ID}].", "deleted"),
        ("not-authorized-for-resource", "Sorry, you are not authorized to see the Tweet.", "restricted"),
        ("not-authorized-for-resource", "The author's account is protected.", "protected"),
        ("not-authorized-for-resource", "User has been suspended: [90].", "suspended"),
        ("resource-unavailable", "This post is unavailable.", "restricted"),
    ],
)  # fmt: skip
def test_tweets_that_are_not_to_be_had(read: Read, kind: str, detail: str, availability: str) -> None:
    """Rows that say why, as worded."""
    found = read({"errors": [error(kind, detail)]}, "api_v2", asked=(ID,))
    tweet = found.copies[ID].tweet
    assert (tweet.availability, tweet.availability_reason) == (availability, detail)
    assert (tweet.completeness, tweet.source_kind, tweet.tweet_id) == (UNAVAILABLE, "api_v2", ID)
    assert tweet.asked_for
    assert not found.faults


@pytest.mark.parametrize("kind", ["tweet", "post", None])
@pytest.mark.parametrize("parameter", ["referenced_tweets.id", "ids"])
def test_whether_it_was_asked_for(read: Read, kind: str | None, parameter: str) -> None:
    """What another tweet refers to was not."""
    said = error("resource-not-found", "Could not find it.", parameter=parameter, resource_type=kind)
    found = read({"data": [], "errors": [said]}, "api_v2")
    assert found.copies[ID].tweet.asked_for == (parameter == "ids")


def test_a_tweet_that_is_there_all_the_same(read: Read) -> None:
    """An error about a part of it does not take it away."""
    body = {"data": [{"id": ID, "text": "Fog"}], "errors": [error("not-authorized-for-field", "No.")]}
    found = read(body, "api_v2")
    assert found.copies[ID].tweet.availability == "available"
    assert [row.fault for row in found.faults] == ["api_error"]


@pytest.mark.parametrize(
    "said",
    [
        error("resource-not-found", "Could not find user.", resource_type="user"),
        error("resource-not-found", "Could not find it.", resource_id=1.7e18, value=None),
        error("invalid-request", "No."),
        {"message": "Over capacity", "code": 130},
        {},
        {"type": 5, "detail": [], "resource_id": {}},
    ],
)
def test_other_errors(read: Read, said: dict[str, Any]) -> None:
    """Faults with what they say."""
    found = read({"data": [], "errors": [said]}, "api_v2")
    assert [row.fault for row in found.faults] == ["api_error"]
    assert not found.copies
    assert (
        str(said.get("detail") or said.get("message") or "") in found.faults[0].detail
        or said.get("type") == 5
    )
