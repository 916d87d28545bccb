"""Reading X over loopback: nothing lost, nothing paid twice, the budget kept, the token told to nobody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prefect.logging import disable_run_logger
from pydantic import SecretStr

from config.sources import load_sources
from tasks.collecting.x.access import XAccess
from tasks.job import Job
from tasks.x import read_x
from tests.bench.night import run_night
from tests.site.x_api import TOKEN, Timeline, XApi, serve_x
from tests.site.x_query import EVERYTHING
from tests.tasks.conftest import make_job
from warehouse.catalog import connect
from warehouse.forget import Wish, forget
from warehouse.reads import spent

TIMELINE = Timeline(tweets=300, users=8)


@pytest.fixture
def x() -> Iterator[XApi]:
    """The stand-in, its timeline ended."""
    with serve_x(TIMELINE) as running, disable_run_logger():
        yield running


def job_of(root: Path, x: XApi, run_id: str = "r1", *, reads: int = 100_000, **given: Any) -> Job:
    """A run that may read X."""
    job = make_job(root, run_id, TIMELINE.ends.date())
    access = XAccess(
        base=x.base,
        token=SecretStr(TOKEN),
        dialect=x.dialect,
        max_wait_s=1_000,
        reads_per_run=reads,
        reads_per_month=1_000_000,
    )
    later = timedelta(minutes=10 * int(run_id.removeprefix("r")))
    clock = replace(job.clock, at=TIMELINE.ends + later)  # type: ignore[type-var]
    policy = replace(job.policy, attempts=3)
    return replace(job, x=access, clock=clock, sleep=clock.sleep, policy=policy, **given)


def search(tmp_path: Path, lines: str = "") -> Path:
    """A sources file with one search for everything."""
    file = tmp_path / "sources.toml"
    since = TIMELINE.begins.date() - timedelta(days=1)
    file.write_text(
        f'[[source]]\nname = "all"\nkind = "x_search"\nquery = {EVERYTHING!r}\narchive = "all"\n'
        f"since = {since}\n{lines}",
        "utf-8",
    )
    return file


def rows(root: Path, sql: str) -> list[Any]:
    """An answer of the warehouse."""
    with connect(root) as con:
        return con.execute(sql).fetchall()


def listed(root: Path) -> set[str]:
    """The tweets that were asked for."""
    return {
        row[0]
        for row in rows(
            root, "SELECT tweet_id FROM tweets WHERE asked_for AND availability IN ('available', 'withheld')"
        )
    }


def test_a_search_brings_every_tweet_once(tmp_path: Path, x: XApi) -> None:
    """Each in a row, with its answer's bytes behind it; the books balance; the token is nowhere."""
    run_night(job_of(tmp_path / "w", x), load_sources(search(tmp_path)))
    assert listed(tmp_path / "w") == set(TIMELINE.posts)
    assert max(x.paid.values()) == 1
    assert rows(tmp_path / "w", "SELECT bool_and(balanced), sum(payloads) FROM books") == [(True, 3)]
    assert rows(tmp_path / "w", "SELECT count(*) FROM payload_faults") == [(0,)]
    assert not any(
        TOKEN.encode() in path.read_bytes() for path in (tmp_path / "w").rglob("*") if path.is_file()
    )


def test_a_night_asks_only_for_what_is_new(tmp_path: Path) -> None:
    """The next night begins behind the newest tweet."""
    middle = TIMELINE.begins + (TIMELINE.ends - TIMELINE.begins) / 2
    moment = [middle]
    with serve_x(TIMELINE, clock=lambda: moment[0]) as x, disable_run_logger():
        run_night(job_of(tmp_path / "w", x), load_sources(search(tmp_path)))
        first = set(x.paid)
        assert 0 < len(first) < len(TIMELINE.posts)
        moment[0] = TIMELINE.ends
        run_night(job_of(tmp_path / "w", x, "r2"), load_sources(search(tmp_path)))
        assert listed(tmp_path / "w") == set(TIMELINE.posts)
        assert max(x.paid.values()) == 1


