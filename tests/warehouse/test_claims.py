"""Runs that were begun, and who is at work on them."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from config.errors import BusyError, CorruptError
from warehouse.claims import Begun, alone, begin, begun_runs, count_try
from warehouse.layout import claim_path
from warehouse.staging import remove_staging

HOLD = """
import sys
from pathlib import Path
from warehouse.claims import alone
with alone(Path(sys.argv[1]), "nightly"):
    print("here", flush=True)
    sys.stdin.read()
"""


def begun(run_id, hour=2, flow="nightly"):
    """A run that was begun at that hour."""
    return Begun(
        run_id=run_id,
        flow=flow,
        day=date(2026, 3, 1),
        sources=("minbar", "gazette"),
        started_at=datetime(2026, 3, 1, hour, tzinfo=UTC),
    )


def test_runs_are_read_as_they_were_begun(root):
    """Of the flow asked for, the oldest first; a run that ended is not there."""
    runs = [begun("r2", 4), begun("r1", 3), begun("r3", 5, flow="backfill"), begun("r4", 1)]
    for run in runs:
        begin(root, run)
    remove_staging(root, "r4")
    assert begun_runs(root, "nightly") == [runs[1], runs[0]]
    assert begun_runs(root / "nowhere", "nightly") == []


def test_one_process_at_a_time(root):
    """A second one is refused, also in the same process; other flows are not."""
    with alone(root, "nightly"):
        with pytest.raises(BusyError, match="wait for its end"), alone(root, "nightly"):
            pass
        with alone(root, "maintain"):
            pass
    with alone(root, "nightly"):
        pass


def test_a_killed_process_keeps_nobody_out(root):
    """The lock goes with the process, without a word from it."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "here\n"
        with pytest.raises(BusyError), alone(root, "nightly"):
            pass
        holder.kill()
        holder.wait()
    with alone(root, "nightly"):
        pass


def test_tries_are_counted_by_run(root):
    """Over processes: the number is on disk."""
    for run_id in ("r1", "r2"):
        begin(root, begun(run_id))
    assert [count_try(root, "r1"), count_try(root, "r1"), count_try(root, "r2")] == [1, 2, 1]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"flow": "nightly", "day": "soon"}'])
def test_a_broken_description_says_what_to_do(root, text):
    """Nobody guesses what a run was asked for."""
    begin(root, begun("r1"))
    claim_path(root, "r1").write_text(text)
    with pytest.raises(CorruptError, match="move the folder"):
        begun_runs(root, "nightly")
