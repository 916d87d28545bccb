"""Forgetting in the files."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import ConflictError, WarehouseError
from tasks.parsing.x.redact import REDACTED
from tests.warehouse.forgetting import (
    ask_to_forget,
    files_with,
    payload_rows,
    take_out,
    tweet_json,
    user_json,
    values_of,
)
from warehouse import forget_files as forgetting
from warehouse import publish as publishing
from warehouse.catalog import connect
from warehouse.layout import STAGING
from warehouse.log import read_head
from warehouse.schema import PUBLISHED

URL = "https://minbar.example/1"
WORDS = ("harbour", "bridge", "ministry", "school", "lighthouse", "mill")
USERS = [user_json("1", "wazir"), user_json("2", "safir")]
TWEETS = [
    tweet_json(f"10{number}", str(number % 2 + 1), f"the {word} 🌊 opens")
    for number, word in enumerate(WORDS)
]


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def payload(stage, publish, seen, build) -> Callable[..., Any]:
    """Publishes a payload of tweets as a run of its own; the page."""

    def run(run_id: str = "r1", tweets: Any = TWEETS, hour: int = 6) -> Any:
        page = seen(url=f"https://api.x.example/{run_id}", hour=hour, verdict="payload")
        stage(run_id, given=payload_rows(page, run_id, build.DAY, tweets, USERS, build))
        publish(run_id)
        return page

    return run


def counts(root: Path) -> dict[str, int]:
    """The rows of each table, but for those that say what was done."""
    names = [table.name for table in PUBLISHED if table.name not in ("runs", "checks", "forgotten")]
    with connect(root) as con:
        return {name: con.sql(f"SELECT count(*) FROM raw.{name}").fetchall()[0][0] for name in names}


def test_a_tweet(payload, night, seen, ask, root) -> None:
    """Is in no file afterwards, nor in the payload's bytes; all other rows are there, under their keys."""
    page = payload()
    night("r2", seen(url=URL))
    before = counts(root)
    ask_to_forget(root, "tweet", "100")
    assert len(files_with(root, "the harbour")) == 4  # pages, tweets, entities, media
    done = take_out(root)
    assert files_with(root, "the harbour") == []
    assert len(files_with(root, "the bridge")) == 4
    less = dict.fromkeys(("tweets", "tweet_counts", "tweet_entities", "tweet_media"), 1)
    assert done.rows == less
    assert (done.redacted, done.emptied, done.files) == (1, 0, 5)
    assert counts(root) == {name: count - less.get(name, 0) for name, count in before.items()}
    body, digest = ask(f"SELECT body, body_sha256 FROM pages WHERE page_id = '{page.page_id}'")[0]
    assert sha256(body).hexdigest() == digest
    assert [item["id"] for item in json.loads(body)["data"]] == ["101", "102", "103", "104", "105"]
    assert ask("SELECT flow, state FROM runs WHERE run_id = 'm1'") == [("maintain", "completed")]


def test_a_payload_that_cannot_be_cut_is_counted(payload, root, monkeypatch) -> None:
    """Nothing of it stays, and that is said: the rows of its other tweets no longer lead to its bytes."""
    payload()
    ask_to_forget(root, "tweet", "100")
    monkeypatch.setitem(REDACTED, "api_v2", lambda body, names: body)
    done = take_out(root)
    assert (done.redacted, done.emptied) == (1, 1)
    assert files_with(root, "the harbour") == []
    assert counts(root)["tweets"] == 5


def test_many_pages_in_one_file(stage, publish, seen, build, ask, root) -> None:
    """More than a row group holds: each keeps its own bytes but for the ones that are cut."""
    tweets = [tweet_json(f"2{number:03}", "1", f"berth {number}") for number in range(150)]
    rows: dict[str, list[Any]] = {}
    for number, tweet in enumerate(tweets):
        page = seen(url=f"https://api.x.example/{number:03}", verdict="payload")
        for name, items in payload_rows(page, "r1", build.DAY, [tweet], USERS, build).items():
            rows.setdefault(name, []).extend(items)
    rows["source_runs"] = [build.source_row("minbar", len(tweets), "r1", build.DAY)]
    stage("r1", given=rows)
    publish("r1")
    bodies = "SELECT p.page_id, body, body_sha256 FROM raw.pages p ORDER BY p.page_id"
    before = ask(bodies)
    ask_to_forget(root, "tweet", "2003", "2070", "2149")
    assert take_out(root).redacted == 3
    after = ask(bodies)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 3
    assert all(old[0] == new[0] and sha256(new[1]).hexdigest() == new[2] for old, new in changed)
    assert all("data" in json.loads(new[1]) and not json.loads(new[1])["data"] for _, new in changed)


def test_only_files_that_hold_it_are_written_again(payload, root) -> None:
    """The others are the same files as before."""
    payload("r1", TWEETS[:3])
    payload("r2", TWEETS[3:], hour=7)
    ask_to_forget(root, "tweet", "100")
    before = read_head(root).files
    take_out(root)
    after = read_head(root).files
    for name in ("pages", "tweets", "tweet_media"):
        assert len({entry.path for entry in before[name]} & {entry.path for entry in after[name]}) == 1
    assert before["tweet_authors"] == after["tweet_authors"]
    listed = {entry.path for files in after.values() for entry in files}
    assert all((root / path).exists() for path in listed)