@pytest.mark.parametrize("reads", [90, 120, 250])
def test_the_budget_is_never_exceeded_and_the_rest_comes_later(tmp_path: Path, x: XApi, reads: int) -> None:
    """Each run stops within its share and says so; the next goes on where it stopped."""
    for number in range(30):
        run_night(job_of(tmp_path / "w", x, f"r{number}", reads=reads), load_sources(search(tmp_path)))
        (used,) = rows(
            tmp_path / "w", f"SELECT coalesce(sum(reads), 0) FROM x_reads WHERE run_id = 'r{number}'"
        )
        assert used[0] <= reads
        if listed(tmp_path / "w") == set(TIMELINE.posts):
            break
    assert listed(tmp_path / "w") == set(TIMELINE.posts)
    assert max(x.paid.values()) == 1
    (stopped,) = rows(tmp_path / "w", "SELECT any_value(error) FROM fetches WHERE outcome = 'reads_spent'")
    assert "the budget of reads is spent" in stopped[0]
    assert (
        spent(tmp_path / "w", TIMELINE.begins) == rows(tmp_path / "w", "SELECT sum(reads) FROM x_reads")[0][0]
    )


def test_a_killed_run_goes_on_behind_its_last_answer(tmp_path: Path, x: XApi) -> None:
    """What was on disk is not asked for again."""
    sources = load_sources(search(tmp_path))
    job = job_of(tmp_path / "w", x)
    x.script(["ok", "500", "500", "500"])
    read_x.fn(job, sources)
    for shard in (tmp_path / "w" / "_staging" / "r1" / "source_runs").glob("*.parquet"):
        shard.unlink()  # as if it had been killed before its source was whole
    run_night(replace(job, resumed=True), sources)
    assert listed(tmp_path / "w") == set(TIMELINE.posts)
    assert max(x.paid.values()) == 1


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        (["429"], None),
        (["429-burst", "429-bare", "500", "503"], None),
        (["broken-json", "drop"], None),
        (["ok", "cap"], "usage_cap"),
        (["500", "500", "500"], "http_error"),
    ],
    ids=["window", "all that passes", "broken", "cap", "server"],
)
def test_faults(tmp_path: Path, x: XApi, steps: list[str], outcome: str | None) -> None:
    """What passes is waited for; what does not ends the source with its outcome, and the night publishes."""
    x.script(steps)
    run_night(job_of(tmp_path / "w", x), load_sources(search(tmp_path)))
    found = rows(tmp_path / "w", "SELECT outcome FROM fetches WHERE outcome <> 'stored'")
    assert found == ([(outcome,)] if outcome else [])
    assert (listed(tmp_path / "w") == set(TIMELINE.posts)) == (outcome is None)
    run_night(job_of(tmp_path / "w", x, "r2"), load_sources(search(tmp_path)))
    assert listed(tmp_path / "w") == set(TIMELINE.posts)
    assert max(x.paid.values()) == 1


def test_a_refused_token_is_said_in_a_sentence(tmp_path: Path, x: XApi) -> None:
    """And asks nothing more."""
    x.expire()
    run_night(
        job_of(tmp_path / "w", x),
        load_sources(search(tmp_path, '[[source]]\nname = "two"\nkind = "x_ids"\nids = ["20"]\n')),
    )
    found = rows(tmp_path / "w", "SELECT outcome, error FROM fetches ORDER BY source")
    assert [outcome for outcome, _ in found] == ["unauthorized", "unauthorized"]
    assert "ISNAD_X_TOKEN" in found[0][1]
    assert len(x.requests) == 1


