"""Publishing."""

import json
import shutil
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.errors import ChecksError
from warehouse import durable
from warehouse import publish as publishing
from warehouse.gc import collect_garbage
from warehouse.layout import staging_dir
from warehouse.log import read_head, read_snapshot
from warehouse.publish import publish_run

REPOSITORY = Path(__file__).parents[2]
PUBLISH = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from warehouse.publish import publish_run

now = datetime(2026, 3, 1, 7, tzinfo=UTC)
for run_id in sys.argv[2:]:
    publish_run(Path(sys.argv[1]), run_id=run_id, day=date(2026, 3, 1), flow="nightly", sources=("minbar",),
                started_at=now, now=lambda: now, version="test")
"""
EVERYTHING = """
SELECT 'article', page_id, text FROM articles UNION ALL SELECT 'page', page_id, body_sha256 FROM pages
UNION ALL SELECT 'tweet', page_id, text FROM tweets UNION ALL SELECT 'run', run_id, state FROM runs
UNION ALL SELECT 'old', page_id, superseded_by FROM raw.superseded ORDER BY ALL
"""


class Killed(BaseException):
    """Stands for the end of the process."""


def test_a_night_is_seen_whole(night, seen, ask) -> None:
    """After a commit every table has its rows, and the run says how many."""
    snapshot = night(
        "r1",
        seen(url="https://minbar.example/1"),
        seen(url="https://minbar.example/2", verdict="not_article"),
    )
    assert snapshot.number == 1
    assert ask("SELECT count(*), count(DISTINCT article_id) FROM articles") == [(1, 1)]
    assert ask("SELECT count(*) FROM article_paragraphs") == [(2,)]
    counts = json.loads(ask("SELECT counts FROM runs")[0][0])
    assert counts["pages"] == 2
    assert counts["article_tweets"] == 1


def test_staging_is_removed(night, seen, root) -> None:
    """A committed run leaves no shards behind."""
    night("r1", seen(url="https://minbar.example/1"))
    assert not staging_dir(root, "r1").exists()


def test_publishing_again_changes_nothing(night, publish, stage, seen, ask) -> None:
    """A run that was committed is not committed again."""
    first = night("r1", seen(url="https://minbar.example/1"))
    before = ask(EVERYTHING)
    stage("r1", seen(url="https://minbar.example/1"))
    assert publish("r1").number == first.number
    assert ask(EVERYTHING) == before


def test_a_run_without_rows_is_recorded(publish, ask) -> None:
    """A night on which nothing was found leaves its run."""
    publish("r1")
    assert ask("SELECT run_id, state, counts FROM runs") == [("r1", "completed", "{}")]


def test_a_failed_check_stops_the_commit(stage, publish, seen, build, ask) -> None:
    """Rows that contradict each other are not published; the run and the check's count are."""
    given = build.rows_of([seen(url="https://minbar.example/1")], "r1", build.DAY)
    stage("r1", given=given | {"verdicts": []})
    with pytest.raises(
        ChecksError, match=r"every page has a verdict: 1 rows, first page_id=\w+, source=minbar"
    ):
        publish("r1")
    assert ask("SELECT count(*) FROM pages") == [(0,)]
    assert ask("SELECT state FROM runs") == [("failed",)]
    assert ask("SELECT failed_rows FROM checks WHERE name = 'every page has a verdict'") == [(1,)]


def test_a_failed_run_can_be_repaired(stage, publish, seen, build, ask) -> None:
    """The shards of a failed run stay; published again after a repair it is recorded once, as completed."""
    given = build.rows_of([seen(url="https://minbar.example/1")], "r1", build.DAY)
    stage("r1", given=given | {"verdicts": []})
    with pytest.raises(ChecksError):
        publish("r1")
    stage("r1", given={"verdicts": given["verdicts"]})
    publish("r1")
    assert ask("SELECT run_id, state FROM runs") == [("r1", "completed")]
    assert ask("SELECT sum(failed_rows), count(DISTINCT name) = count(*) FROM checks") == [(0, True)]
    assert ask("SELECT count(*) FROM articles") == [(1,)]


def test_the_same_page_in_two_runs_is_refused(night, seen) -> None:
    """A key that another run published already stops the commit."""
    night("r1", seen(url="https://minbar.example/1"))
    with pytest.raises(ChecksError, match="pages: page_id is unique: 1 rows"):
        night("r2", seen(url="https://minbar.example/1"))


def break_call(monkeypatch, module, name: str, at: int, *, after: bool) -> None:
    """Let the `at`-th call of a function, from 0, end the process before or after its work."""
    real, calls = getattr(module, name), iter(range(10_000))

    def broken(*args, **given):
        dies = next(calls) == at
        if dies and not after:
            raise Killed
        result = real(*args, **given)
        if dies:
            raise Killed
        return result

    monkeypatch.setattr(module, name, broken)


