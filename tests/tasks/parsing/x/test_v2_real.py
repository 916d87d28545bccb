"""Real payloads of the X API v2: nothing in them is lost, and every entity stands where it says."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tasks.parsing.snowflake import snowflake_time
from tasks.parsing.x.gathered import Gathered
from warehouse.schema import BY_ROW

SIGNS = {"hashtag": "#", "cashtag": "$", "mention": "@", "url": "", "annotation": ""}
FILES = [
    "synthetic__renamed_post_fields.json",
    *(f"twarc-csv__{name}.jsonl" for name in (
        "cashtags", "edited", "edited_after", "edited_before", "geo_tweets", "many_urls",
        "media_policy_violation_on", "media_tweet", "mentions_tweet", "quoted_edit",
        "streaming_output_with_error", "two_tweets", "verified_type",
    )),
    *(f"twitwi__payload-v2{name}.json" for name in ("", "-geo", "-singletweet", "-tweet-retweet", "-video")),
]  # fmt: skip


def answers_in(path: Path) -> list[Any]:
    """The answers in a file; a line that is cut off is none."""
    if path.suffix == ".json":
        return [json.loads(path.read_bytes())]
    found = []
    for line in path.read_bytes().splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            assert "with_error" in path.name
    return found


def ids_in(value: Any) -> Iterator[str]:
    """The ids of all objects with a text, wherever they are."""
    if isinstance(value, dict):
        if "id" in value and "text" in value:
            yield value["id"]
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from ids_in(item)


@pytest.fixture
def found(read: Callable[..., Gathered], shared: Path, name: str) -> Gathered:
    """The rows of one file."""
    form = "lines" if name.endswith(".jsonl") else "api_v2"
    return read((shared / "v2" / name).read_bytes(), form)


@pytest.mark.parametrize("name", FILES)
def test_every_tweet_becomes_a_row(found: Gathered, shared: Path, name: str) -> None:
    """No id is missing, none is invented, and only the line that is cut off is a fault."""
    answers = answers_in(shared / "v2" / name)
    assert set(found.copies) == set(ids_in(answers))
    asked = [answer["data"] for answer in answers]
    assert {key for key, copy in found.copies.items() if copy.tweet.asked_for} == set(ids_in(asked))
    assert [fault.fault for fault in found.faults] == ["not_json"] * ("with_error" in name)


@pytest.mark.parametrize("name", FILES)
def test_every_account_becomes_a_row(found: Gathered, shared: Path, name: str) -> None:
    """Also the ones that are only mentioned."""
    answers = answers_in(shared / "v2" / name)
    users = {user["id"] for answer in answers for user in answer["includes"].get("users", ())}
    assert set(found.authors) == users


@pytest.mark.parametrize("name", FILES)
def test_entities_stand_where_they_are(found: Gathered, name: str) -> None:
    """Each slice of the stored text is the entity with its sign; all are placed but those of a notice."""
    for copy in found.copies.values():
        for row in copy.entities:
            if row.start is None:
                assert row.kind == "context" or copy.tweet.text is None
            else:
                shown = (copy.tweet.text or "")[row.start : row.end]
                # X writes the line breaks in a name as spaces
                shown = " ".join(shown.split()) if row.kind == "annotation" else shown
                assert shown == f"{SIGNS[row.kind]}{row.text}"


@pytest.mark.parametrize("name", FILES)
def test_times_agree_with_ids(found: Gathered, name: str) -> None:
    """Within a second."""
    for copy in found.copies.values():
        at, told = snowflake_time(copy.tweet.tweet_id), copy.tweet.created_at
        assert at is not None
        assert told is not None
        assert abs(at - told) <= timedelta(seconds=1)


@pytest.mark.parametrize("name", FILES)
def test_rows_can_be_stored(found: Gathered, name: str) -> None:
    """Each is of its table's types."""
    for row in found.rows():
        assert BY_ROW[type(row)].to_arrow([row]).num_rows == 1


def test_a_text_that_x_does_not_show(read: Callable[..., Gathered], shared: Path) -> None:
    """Its notice is the reason, and the names X found in the text stay without a place."""
    path = shared / "v2" / "twarc-csv__media_policy_violation_on.jsonl"
    hidden = [copy for copy in read(path.read_bytes(), "lines").copies.values() if copy.tweet.text is None]
    assert len(hidden) == 58  # of 100: the others repeat tweets that are there
    assert {copy.tweet.availability for copy in hidden} == {"restricted"}
    assert any(row.kind == "annotation" for copy in hidden for row in copy.entities)


def test_answers_that_are_errors(read: Callable[..., Gathered], shared: Path) -> None:
    """A row for the tweet that is not there, and one fault for each answer that is nothing but a problem."""
    cases = json.loads((shared / "v2" / "synthetic__error_shapes.json").read_bytes())
    found = [read(case["body"], "api_v2", status=case["status"]) for case in cases]
    assert {key: copy.tweet.availability for key, copy in found[0].copies.items()} == {
        "123": "available",
        "456": "deleted",
    }
    assert [[fault.fault for fault in each.faults] for each in found[1:]] == [["api_error"]] * 3
    assert not any(each.copies for each in found[1:])


def test_both_dialects_give_the_same(read: Callable[..., Gathered], shared: Path) -> None:
    """Renaming tweets to posts changes no row."""
    posts = read((shared / "v2" / "synthetic__renamed_post_fields.json").read_bytes(), "api_v2")
    path = shared / "v2" / "twarc-csv__quoted_edit.jsonl"
    tweets = read(answers_in(path)[0] | {"__twarc": None}, "api_v2")
    assert list(posts.rows()) == list(tweets.rows())