def test_ids_are_looked_up_once_a_day(tmp_path: Path, x: XApi) -> None:
    """Those that are gone are rows with their availability."""
    ids = [*list(TIMELINE.posts)[:150], *TIMELINE.gone]
    file = tmp_path / "sources.toml"
    file.write_text(f'[[source]]\nname = "cited"\nkind = "x_ids"\nids = {ids!r}\n', "utf-8")
    for run_id in ("r1", "r2"):
        run_night(job_of(tmp_path / "w", x, run_id), load_sources(file))
    assert listed(tmp_path / "w") >= set(ids) - TIMELINE.gone.keys()
    assert max(x.paid.values()) == 1
    known = dict(rows(tmp_path / "w", "SELECT tweet_id, availability FROM tweets"))
    for tweet_id, why in TIMELINE.gone.items():
        assert known[tweet_id] != "available", why
        assert (known[tweet_id] == "deleted") == (why == "deleted")


def test_an_account_and_a_list(tmp_path: Path, x: XApi) -> None:
    """The account's id is looked up once; a list is read to where it was read before."""
    account = next(iter(TIMELINE.accounts.values()))
    listing = next(iter(TIMELINE.lists))
    since = TIMELINE.begins.date() - timedelta(days=1)
    file = tmp_path / "sources.toml"
    file.write_text(
        f'[[source]]\nname = "one"\nkind = "x_user"\nhandle = "{account["username"]}"\nsince = {since}\n'
        f'[[source]]\nname = "members"\nkind = "x_list"\nlist_id = "{listing}"\n',
        "utf-8",
    )
    run_night(job_of(tmp_path / "w", x), load_sources(file))
    run_night(job_of(tmp_path / "w", x, "r2"), load_sources(file))
    asked = [request.path for request in x.requests]
    assert asked.count("/2/users/by") == 1
    mine = {name for name, post in TIMELINE.posts.items() if post["author_id"] == account["id"]}
    assert mine <= listed(tmp_path / "w")


def test_a_span_is_read_whole_and_once(tmp_path: Path, x: XApi) -> None:
    """A backfill's day has that day's tweets only."""
    begins = datetime.combine(
        TIMELINE.begins.date() + timedelta(days=1), datetime.min.time(), TIMELINE.begins.tzinfo
    )
    span = (begins, begins + timedelta(days=1))
    for run_id in ("r1", "r2"):
        run_night(job_of(tmp_path / "w", x, run_id, span=span), load_sources(search(tmp_path)))
    found = rows(tmp_path / "w", "SELECT min(created_at), max(created_at) FROM tweets WHERE asked_for")
    assert span[0] <= found[0][0]
    assert found[0][1] < span[1]
    assert max(x.paid.values()) == 1
    assert set(x.paid) == listed(tmp_path / "w")


def end_early(root: Path) -> None:
    """Let the run be one that was killed before its sources were whole."""
    for shard in (root / "_staging").glob("*/source_runs/*.parquet"):
        shard.unlink()


def account_source(tmp_path: Path, handle: str) -> Path:
    """A sources file with one account."""
    file = tmp_path / "sources.toml"
    file.write_text(f'[[source]]\nname = "one"\nkind = "x_user"\nhandle = "{handle}"\n', "utf-8")
    return file


@pytest.mark.parametrize("known", [True, False])
def test_a_run_killed_behind_the_look_up_of_an_account(tmp_path: Path, x: XApi, known: bool) -> None:
    """Does not pay for it again; one that X does not know may be asked for again, and the run publishes."""
    handle = next(iter(TIMELINE.accounts.values()))["username"] if known else "nobody_at_all"
    sources, job = load_sources(account_source(tmp_path, handle)), job_of(tmp_path / "w", x)
    read_x.fn(job, sources)
    end_early(job.root)
    run_night(replace(job, resumed=True), sources)
    asked = [request.path for request in x.requests]
    assert asked.count("/2/users/by") == (1 if known else 2)
    assert rows(job.root, "SELECT state FROM runs") == [("completed",)]


