"""Answers of the X API v2 as rows."""

from collections.abc import Callable
from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered

Read = Callable[..., Gathered]

PORT = {"id": "90", "username": "PortOfHalden", "name": "Port of Halden"}
TWEET = {"id": "1800000000000000001", "text": "The bridge is open again.", "author_id": "90"}
QUOTED = {"id": "1700000000000000001", "text": "الجسر مغلق اليوم", "author_id": "91"}


def faults(found: Gathered) -> list[str]:
    """The kinds of fault met."""
    return [row.fault for row in found.faults]


def test_a_look_up(read: Read) -> None:
    """What was asked for, what stands beside it and the accounts are rows."""
    found = read({"data": [TWEET], "includes": {"users": [PORT], "tweets": [QUOTED]}}, "api_v2")
    rows = {key: (copy.tweet.asked_for, copy.tweet.url) for key, copy in found.copies.items()}
    assert rows == {
        TWEET["id"]: (True, "https://x.com/PortOfHalden/status/1800000000000000001"),
        QUOTED["id"]: (False, "https://x.com/i/web/status/1700000000000000001"),
    }
    assert found.authors["90"].name == "Port of Halden"
    assert not found.faults


def test_one_tweet_alone(read: Read) -> None:
    """`data` may be the object itself."""
    assert set(read({"data": TWEET}, "api_v2").copies) == {TWEET["id"]}


def test_the_posts_of_the_other_dialect(read: Read) -> None:
    """`includes.posts` are tweets."""
    assert set(read({"data": [], "includes": {"posts": [QUOTED]}}, "api_v2").copies) == {QUOTED["id"]}


def test_accounts_alone(read: Read) -> None:
    """A look-up of accounts brings no tweets."""
    found = read({"data": [PORT]}, "api_v2")
    assert set(found.authors) == {"90"}
    assert not found.copies
    assert not found.faults


def test_its_own_tweet_repeated(read: Read) -> None:
    """What an answer includes once more is one row, asked for."""
    found = read({"data": [TWEET], "includes": {"tweets": [dict(TWEET), TWEET | {"lang": "en"}]}}, "api_v2")
    (copy,) = found.copies.values()
    assert copy.tweet.asked_for
    assert copy.tweet.language == "en"


def test_an_empty_answer(read: Read) -> None:
    """Nothing found is nothing wrong."""
    found = read({"meta": {"result_count": 0}}, "api_v2")
    assert list(found.rows()) == []


def test_an_id_of_which_nothing_is_said(read: Read) -> None:
    """A row whose availability is unknown, and a fault; handles asked for are no ids."""
    missing = "1600000000000000001"
    found = read({"data": [TWEET]}, "api_v2", asked=(TWEET["id"], missing, "PortOfHalden"))
    assert found.copies[missing].tweet.availability == "unknown"
    assert found.copies[missing].tweet.created_source == "snowflake"
    assert set(found.copies) == {TWEET["id"], missing}
    assert faults(found) == ["api_error"]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "not_json"),
        (b"<html>503</html>", "not_json"),
        ([TWEET], "not_a_tweet"),
        ("harbour", "not_a_tweet"),
        ({}, "not_a_tweet"),
        ({"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank"}, "api_error"),
    ],
)
def test_what_is_no_answer(read: Read, body: Any, fault: str) -> None:
    """One fault and no rows, also where ids were asked for."""
    found = read(body, "api_v2", asked=() if body == {} else ("1600000000000000001",))
    assert faults(found) == [fault]
    assert not found.copies


@pytest.mark.parametrize("status", [400, 401, 403, 429, 503])
def test_a_problem(read: Read, status: int) -> None:
    """One fault that says what X said."""
    body = {"errors": [{"message": "no query"}], "title": "Invalid Request", "detail": "One or more errors."}
    found = read(body, "api_v2", status=status, asked=("1600000000000000001",))
    assert faults(found) == ["api_error"]
    assert found.faults[0].detail == f"{status}: Invalid Request: One or more errors.: no query"
    assert not found.copies


def test_things_that_are_no_tweets(read: Read) -> None:
    """Each is a fault, and the tweet beside them is read."""
    body = {"data": [None, 5, "20", {"id": "1", "name": "a list"}, {"text": "without an id"}, TWEET]}
    found = read(body, "api_v2")
    assert set(found.copies) == {TWEET["id"]}
    assert faults(found) == ["not_a_tweet"] * 5


def test_an_id_that_was_a_float(read: Read) -> None:
    """It has lost its end, and is never an id."""
    body = b'{"data": [{"id": 1.8e18, "text": "Fog"}, {"id": 1800000000000000001, "text": "Fog"}]}'
    found = read(body, "api_v2")
    assert set(found.copies) == {TWEET["id"]}
    assert faults(found) == ["bad_value"]
    assert "1.8e+18" in found.faults[0].detail


def test_includes_that_are_no_lists(read: Read) -> None:
    """Each is a fault."""
    body = {"data": TWEET, "includes": {"users": 5, "tweets": {}, "posts": [7]}, "errors": "none"}
    assert faults(read(body, "api_v2")) == ["bad_value"] * 4
