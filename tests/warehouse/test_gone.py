"""What is forgotten, in payloads that could not be read as a whole."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.warehouse.forgetting import (
    ask_to_forget,
    files_with,
    payload_rows,
    take_out,
    tweet_json,
    user_json,
)
from warehouse.rows import Page
from warehouse.tweet_rows import PayloadFault

USERS = [user_json("1", "wazir"), user_json("2", "safir")]
TWEETS = [tweet_json("100", "1", "the harbour opens"), tweet_json("101", "2", "the bridge closes")]
OF_TWEETS = ("tweets", "tweet_counts", "tweet_entities", "tweet_media")


@pytest.fixture
def faulty(stage, publish, seen, build) -> Callable[..., Page]:
    """Publishes a payload with a fault of this kind; of its tweets only these became rows."""

    def run(fault: str, detail: str, tweets: list[dict[str, Any]], body: bytes | None = None) -> Page:
        page = seen(url="https://api.x.example/r1", verdict="payload")
        rows = payload_rows(page, "r1", build.DAY, TWEETS, USERS, build)
        keys = {item["id"] for item in tweets}
        for table in OF_TWEETS:
            rows[table] = [row for row in rows[table] if row.tweet_key in keys]
        rows["tweet_authors"] = [row for row in rows["tweet_authors"] if row.author_id == "2"]
        if body is not None:
            rows["pages"] = [replace(rows["pages"][0], body=body, evidence='{"form": "lines"}')]
        rows["payload_faults"] = [
            PayloadFault(
                page_id=page.page_id, run_id="r1", date=build.DAY, ord=0, source="minbar", line=1,
                fault=fault, detail=detail,
            )
        ]  # fmt: skip
        if not tweets:
            rows["payload_faults"] = []
            rows["verdicts"] = [replace(rows["verdicts"][0], verdict="quarantined", reason=fault)]
            rows["tweet_authors"] = []
        stage("r1", given=rows)
        publish("r1")
        return page

    return run


def test_what_a_fault_quotes(faulty, ask, root) -> None:
    """Is not shown from the moment on, and in no file afterwards."""
    faulty("bad_value", "text cannot be read: 'the harbour", TWEETS)
    ask_to_forget(root, "tweet", "100")
    assert ask("SELECT fault, detail FROM payload_faults") == [("bad_value", "forgotten")]
    take_out(root)
    assert files_with(root, "the harbour") == []
    assert ask("SELECT fault, detail FROM payload_faults") == [("bad_value", "forgotten")]
    assert take_out(root, "m2").snapshot is None


def test_a_line_that_could_not_be_read(faulty, root, ask) -> None:
    """Goes where it names what is forgotten; the others stay."""
    lines = [json.dumps(TWEETS[1]).encode(), b'{"id": "100", "text": "the harbour op']
    faulty("not_json", "the line is no JSON", TWEETS[1:], b"\n".join(lines))
    assert take_out(root, "m0").snapshot is None
    ask_to_forget(root, "tweet", "100")
    assert take_out(root).redacted == 1
    assert files_with(root, "the harbour") == []
    assert ask("SELECT body FROM pages") == [(lines[0] + b"\n",)]
    assert take_out(root, "m2").snapshot is None


@pytest.mark.parametrize(("forgotten", "stays"), [("100", False), ("999", True)])
def test_a_payload_that_broke_extraction(faulty, root, forgotten: str, stays: bool) -> None:
    """Is not read again: nothing of it stays where it names what is forgotten."""
    faulty("it took too long", "", [])
    ask_to_forget(root, "tweet", forgotten)
    take_out(root)
    assert bool(files_with(root, "the harbour")) is stays
    assert bool(files_with(root, "the bridge")) is stays
    assert take_out(root, "m2").snapshot is None
