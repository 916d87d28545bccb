"""What killed processes left behind."""

import os
from datetime import UTC, datetime
from pathlib import Path

from warehouse.layout import staging_dir
from warehouse.leftovers import KEPT, given_up

NOW = datetime(2026, 3, 9, tzinfo=UTC)


def test_runs_that_were_given_up(root: Path) -> None:
    """Are named: their rows are in no table, so that nobody forgets them there."""
    for run_id, age in (("r1", KEPT * 2), ("r2", KEPT / 2)):
        staging_dir(root, run_id).mkdir(parents=True)
        os.utime(staging_dir(root, run_id), ((NOW - age).timestamp(),) * 2)
    assert given_up(root, NOW) == [staging_dir(root, "r1")]


def test_an_empty_warehouse(root: Path) -> None:
    """Has nothing."""
    assert given_up(root, NOW) == []