def test_twice(payload, root) -> None:
    """Where no file holds anything forgotten, nothing is written."""
    assert take_out(root, "m0").snapshot is None
    payload()
    assert take_out(root, "m1").snapshot is None
    ask_to_forget(root, "tweet", "100")
    assert take_out(root, "m2").snapshot == 3
    assert take_out(root, "m3").snapshot is None
    assert read_head(root).number == 3
    assert not list((root / STAGING).iterdir())


def test_what_comes_again_is_taken_out_again(payload, ask, root) -> None:
    """Brought by another night or an import: hidden at once, out of the files the next time."""
    payload()
    ask_to_forget(root, "handle", "wazir")
    take_out(root)
    payload("r2", hour=9)
    assert ask("SELECT DISTINCT tweet_key FROM tweets ORDER BY ALL") == [("101",), ("103",), ("105",)]
    assert files_with(root, "the harbour") != []
    assert take_out(root, "m2").snapshot is not None
    for text in ("the harbour", "I am wazir", "name of wazir"):
        assert files_with(root, text) == []
    assert ask("SELECT tweet_key, copies FROM tweets ORDER BY ALL") == [("101", 2), ("103", 2), ("105", 2)]


def test_an_account(payload, root, ask) -> None:
    """What it says of itself goes too, of the tables and of the payload."""
    payload()
    ask_to_forget(root, "author", "1")
    take_out(root)
    for text in ("I am wazir", "the harbour", "the ministry", "the lighthouse"):
        assert files_with(root, text) == []
    assert files_with(root, "I am safir")
    assert ask("SELECT handle FROM raw.tweet_authors") == [("safir",)]


def test_an_address(night, stage, publish, seen, build, ask, root) -> None:
    """The article with its bytes, parts and tweets; the books still balance."""
    rows = build.rows_of([seen(url=URL), seen(url=f"{URL}2", text="الجسر.\n\nنهاية.")], "r1", build.DAY)
    rows["fetches"][0] = replace(rows["fetches"][0], evidence='{"title": "الوزارة"}')
    stage("r1", given=rows)
    publish("r1")
    night("r2", seen(url=URL, hour=9, text="نص جديد.\n\nفقرة ثانية."))
    text = "أعلنت الوزارة الخطة"
    assert files_with(root, text)
    ask_to_forget(root, "url", URL)
    done = take_out(root)
    assert done.rows["pages"] == done.rows["articles"] == done.rows["verdicts"] == done.rows["tweets"] == 2
    for gone in (text, "نص جديد", '"title"'):
        assert files_with(root, gone) == []
    assert files_with(root, "الجسر")
    assert ask("SELECT count(*) FROM articles") == [(1,)]
    assert ask("SELECT stored, forgotten, failed, balanced FROM books ORDER BY run_id") == [
        (1, 1, 0, True),
        (0, 1, 0, True),
    ]


def test_a_page_of_a_publisher_stays_as_received(night, seen, root, ask) -> None:
    """Where it shows a forgotten tweet, only the tweet's rows go."""
    night("r1", seen(url=URL))
    (key,), (body,) = ask("SELECT tweet_key FROM tweets"), ask("SELECT body FROM pages")
    ask_to_forget(root, "tweet", *key)
    done = take_out(root)
    assert done.rows == {"tweets": 1, "article_tweets": 1}
    assert done.redacted == 0
    assert ask("SELECT body FROM pages") == [body]
    assert ask("SELECT count(*) FROM articles") == [(1,)]


def test_a_reader_that_was_open(payload, root) -> None:
    """Gets an error that names the missing file, and opened again the rows that stay."""
    payload()
    ask_to_forget(root, "tweet", "100")
    with connect(root) as con:
        take_out(root)
        with pytest.raises(duckdb.IOException, match=r"tweets.*\.parquet"):
            con.sql("FROM tweets").fetchall()
    with duckdb.connect(str(root / "warehouse.duckdb"), read_only=True) as con:
        assert con.sql("SELECT count(*) FROM tweets").fetchall() == [(5,)]


def test_a_night_that_read_the_old_files_publishes(
    payload, stage, publish, seen, root, ask, monkeypatch
) -> None:
    """Files that go while a run plans its commit make it plan again."""
    payload()
    ask_to_forget(root, "tweet", "100")
    stage("r2", seen(url=URL))
    real, met = publishing.follow, []

    def slow(*args: Any) -> Any:
        if not met:
            met.append(True)
            take_out(root)
        return real(*args)

    monkeypatch.setattr(publishing, "follow", slow)
    publish("r2")
    assert ask("SELECT count(*) FROM articles") == [(1,)]
    assert files_with(root, "the harbour") == []


