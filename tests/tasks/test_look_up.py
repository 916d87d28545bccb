"""Looking tweets up over loopback: by the API, else as guests see them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prefect.logging import disable_run_logger

from tasks.collecting.x.guests import oembed, syndication
from tasks.extract import extract, unextracted
from tasks.job import Job
from tasks.look_up import LookedUp, look_up
from tasks.parsing.x.ranks import SYNDICATION, TRUNCATED
from tasks.publish import publish
from tests.site.x_api import XApi, serve_x
from tests.tasks.test_x import TIMELINE, job_of, rows
from warehouse.reads import gone, had_of_x, known_from_pages


@pytest.fixture
def x() -> Iterator[XApi]:
    """The stand-in, its timeline ended."""
    with serve_x(TIMELINE) as running, disable_run_logger():
        yield running


def run(job: Job, x: XApi, ids: list[str], *, guests: bool = True) -> LookedUp:
    """Look up, extract, publish."""
    services = (syndication(x.base), oembed(x.base)) if guests else ()
    done = look_up.fn(job, "hydrate", ids, services)
    for batch in unextracted(job.root, job.run_id, job.batch_pages):
        extract.fn(job, batch)
    publish.fn(job, "hydrate", ("hydrate",), job.clock(), "test")
    return done


def test_without_a_token_guests_are_told(tmp_path: Path, x: XApi) -> None:
    """Each tweet is a row, those that are gone with what is said of them."""
    ids = [*list(TIMELINE.posts)[:30], *TIMELINE.gone]
    job = replace(job_of(tmp_path / "w", x), x=None)
    done = run(job, x, ids)
    assert (done.tweets, done.by_api, done.by_guest) == (len(ids), 0, len(ids))
    known = dict(rows(tmp_path / "w", "SELECT tweet_id, availability FROM tweets"))
    assert known.keys() >= set(ids)
    assert {known[name] for name, why in TIMELINE.gone.items() if why == "deleted"} <= {"deleted"}
    assert not x.paid
    later = job_of(tmp_path / "w", x, "r2").clock()
    assert known_from_pages(tmp_path / "w", SYNDICATION, later.replace(year=2000), 1_000) == []


def test_the_api_comes_first_and_its_answers_are_final(tmp_path: Path, x: XApi) -> None:
    """What the API says is not to be had is not asked of anybody else."""
    ids = [*list(TIMELINE.posts)[:30], *TIMELINE.gone]
    done = run(job_of(tmp_path / "w", x), x, ids)
    assert (done.by_api, done.by_guest) == (len(ids), 0)
    assert {request.path for request in x.requests} == {"/2/tweets"}


def test_what_the_budget_does_not_reach_guests_are_told(tmp_path: Path, x: XApi) -> None:
    """The rest goes the other way."""
    ids = list(TIMELINE.posts)[:30]
    done = run(job_of(tmp_path / "w", x, reads=30), x, ids)
    assert done.by_api > 0
    assert done.by_api + done.by_guest == len(ids)
    assert rows(tmp_path / "w", "SELECT count(*) FROM tweets WHERE asked_for")[0][0] == len(ids)


def test_a_service_that_fails_is_left_alone(tmp_path: Path, x: XApi) -> None:
    """After some failures the other one is asked only; each failure is an outcome."""
    x.script(["429", "ok"] * 3)
    job = replace(job_of(tmp_path / "w", x), x=None)
    ids = list(TIMELINE.posts)[:6]
    assert run(job, x, ids).by_guest == 6
    asked = [request.path for request in x.requests]
    assert asked.count("/tweet-result") == 3
    assert rows(tmp_path / "w", "SELECT count(*) FROM fetches WHERE outcome = 'http_error'") == [(3,)]


def test_what_was_had_is_asked_for_again_after_a_while(tmp_path: Path, x: XApi) -> None:
    """And what is gone then is found by the run that found it so."""
    ids = list(TIMELINE.posts)[:5]
    job = job_of(tmp_path / "w", x)
    run(job, x, ids)
    root, now = tmp_path / "w", job.clock()
    assert had_of_x(root, TRUNCATED, now.replace(year=2000), 100) == []
    assert set(had_of_x(root, TRUNCATED, now.replace(year=2100), 100)) <= set(ids)
    run(job_of(root, x, "r2"), x, list(TIMELINE.gone), guests=False)
    found = gone(root, "hydrate", ("deleted", "protected", "suspended"))
    assert found
    assert found.keys() <= TIMELINE.gone.keys()
    assert gone(root, "compliance", ("deleted",)) == {}
