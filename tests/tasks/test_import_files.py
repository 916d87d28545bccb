"""Files of tweets to a published run, without Prefect."""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from prefect.logging import disable_run_logger

from tasks import import_files as importing
from tasks.import_files import Imported, import_files
from tasks.importing.forms import look_into
from tasks.importing.rows import Import
from tasks.publish import publish
from tests.tasks.conftest import make_job
from warehouse.catalog import connect

DAY = date(2026, 3, 1)
Run = Callable[..., Imported]


def status(number: int, text: str = "أعيد فتح الميناء") -> dict[str, Any]:
    """A status of v1.1."""
    return {
        "id_str": str(number), "full_text": text, "created_at": "Sun Mar 01 06:00:00 +0000 2026",
        "user": {"id_str": str(number % 3 + 1), "screen_name": f"port{number % 3 + 1}", "name": "الميناء"},
    }  # fmt: skip


def lines(*numbers: int) -> str:
    """JSON Lines of statuses."""
    return "".join(json.dumps(status(number)) + "\n" for number in numbers)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Imports and publishes files as one run into `tmp_path / "w"`."""

    def import_all(run_id: str, *files: Path, form: str | None = None) -> Imported:
        job = replace(make_job(tmp_path / "w", run_id, DAY), workers=2)
        given = Import(run_id=run_id, day=DAY, source="port-set", at=job.clock())
        done = import_files.fn(job, given, tuple(look_into(file, form) for file in files))
        publish.fn(job, "import", ("port-set",), given.at, "test")
        return done

    with disable_run_logger():
        yield import_all


@pytest.fixture
def ask(tmp_path: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """The rows of a query."""

    def rows_of_query(query: str) -> list[tuple[Any, ...]]:
        with connect(tmp_path / "w") as con:
            return con.execute(query).fetchall()

    return rows_of_query


Ask = Callable[[str], list[tuple[Any, ...]]]


def test_every_row_leads_back_to_its_line(
    run: Run, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tweet's page holds the bytes of the lines that its address names."""
    monkeypatch.setattr("tasks.importing.parts.PART_BYTES", 1_000)
    file = tmp_path / "port.jsonl"
    file.write_text(lines(*range(1, 41)), "utf-8")
    done = run("r1", file)
    assert done.parts > 5
    found = ask("SELECT tweet_id, p.url, body FROM raw.tweets t JOIN raw.pages p USING (page_id)")
    given = file.read_bytes().splitlines(keepends=True)
    assert len(found) == 40
    for tweet_id, url, body in found:
        first, last = (int(place) for place in url.partition("#line=")[2].split(","))
        assert url.startswith("file:///port.jsonl#line=")
        assert b"".join(given[first:last]) == body
        assert first < int(tweet_id) <= last


def test_the_books_balance(run: Run, ask: Ask, tmp_path: Path) -> None:
    """A run of its own, its file a list that names the parts."""
    file = tmp_path / "port.jsonl"
    file.write_text(lines(1, 2), "utf-8")
    run("r1", file)
    assert ask("SELECT source, named, stored, balanced FROM books") == [("port-set", 1, 1, True)]
    assert ask("SELECT flow, sources, state FROM runs") == [("import", ["port-set"], "completed")]
    assert ask("SELECT role, outcome, named FROM fetches ORDER BY role") == [
        ("listing", "read", 1),
        ("page", "stored", None),
    ]


def test_importing_again_adds_nothing(run: Run, ask: Ask, tmp_path: Path) -> None:
    """Under another name, compressed, or twice in one run: the bytes are known."""
    file, copy = tmp_path / "port.jsonl", tmp_path / "copy.jsonl"
    for path in (file, copy):
        path.write_text(lines(1, 2, 3), "utf-8")
    first = run("r1", file, copy)
    again = run("r2", copy)
    assert (first.parts, first.duplicates, again.parts, again.duplicates) == (2, 1, 1, 1)
    assert ask("SELECT count(*), count(DISTINCT page_id) FROM raw.tweets") == [(3, 1)]
    assert ask("SELECT count(*) FROM raw.pages") == [(1,)]
    assert ask("SELECT run_id, balanced FROM books ORDER BY run_id") == [("r1", True), ("r2", True)]


