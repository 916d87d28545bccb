"""`isnad import`: as a person runs it."""

import json
import os
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.commands.import_tweets import is_empty, name_of
from flows.commands.sql import query_once
from flows.import_tweets import Summary
from tests.flows.conftest import ISNAD
from warehouse.claims import alone

Isnad = Callable[..., Any]


def lines(*numbers: int) -> str:
    """JSON Lines of statuses of v1.1."""
    user = {"id_str": "7", "screen_name": "orle_port"}
    return "".join(
        json.dumps({"id_str": str(number), "full_text": f"The harbour of Orle, day {number}", "user": user})
        + "\n"
        for number in numbers
    )


def test_a_file_is_imported_once(isnad: Isnad, tmp_path: Path) -> None:
    """Parts, tweets, accounts, faults with their place; the second time it is known."""
    (tmp_path / "port.jsonl").write_text(lines(1, 2, 3) + "{no JSON\n")
    ran = isnad("import", "port.jsonl", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "3 tweets, 1 accounts; 1 parts of 1 files; snapshot 1" in ran.out
    assert "could not be read: 1 not_json" in ran.out
    assert "  port.jsonl:4: not_json: the line is no JSON" in ran.out
    assert "Traceback" not in ran.err
    again = isnad("import", "port.jsonl", "--source", "port", "--json", cwd=tmp_path)
    assert again.code == 0, again.err
    said = json.loads(again.out)
    assert (said["parts"], said["duplicates"], said["tweets"], said["faults"]) == (1, 1, 0, {})
    assert query_once(tmp_path / "data", "SELECT count(*) AS n FROM tweets").to_pylist() == [{"n": 3}]


def test_an_archive_with_a_part_that_is_cut_off(isnad: Isnad, tmp_path: Path) -> None:
    """Its tweets are the account's; of the part what can be read comes in, and where it ends is told."""
    posts = [{"tweet": {"id_str": str(n), "full_text": f"من ميناء أورلي {n}"}} for n in (1, 2)]
    listed = json.dumps(posts, ensure_ascii=False)
    account = {"accountId": "77", "username": "orle_port", "accountDisplayName": "ميناء أورلي"}
    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
        owner = json.dumps([{"account": account}])
        archive.writestr("data/account.js", f"window.YTD.account.part0 = {owner}")
        archive.writestr("data/tweets.js", f"window.YTD.tweets.part0 = {listed}")
        archive.writestr(
            "data/tweets-part1.js", f"window.YTD.tweets.part1 = {listed[:-20].replace('1', '3')}"
        )
    ran = isnad("import", "archive.zip", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "archive.zip: data/tweets-part1.js: the element breaks off" in ran.out
    query = "SELECT tweet_id, author_handle, text FROM tweets ORDER BY 1"
    assert [tuple(row.values()) for row in query_once(tmp_path / "data", query).to_pylist()] == [
        (str(n), "orle_port", f"من ميناء أورلي {n}") for n in (1, 2, 3)
    ]


def test_what_cannot_be_imported_is_told_before_anything(isnad: Isnad, tmp_path: Path) -> None:
    """Exit code 2, one sentence, and no warehouse."""
    (tmp_path / "port.jsonl").write_text(lines(1))
    for arguments, said in (
        (("port.jsonl", "gone.jsonl"), "cannot read gone.jsonl: No such file or directory"),
        (("port.jsonl", "."), ". is a folder; name the files in it"),
        (("port.jsonl", "--form", "csv"), "--form 'csv' is not one of lines, twarc_csv"),
        (("port.jsonl", "--source", "Port"), "--source 'Port': a name has lower-case letters"),
    ):
        ran = isnad("import", *arguments, cwd=tmp_path)
        assert ran.code == 2, ran.err
        assert ran.err.startswith(f"isnad: {said}")
        assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_nothing_that_can_be_read(isnad: Isnad, tmp_path: Path) -> None:
    """Exit code 1, and the first faults."""
    (tmp_path / "notes.txt").write_text("the harbour\nthe bridge\n")
    ran = isnad("import", "notes.txt", "--form", "lines", cwd=tmp_path)
    assert ran.code == 1
    assert "0 tweets" in ran.out
    assert "  notes.txt:1: not_json" in ran.out


def test_one_import_at_a_time(isnad: Isnad, tmp_path: Path) -> None:
    """A second one is told so before anything starts."""
    (tmp_path / "port.jsonl").write_text(lines(1))
    with alone(tmp_path / "data", "import"):
        ran = isnad("import", "port.jsonl", cwd=tmp_path)
    assert ran.code == 1
    assert ran.err.startswith("isnad: another import run works on")


def test_a_killed_import_is_begun_again(isnad: Isnad, tmp_path: Path) -> None:
    """`kill -9` while rows are staged: the next one begins anew, and every tweet is there once."""
    (tmp_path / "port.jsonl").write_text(lines(*range(1, 60_001)))
    staging = tmp_path / "data" / "_staging"
    killed = subprocess.Popen(
        [str(ISNAD), "import", "port.jsonl"],
        cwd=tmp_path,
        env={**os.environ, "PREFECT_HOME": str(tmp_path / "prefect"), "ISNAD_BATCH_PAGES": "2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not list(staging.glob("*/verdicts/*.parquet")) and killed.poll() is None:
        time.sleep(0.01)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    ran = isnad("import", "port.jsonl", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "60,000 tweets" in ran.out
    assert query_once(tmp_path / "data", "SELECT count(*) AS n FROM raw.tweets").to_pylist() == [
        {"n": 60_000}
    ]
    assert list(staging.glob("*/")) == []


@pytest.mark.parametrize(
    ("tweets", "accounts", "duplicates", "empty"),
    [(0, 0, 0, True), (1, 0, 0, False), (0, 1, 0, False), (0, 0, 1, False)],
)
def test_what_counts_as_nothing(tweets: int, accounts: int, duplicates: int, empty: bool) -> None:
    """Neither a tweet nor an account, now or before."""
    summary = Summary(
        run_id="r1", day=date(2026, 3, 1), snapshot=1, files=1, files_failed=0, parts=1,
        duplicates=duplicates, bytes=1, rows=1, tweets=tweets, accounts=accounts, faults={}, elapsed_s=1.0,
    )  # fmt: skip
    assert is_empty(summary) is empty


def test_a_name_is_shown_as_it_is() -> None:
    """The address is for the tables."""
    assert name_of("file:///port%20tweets.jsonl") == "port tweets.jsonl"
    assert name_of(None) == ""
