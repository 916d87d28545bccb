"""Which process works on which run."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from config.errors import CorruptError
from warehouse.claims import Begun, begin, begun_runs, claim
from warehouse.layout import claim_path
from warehouse.staging import remove_staging

HOLD = """
import sys
from pathlib import Path
from warehouse.claims import claim
with claim(Path(sys.argv[1]), "r1") as ours:
    print(ours, flush=True)
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


def test_one_process_has_a_run(root):
    """A second claim is refused, also in the same process; afterwards it is free."""
    begin(root, begun("r1"))
    with claim(root, "r1") as ours, claim(root, "r1") as again:
        assert (ours, again) == (True, False)
    with claim(root, "r1") as ours:
        assert ours


def test_a_killed_process_has_no_claim(root):
    """The lock goes with the process, without a word from it."""
    begin(root, begun("r1"))
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "True\n"
        with claim(root, "r1") as ours:
            assert not ours
        holder.kill()
        holder.wait()
    with claim(root, "r1") as ours:
        assert ours


def test_a_run_that_is_done_cannot_be_claimed(root):
    """Its folder is gone."""
    with claim(root, "r1") as ours:
        assert not ours


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"flow": "nightly", "day": "soon"}'])
def test_a_broken_description_says_what_to_do(root, text):
    """Nobody guesses what a run was asked for."""
    begin(root, begun("r1"))
    claim_path(root, "r1").write_text(text)
    with pytest.raises(CorruptError, match="move the folder"):
        begun_runs(root, "nightly")
