"""How a night's tasks are sent on their way, and what is left of killed ones."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect.logging import disable_run_logger

from config.settings import load_settings
from flows.job import make_job
from flows.nightly import finish_begun, in_flight
from tasks.job import Job
from warehouse.claims import Begun, begin
from warehouse.layout import claim_path

STARTED_AT = datetime(2024, 12, 9, 2, tzinfo=UTC)


@dataclass
class Future:
    """A call under way, until somebody asks for its result."""

    value: int
    under_way: list[int]

    def result(self) -> int:
        """The result; the call is then over."""
        self.under_way.remove(self.value)
        return self.value


@given(st.integers(0, 30), st.integers(1, 8))
def test_calls_are_bounded_and_in_order(calls: int, at_once: int) -> None:
    """Every call is made, results come in the order of the calls, never more than allowed are under way."""
    under_way: list[int] = []
    most = 0

    def submit(value: int) -> Future:
        nonlocal most
        under_way.append(value)
        most = max(most, len(under_way))
        return Future(value, under_way)

    assert list(in_flight(submit, ((n,) for n in range(calls)), at_once)) == list(range(calls))
    assert most <= at_once
    assert under_way == []


@pytest.fixture
def tonight(tmp_path: Path) -> Job:
    """A run of the ninth that has not begun."""
    return make_job(load_settings(root=tmp_path / "w"), date(2024, 12, 9), STARTED_AT)


@pytest.fixture
def resumed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The runs that were gone on with; those named "broken" fail, what comes of the others is their id."""
    done: list[str] = []

    def run_night(job: Job, sources: object, started_at: datetime) -> str:
        done.append(job.run_id)
        assert job.resumed
        if job.run_id == "broken":
            raise MemoryError
        return job.run_id

    monkeypatch.setattr("flows.nightly.run_night", run_night)
    return done


def leave(root: Path, run_id: str, day: int = 9, sources: tuple[str, ...] = ("a", "b")) -> None:
    """A run that was begun by a process that is gone."""
    begin(
        root,
        Begun(run_id=run_id, flow="nightly", day=date(2024, 12, day), sources=sources, started_at=STARTED_AT),
    )


def test_the_same_night_is_gone_on_with(tonight: Job, resumed: list[str]) -> None:
    """It takes the place of tonight's."""
    leave(tonight.root, "r1")
    with disable_run_logger():
        assert finish_begun(tonight, (), ("b", "a")) == "r1"
    assert resumed == ["r1"]


def test_other_nights_are_finished_first(tonight: Job, resumed: list[str]) -> None:
    """Those of another day or of other sources; tonight's then begins as ever."""
    leave(tonight.root, "r1", day=8)
    leave(tonight.root, "r2", sources=("a",))
    with disable_run_logger():
        assert finish_begun(tonight, (), ("a", "b")) is None
    assert resumed == ["r1", "r2"]


def test_a_night_that_breaks_again_and_again_is_given_up(tonight: Job, resumed: list[str]) -> None:
    """It keeps no other night from its work, and its rows stay where they are."""
    leave(tonight.root, "broken")
    leave(tonight.root, "r1", day=8)
    with disable_run_logger():
        for _ in range(5):
            assert finish_begun(tonight, (), ("a", "b")) is None
    assert resumed.count("broken") == 3
    assert claim_path(tonight.root, "broken").exists()
