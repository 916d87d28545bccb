"""Lines of tweets, each in a form of its own."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.parsing.x import lines
from tasks.parsing.x.gathered import Gathered

Read = Callable[..., Gathered]

PORT = {"id": "90", "username": "PortOfHalden"}
TWEET = {"id": "1800000000000000001", "text": "The bridge is open.", "author_id": "90"}
OTHER = {"id": "1700000000000000001", "text": "Fog\u2028 on the fjord\x85", "author_id": "91"}
OLD = {
    "id_str": "1600000000000000001", "id": 1600000000000000001, "full_text": "Ferries run.",
    "created_at": "Tue Nov 29 16:10:07 +0000 2022", "user": {"id_str": "92", "screen_name": "ferries"},
}  # fmt: skip


def as_lines(*items: Any) -> bytes:
    """JSON Lines as orjson or jq writes them: in UTF-8."""
    return b"\n".join(
        item if isinstance(item, bytes) else json.dumps(item, ensure_ascii=False).encode() for item in items
    )


def test_each_line_in_its_own_form(read: Read) -> None:
    """Answers, messages of a stream, flattened tweets and tweets of v1.1."""
    streamed = {"data": OTHER, "includes": {"users": [PORT]}, "matching_rules": [{"id": 1}]}
    found = read(
        as_lines({"data": [TWEET]}, streamed, OLD, {"id": "20", "text": "Tide", "author": PORT}), "lines"
    )
    kinds = {key: copy.tweet.source_kind for key, copy in found.copies.items()}
    assert kinds == {TWEET["id"]: "api_v2", OTHER["id"]: "api_v2", OLD["id_str"]: "api_v1", "20": "api_v2"}
    assert found.copies[str(OTHER["id"])].tweet.text == OTHER["text"]
    assert not found.faults


def test_a_broken_line(read: Read) -> None:
    """A fault with its number in the file, and the others are read."""
    found = read(as_lines(TWEET, b"", b'{"data": {"id": "1', b"  \r", OTHER, b"true"), "lines", line=101)
    assert set(found.copies) == {TWEET["id"], OTHER["id"]}
    assert [(row.fault, row.line) for row in found.faults] == [("not_json", 103), ("not_a_tweet", 106)]


def test_line_ends_and_marks(read: Read) -> None:
    """CR before LF and a byte order mark are no part of a line."""
    body = b"\xef\xbb\xbf" + as_lines(TWEET) + b"\r\n" + as_lines(OTHER) + b"\r\n"
    found = read(body, "lines")
    assert len(found.copies) == 2
    assert not found.faults


def test_a_line_of_several(read: Read) -> None:
    """Each of a list is read."""
    assert len(read(as_lines([TWEET, {"data": [OTHER]}]), "lines").copies) == 2


def test_a_search_of_v1(read: Read) -> None:
    """Its statuses are read, each."""
    found = read(as_lines({"statuses": [OLD], "search_metadata": {"count": 1}}), "lines")
    assert set(found.copies) == {OLD["id_str"]}
    assert not found.faults


def test_a_status_of_a_form_of_its_own(read: Read) -> None:
    """Others write tweets that look like v1.1's and have their words under other names: that is told."""
    found = read(as_lines({"id_str": "20", "rawContent": "Tide", "user": {"username": "desk"}}), "lines")
    assert [(row.fault, row.detail, row.line) for row in found.faults] == [
        ("bad_value", "a status without a text", 1)
    ]
    assert found.copies["20"].tweet.availability == "unknown"


def test_a_line_too_long(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault, and the next one is read."""
    monkeypatch.setattr(lines, "MAX_LINE_BYTES", 200)
    found = read(as_lines({"id": "20", "text": "x" * 200}, TWEET), "lines")
    assert set(found.copies) == {TWEET["id"]}
    assert [(row.fault, row.line) for row in found.faults] == [("too_long", 1)]


def test_a_deletion(read: Read) -> None:
    """A row that says so."""
    message = {"delete": {"status": {"id": 1234, "id_str": "1234", "user_id_str": "90"}, "timestamp_ms": "1"}}
    found = read(as_lines(message), "lines")
    tweet = found.copies["1234"].tweet
    assert (tweet.availability, tweet.author_id, tweet.source_kind) == ("deleted", "90", "api_v1")
    assert not found.faults


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({"limit": {"track": 1234}}, "limit: track 1234"),
        (
            {"warning": {"code": "FALLING_BEHIND", "percent_full": 60}},
            "warning: code FALLING_BEHIND, percent_full 60",
        ),
        ({"disconnect": [{"reason": "x"}]}, "disconnect: reason x"),
        ({"errors": [{"title": "operational-disconnect", "detail": "gone"}]}, "operational-disconnect: gone"),
        ({"title": "ConnectionException", "detail": "too many"}, "ConnectionException: too many"),
    ],
)
def test_words_of_the_stream(read: Read, message: Any, told: str) -> None:
    """Faults that say what the stream said."""
    found = read(as_lines(message, TWEET), "lines")
    assert [(row.fault, row.detail, row.line) for row in found.faults] == [("api_error", told, 1)]
    assert set(found.copies) == {TWEET["id"]}


@pytest.mark.parametrize(
    "item", [{}, {"id": "5", "name": "a list"}, {"start": "x", "tweet_count": 5}, 5, None, [[]]]
)
def test_what_is_no_tweet(read: Read, item: Any) -> None:
    """A fault."""
    assert [row.fault for row in read(as_lines(item), "lines").faults] == ["not_a_tweet"]


def test_a_deletion_without_an_id(read: Read) -> None:
    """A fault."""
    assert [row.fault for row in read(as_lines({"delete": []}), "lines").faults] == ["bad_value"]


def test_an_account_alone(read: Read) -> None:
    """As `twarc2 users` flattened writes them."""
    assert set(read(as_lines(PORT), "lines").authors) == {"90"}


def test_when_it_was_collected(read: Read) -> None:
    """As twarc noted it, for every row of the line."""
    answer = {
        "data": [TWEET],
        "includes": {"users": [PORT]},
        "__twarc": {"retrieved_at": "2025-01-02T03:04:05Z"},
    }
    found = read(as_lines(answer), "lines")
    at = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert {row.observed_at for row in [found.authors["90"], found.copies[str(TWEET["id"])].tweet]} == {at}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.sampled_from([b"", b"\r", b" ", b"{}", b"[1", as_lines(TWEET), as_lines(OTHER)])),
    st.booleans(),
)
def test_every_line_is_accounted_for(read: Read, items: list[bytes], ended: bool) -> None:
    """A tweet, a fault with its own number, or an empty line."""
    found = read(b"\n".join(items) + b"\n" * ended, "lines")
    wrong = [number for number, item in enumerate(items, 1) if item in (b"{}", b"[1")]
    assert [row.line for row in found.faults] == wrong
    assert len(found.copies) == len({item for item in items if b"id" in item})