def list_source(tmp_path: Path) -> Path:
    """A sources file with one list."""
    file = tmp_path / "sources.toml"
    since = TIMELINE.begins.date() - timedelta(days=1)
    listing = next(iter(TIMELINE.lists))
    file.write_text(
        f'[[source]]\nname = "members"\nkind = "x_list"\nlist_id = "{listing}"\nsince = {since}\n', "utf-8"
    )
    return file


def test_a_list_over_several_nights(tmp_path: Path, x: XApi) -> None:
    """Each night goes on by the token where the budget ended the last one."""
    for number in range(1, 30):
        run_night(job_of(tmp_path / "w", x, f"r{number}", reads=300), load_sources(list_source(tmp_path)))
        if not rows(tmp_path / "w", f"FROM fetches WHERE run_id = 'r{number}' AND outcome <> 'stored'"):
            break
    members = TIMELINE.lists[next(iter(TIMELINE.lists))]
    assert listed(tmp_path / "w") == {
        name for name, post in TIMELINE.posts.items() if post["author_id"] in members
    }
    assert rows(tmp_path / "w", "SELECT DISTINCT state FROM runs") == [("completed",)]


def test_a_list_whose_token_is_stale_the_next_night(tmp_path: Path, x: XApi) -> None:
    """What came since is read all the same; what was paid for yesterday is not read anew, and it is said."""
    sources = load_sources(list_source(tmp_path))
    run_night(job_of(tmp_path / "w", x, reads=90), sources)
    x.forget_tokens()
    tomorrow = job_of(tmp_path / "w", x, "r200")
    assert tomorrow.clock().date() > TIMELINE.ends.date()
    x.requests.clear()
    run_night(tomorrow, sources)
    assert [request.status for request in x.requests] == [400, 200]
    found = rows(tmp_path / "w", "SELECT outcome FROM fetches WHERE run_id = 'r200' ORDER BY ALL")
    assert found == [("http_error",), ("stored",)]
    run_night(job_of(tmp_path / "w", x, "r400"), sources)
    assert [request.status for request in x.requests] == [400, 200, 200]


def test_a_list_whose_token_is_stale_in_the_same_night(tmp_path: Path, x: XApi) -> None:
    """It is read anew, which costs nothing on the same day; the same address twice is no contradiction."""

    def stale(path: str, params: dict[str, str], number: int) -> None:
        if number == 1:
            x.forget_tokens()

    x.before_answer = stale
    run_night(job_of(tmp_path / "w", x), load_sources(list_source(tmp_path)))
    assert [request.status for request in x.requests][:3] == [200, 400, 200]
    assert rows(tmp_path / "w", "SELECT state FROM runs") == [("completed",)]
    reads = rows(tmp_path / "w", "SELECT sum(reads) FROM x_reads")[0][0]
    assert reads == len(x.paid.keys() | x.paid_included.keys())


def test_what_is_forgotten_is_not_asked_for(tmp_path: Path, x: XApi) -> None:
    """Neither a tweet by its id nor an account; nothing is paid for what may not be shown."""
    account, ids = next(iter(TIMELINE.accounts.values())), list(TIMELINE.posts)[:3]
    file = account_source(tmp_path, account["username"])
    with file.open("a") as more:
        more.write(f'[[source]]\nname = "cited"\nkind = "x_ids"\nids = {ids!r}\n')
    job = job_of(tmp_path / "w", x)
    for kind, value in (("handle", account["username"].lower()), ("tweet", ids[0])):
        wish = Wish(kind=kind, values=(value,), reason="asked for")
        forget(job.root, wish, run_id=f"f-{kind}", started_at=job.clock(), now=job.clock, version="test")
    run_night(job, load_sources(file))
    assert [request.params["ids"] for request in x.requests] == [",".join(ids[1:])]
    assert rows(job.root, "SELECT outcome FROM fetches WHERE source = 'one'") == [("forgotten",)]
    assert rows(job.root, "SELECT bool_and(balanced) FROM books") == [(True,)]