@pytest.mark.parametrize(
    ("module", "name", "at", "after"),
    [
        (Path, "replace", 0, False),
        (Path, "replace", 6, True),
        (Path, "replace", 11, False),
        (Path, "hardlink_to", 0, False),
        (Path, "hardlink_to", 0, True),
        (publishing, "write_views", 0, True),
        (shutil, "rmtree", 0, True),
    ],
)
def test_killed_anywhere(night, stage, publish, seen, ask, monkeypatch, module, name, at, after) -> None:
    """After a kill at any step readers see the night before or this one whole; publishing again heals."""
    night("r1", seen(url="https://minbar.example/1"))
    before = ask(EVERYTHING)
    stage("r2", seen(url="https://minbar.example/1", hour=9, text="نص جديد.\n\nفقرة ثانية."))
    with monkeypatch.context() as patch:
        break_call(patch, module, name, at, after=after)
        with pytest.raises(Killed):
            publish("r2")
    assert ask(EVERYTHING) == before or ask("SELECT count(*) FROM article_versions") == [(2,)]
    publish("r2")
    assert ask("SELECT version, text FROM articles") == [(2, "نص جديد.\n\nفقرة ثانية.")]
    assert ask("SELECT count(*), count(DISTINCT run_id) FROM runs") == [(2, 2)]
    assert ask("SELECT bool_and(balanced) FROM books") == [(True,)]


def test_a_kill_leaves_the_rows_of_an_undisturbed_run(
    night, stage, publish, seen, ask, root, monkeypatch
) -> None:
    """A publication that was broken off and repeated gives the same files as one that was not."""
    stage("r1", seen(url="https://minbar.example/1"))
    with monkeypatch.context() as patch:
        break_call(patch, Path, "hardlink_to", 0, after=False)
        with pytest.raises(Killed):
            publish("r1")
    publish("r1")
    disturbed = read_head(root).files
    shutil.rmtree(root)
    night("r1", seen(url="https://minbar.example/1"))
    assert read_head(root).files == disturbed


def test_processes_racing_for_a_number(stage, seen, ask, root) -> None:
    """Two processes that publish versions of one article lose nothing, and the versions are right."""
    runs = [f"r{number}" for number in range(4)]
    for hour, run_id in enumerate(runs):
        stage(run_id, seen(url="https://minbar.example/1", hour=hour, text=f"نسخة {hour}.\n\nفقرة."))
    writers = [
        subprocess.Popen([sys.executable, "-c", PUBLISH, root, *mine], cwd=REPOSITORY)
        for mine in (runs[::2], runs[1::2])
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert read_head(root).number == 4
    assert ask("SELECT version, text FROM articles") == [(4, "نسخة 3.\n\nفقرة.")]
    assert ask("SELECT list(version ORDER BY fetched_at) FROM article_versions") == [([1, 2, 3, 4],)]


def test_the_loser_of_a_race_tries_the_next_number(stage, publish, seen, root, monkeypatch) -> None:
    """Of two threads that hold the same base one wins; the other commits on top of it."""
    stage("r1", seen(url="https://minbar.example/1"))
    stage("r2", seen(url="https://minbar.example/2"))
    both, real, waited = threading.Barrier(2, timeout=30), publishing.commit, set()

    def together(*args):
        if threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            both.wait()
        return real(*args)

    monkeypatch.setattr(publishing, "commit", together)
    numbers: list[int] = []
    threads = [
        threading.Thread(target=lambda r=run: numbers.append(publish(r).number)) for run in ("r1", "r2")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(numbers) == [1, 2]
    assert [read_head(root).number, read_head(root).parent] == [2, 1]


def test_bytes_of_a_file_are_forced_to_the_disk(night, seen, monkeypatch) -> None:
    """Every file is synced before it has its name."""
    synced, named = set(), []
    real_sync, real_replace = durable.sync, Path.replace
    monkeypatch.setattr(durable, "sync", lambda path: (synced.add(path), real_sync(path)))
    monkeypatch.setattr(Path, "replace", lambda self, to: (named.append(self), real_replace(self, to))[1])
    night("r1", seen(url="https://minbar.example/1"))
    assert len(named) > 10
    assert set(named) <= synced


def test_a_clock_that_is_set_back(stage, seen, root, ask) -> None:
    """Snapshots stay in order, so that garbage collection keeps those that one can go back to."""
    for number, year in enumerate((2026, 2001, 2025), 1):
        now = datetime(year, 3, 1, 7, tzinfo=UTC)
        stage(f"r{number}", seen(url=f"https://minbar.example/{number}"))
        publish_run(
            root,
            run_id=f"r{number}",
            day=date(2026, 3, 1),
            flow="nightly",
            sources=("minbar",),
            started_at=now,
            now=lambda at=now: at,
            version="test",
        )
    at = datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert [read_snapshot(root, number).committed_at for number in (1, 2, 3)] == [at, at, at]
    assert collect_garbage(root, at)["snapshots"] == 0
    assert ask("SELECT count(*) FROM articles") == [(3,)]