def test_a_file_that_grew_adds_its_end(
    run: Run, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts end where their bytes say, so the ones before are known."""
    monkeypatch.setattr("tasks.importing.parts.PART_BYTES", 1_000)
    file = tmp_path / "port.jsonl"
    file.write_text(lines(*range(1, 41)), "utf-8")
    first = run("r1", file)
    file.write_text(lines(*range(1, 61)), "utf-8")
    again = run("r2", file)
    assert again.duplicates >= first.parts - 1
    assert ask("SELECT count(DISTINCT tweet_id) FROM raw.tweets") == [(60,)]


def test_an_archive(run: Run, ask: Ask, tmp_path: Path) -> None:
    """Its owner is the author of its tweets."""
    file = tmp_path / "archive.zip"
    tweet = {key: value for key, value in status(5).items() if key != "user"}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("data/tweets.js", f"window.YTD.tweets.part0 = {json.dumps([{'tweet': tweet}])}")
        account = {"accountId": "77", "username": "orle_port", "accountDisplayName": "Orle"}
        archive.writestr(
            "data/account.js", f"window.YTD.account.part0 = {json.dumps([{'account': account}])}"
        )
    run("r1", file)
    assert ask("SELECT tweet_id, author_id, author_handle FROM raw.tweets") == [("5", "77", "orle_port")]
    assert ask("SELECT url FROM raw.pages") == [("file:///archive.zip/data/tweets.js#line=0,1",)]


def test_a_damaged_file_gives_what_there_is(run: Run, ask: Ask, tmp_path: Path) -> None:
    """And its row says why there is no more."""
    file = tmp_path / "tweets.js"
    file.write_text("window.YTD.tweets.part0 = [" + json.dumps({"tweet": status(1)}) + ",\n{", "utf-8")
    done = run("r1", file)
    assert done.files_failed == 1
    assert ask("SELECT tweet_id FROM raw.tweets") == [("1",)]
    ((error,),) = ask("SELECT error FROM fetches WHERE outcome = 'bad_listing'")
    assert error == "tweets.js: the element breaks off that begins on line 2; what came before was read"


def test_every_look_at_the_counts_is_kept(run: Run, ask: Ask, tmp_path: Path) -> None:
    """Also where one part of a file holds two."""
    file = tmp_path / "port.jsonl"
    looks = [
        {
            "data": [{"id": "7", "text": "أعيد فتح الميناء", "public_metrics": {"like_count": likes}}],
            "__twarc": {"retrieved_at": f"202{likes}-03-01T06:00:00Z"},
        }
        for likes in (5, 2, 3)
    ]
    file.write_text("".join(json.dumps(look) + "\n" for look in looks), "utf-8")
    run("r1", file)
    assert ask("SELECT year(observed_at), likes FROM tweet_counts ORDER BY 1") == [
        (2022, 2),
        (2023, 3),
        (2025, 5),
    ]
    assert ask("SELECT year(observed_at) FROM tweets") == [(2025,)]


def test_a_file_that_is_gone(run: Run, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at it and its turn: it is told, and the others are read."""
    gone, file = tmp_path / "gone.jsonl", tmp_path / "port.jsonl"
    for path in (gone, file):
        path.write_text(lines(1), "utf-8")
    known = importing.known_parts
    monkeypatch.setattr(importing, "known_parts", lambda root: (gone.unlink(), known(root))[1])
    assert run("r1", gone, file).files_failed == 1
    assert ask("SELECT tweet_id FROM raw.tweets") == [("1",)]
    assert ask("SELECT error FROM fetches WHERE outcome = 'bad_listing'") == [
        ("gone.jsonl: it cannot be opened any more",)
    ]


def test_faults_have_their_line(run: Run, ask: Ask, tmp_path: Path) -> None:
    """What could not be read is counted, and the rest is read."""
    file = tmp_path / "port.jsonl"
    file.write_text(lines(1) + '{"id_str": "2", "te\n' + lines(3) + '{"id_str"', "utf-8")
    run("r1", file)
    assert ask("SELECT tweet_id FROM raw.tweets ORDER BY 1") == [("1",), ("3",)]
    assert ask("SELECT line, fault FROM raw.payload_faults ORDER BY line") == [
        (2, "not_json"),
        (4, "not_json"),
    ]


def test_outcomes_without_pages_are_bounded(
    run: Run, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of a file that is known are staged as they come."""
    monkeypatch.setattr("tasks.importing.parts.PART_BYTES", 1_000)
    monkeypatch.setattr(importing, "MAX_OUTCOMES", 2)
    file = tmp_path / "port.jsonl"
    file.write_text(lines(*range(1, 41)), "utf-8")
    run("r1", file)
    done = run("r2", file)
    assert done.parts == done.duplicates > 5
    assert ask("SELECT count(*) FROM fetches WHERE run_id = 'r2' AND outcome = 'duplicate'") == [
        (done.parts,)
    ]