def test_a_night_that_commits_meanwhile(payload, root, ask, monkeypatch) -> None:
    """Is in the snapshot too; what it brought of the forgotten waits for the next time."""
    payload()
    ask_to_forget(root, "tweet", "100")
    real, met = publishing.commit, []

    def slow(*args: Any) -> None:
        if not met:
            met.append(True)
            monkeypatch.setattr(publishing, "commit", real)
            payload("r2", hour=9)
            raise ConflictError("another writer was quicker")
        real(*args)

    monkeypatch.setattr(publishing, "commit", slow)
    take_out(root)
    assert ask("SELECT count(*) FROM raw.tweets") == [(11,)]
    assert ask("SELECT count(*) FROM tweets") == [(5,)]
    take_out(root, "m2")
    assert files_with(root, "the harbour") == []


def test_two_at_once(payload, root, monkeypatch) -> None:
    """The second one to commit is told; nothing stands twice."""
    payload()
    ask_to_forget(root, "tweet", "100")
    real = forgetting.write_down

    def overtaken(*args: Any) -> None:
        monkeypatch.setattr(forgetting, "write_down", real)
        take_out(root, "m2")
        real(*args)

    monkeypatch.setattr(forgetting, "write_down", overtaken)
    with pytest.raises(WarehouseError, match="run this again"):
        take_out(root)
    assert counts(root)["tweets"] == 5


@pytest.mark.parametrize("name", ["write_down", "commit_plan", "write_views", "finish_deleting"])
@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere(payload, root, ask, monkeypatch, name: str, after: bool) -> None:
    """Before the commit everything is as it was; behind it the next time deletes what was left."""
    payload()
    ask_to_forget(root, "tweet", "100")
    before, real, calls = counts(root), getattr(forgetting, name), []

    def killed(*args: Any) -> Any:
        calls.append(name)
        if name == "finish_deleting" and len(calls) == 1:
            return real(*args)  # what the last time left
        if after:
            real(*args)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(forgetting, name, killed)
        with pytest.raises(Killed):
            take_out(root)
    assert ask("SELECT count(*) FROM tweets") == [(5,)]
    committed = name in ("write_views", "finish_deleting") or (name == "commit_plan" and after)
    assert (counts(root) != before) is committed
    again = take_out(root, "m2")
    assert (again.snapshot is None) is committed
    assert files_with(root, "the harbour") == []
    assert not list((root / STAGING).iterdir())


def test_files_of_an_older_isnad(payload, root, ask, as_written) -> None:
    """Are written again with today's columns."""
    payload()
    [entry] = read_head(root).files["tweets"]
    table = pq.read_table(root / entry.path, partitioning=None).drop_columns(["place_north", "client_name"])
    from warehouse.log import Snapshot, commit
    from warehouse.parquet import write_file
    from warehouse.schema import TABLES

    older = as_written(TABLES["tweets"], table.schema)
    new = write_file(root, older, [table], rows=6, day=entry.date, run_id="old")
    head = read_head(root)
    files = dict(head.files) | {"tweets": (new,)}
    commit(root, Snapshot(number=2, parent=1, run_id="old", committed_at=head.committed_at, files=files))
    ask_to_forget(root, "tweet", "100")
    take_out(root)
    assert [entry.columns for entry in read_head(root).files["tweets"]] == [entry.columns]
    assert ask("SELECT count(*), count(client_name) FROM tweets") == [(5, 0)]


@given(chosen=st.sets(st.sampled_from([item["id"] for item in TWEETS])), cut=st.integers(0, 6))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_tweets(
    chosen: set[str], cut: int, tmp_path_factory: pytest.TempPathFactory, seen, build
) -> None:
    """Whichever tweets are forgotten, the others are left as they were, in the tables and in the payloads."""
    from datetime import UTC, datetime

    from warehouse.staging import write_shard

    root = tmp_path_factory.mktemp("any") / "w"
    now = datetime(2026, 3, 1, 7, tzinfo=UTC)
    for run_id, tweets in (("r1", TWEETS[:cut]), ("r2", TWEETS[cut:])):
        page = seen(url=f"https://api.x.example/{run_id}", verdict="payload")
        for table, items in payload_rows(page, run_id, build.DAY, tweets, USERS, build).items():
            write_shard(root, run_id, table, "0000", items)
        publishing.publish_run(
            root, run_id=run_id, day=build.DAY, flow="nightly", sources=("minbar",), started_at=now,
            now=lambda: now, version="test",
        )  # fmt: skip
    everything = "SELECT * EXCLUDE (rank) FROM tweet_copies ORDER BY tweet_key"
    with connect(root) as con:
        before = con.sql(everything).fetchall()
    ask_to_forget(root, "tweet", *sorted(chosen))
    stays = [row for row in before if row[0] not in chosen]
    for step in ("hidden", "taken out"):
        if step == "taken out":
            take_out(root)
        with connect(root) as con:
            assert con.sql(everything).fetchall() == stays
    found = {
        word
        for path in (root / "data").rglob("*.parquet")
        for value in values_of(path)
        for word in WORDS
        if f"the {word}" in value
    }
    assert found == {word for item, word in zip(TWEETS, WORDS, strict=True) if item["id"] not in chosen}
