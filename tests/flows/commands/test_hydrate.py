"""`isnad compliance`, `hydrate`, `backfill` and `reads`: as a person runs them, over the stand-in for X."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.commands.sql import query_once
from tests.site.x_api import TOKEN, Timeline, XApi, serve_x
from tests.site.x_query import EVERYTHING

Isnad = Callable[..., Any]


def settings(x: XApi, reads: int = 1_000) -> dict[str, str]:
    """What the command is told."""
    return {
        "ISNAD_X_API": x.base,
        "ISNAD_X_SYNDICATION": x.base,
        "ISNAD_X_OEMBED": x.base,
        "ISNAD_X_TOKEN": TOKEN,
        "ISNAD_X_READS_PER_RUN": str(reads),
        "ISNAD_X_READS_PER_MONTH": "100000",
        "ISNAD_ALLOW_LOOPBACK": "1",
    }


def write_tweets(file: Path, timeline: Timeline) -> None:
    """All tweets of the timeline as JSON Lines."""
    file.write_text(
        "".join(json.dumps({"data": post}, ensure_ascii=False) + "\n" for post in timeline.posts.values())
    )


def shown(folder: Path) -> set[str]:
    """The tweets that the view has."""
    return set(query_once(folder / "data", "SELECT tweet_id FROM tweets").column("tweet_id").to_pylist())


def test_a_tweet_that_is_deleted_later_vanishes(isnad: Isnad, tmp_path: Path) -> None:
    """Compliance finds it, the views leave it out, and it is gone from the files after `maintain`."""
    timeline = Timeline(tweets=12, users=3)
    write_tweets(tmp_path / "tweets.jsonl", timeline)
    with serve_x(timeline) as x:
        assert isnad("import", "tweets.jsonl", cwd=tmp_path).code == 0
        deleted, withheld = list(timeline.posts)[10], list(timeline.posts)[6]
        text = timeline.posts.pop(deleted)["text"]
        timeline.posts.pop(withheld)
        timeline.gone |= {deleted: "deleted", withheld: "withheld"}
        ran = isnad("compliance", "--days", "0", cwd=tmp_path, **settings(x))
    assert ran.code == 0, ran.err
    assert "1 are gone and forgotten" in ran.out
    assert deleted not in shown(tmp_path)
    assert withheld in shown(tmp_path)
    assert len(holding(tmp_path, text)) == 2  # the row, and the bytes
    assert isnad("maintain", cwd=tmp_path).code == 0
    assert holding(tmp_path, text) == []


def holding(folder: Path, text: str) -> list[str]:
    """What the files hold that says the text."""
    query = "SELECT text FROM raw.tweets UNION ALL SELECT decode(body) FROM raw.pages"
    return [
        said
        for said in query_once(folder / "data", query).column("text").to_pylist()
        if said and text in said
    ]


def test_nobody_answers(isnad: Isnad, tmp_path: Path) -> None:
    """It is said, and the exit code is 1."""
    timeline = Timeline(tweets=3, users=2)
    write_tweets(tmp_path / "tweets.jsonl", timeline)
    assert isnad("import", "tweets.jsonl", cwd=tmp_path).code == 0
    with serve_x(timeline) as x:
        x.script(["503"] * 3)
        ran = isnad("compliance", "--days", "0", cwd=tmp_path, **settings(x) | {"ISNAD_ATTEMPTS": "1"})
    assert ran.code == 1
    assert "Nobody answered" in ran.out
    assert TOKEN not in ran.out + ran.err


def test_the_token_may_be_in_a_secret_block(isnad: Isnad, prefect_server: str, tmp_path: Path) -> None:
    """It is taken from there without the blanks around it, and told nowhere; a missing block is named."""
    timeline = Timeline(tweets=3, users=2)
    write_tweets(tmp_path / "tweets.jsonl", timeline)
    assert isnad("import", "tweets.jsonl", cwd=tmp_path).code == 0
    save = f"from prefect.blocks.system import Secret; Secret(value={TOKEN + chr(10)!r}).save('x-token')"
    environment = {**os.environ, "PREFECT_API_URL": prefect_server}
    subprocess.run([sys.executable, "-c", save], env=environment, check=True, timeout=300)
    with serve_x(timeline) as x:
        given = {name: value for name, value in settings(x).items() if name != "ISNAD_X_TOKEN"}
        asked = ("compliance", "--days", "0")
        given["ISNAD_HYDRATE_WITH"] = "syndication"  # says nothing of compliance
        ran = isnad(*asked, cwd=tmp_path, **given, ISNAD_X_TOKEN_BLOCK="x-token")
        missing = isnad(*asked, cwd=tmp_path, **given, ISNAD_X_TOKEN_BLOCK="y-token")
    assert ran.code == 0, ran.err
    assert "3 by the API" in ran.out
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if TOKEN.encode() in path.read_bytes()] == []
    assert TOKEN not in ran.out + ran.err
    assert missing.code == 2
    assert "ISNAD_X_TOKEN_BLOCK" in missing.err
    assert "y-token" in missing.err
    assert "Traceback" not in missing.err


@pytest.mark.parametrize("missing", ["ISNAD_X_TOKEN", "ISNAD_X_READS_PER_RUN", "ISNAD_X_READS_PER_MONTH"])
def test_what_is_required_is_named(isnad: Isnad, tmp_path: Path, missing: str) -> None:
    """Before anything is asked."""
    with serve_x(Timeline(tweets=3, users=2)) as x:
        given = {name: value for name, value in settings(x).items() if name != missing}
        ran = isnad("compliance", cwd=tmp_path, **given)
        assert not x.requests
    assert ran.code == 2
    assert missing in ran.err


def test_days_gone_by(isnad: Isnad, tmp_path: Path) -> None:
    """A run a day; what was read is not read again; what it cost is shown."""
    ends = datetime.now(UTC)
    timeline = Timeline(tweets=40, users=3, begins=ends - timedelta(days=4), days=4)
    first, last = (ends - timedelta(days=3)).date(), (ends - timedelta(days=2)).date()
    source = f'[[source]]\nname = "all"\nkind = "x_search"\nquery = {EVERYTHING!r}\narchive = "all"\n'
    (tmp_path / "sources.toml").write_text(source)
    asked = ("backfill", "--start", str(first), "--end", str(last), "--sources", "sources.toml")
    with serve_x(timeline) as x:
        for _ in range(2):
            ran = isnad(*asked, cwd=tmp_path, **settings(x))
            assert ran.code == 0, ran.err
        reads = isnad("reads", cwd=tmp_path, **settings(x))
        paid = dict(x.paid)
    expected = {
        name
        for name in timeline.posts
        if first <= datetime.fromisoformat(timeline.posts[name]["created_at"]).date() <= last
    }
    assert paid.keys() == expected
    assert set(paid.values()) == {1}
    assert "all" in reads.out
    assert "reads of 100,000" in reads.out
    wrong = isnad(
        "backfill", "--start", str(last), "--end", str(first), "--sources", "sources.toml", cwd=tmp_path
    )
    assert wrong.code == 2
    assert "in order" in wrong.err
