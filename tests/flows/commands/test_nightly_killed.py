"""`kill -9` of `isnad nightly`: the next night finishes what was begun."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.commands.sql import query_once
from tests.bench.kills import pages_asked, write_sources
from tests.flows.conftest import ISNAD
from tests.site.hostile import Hostile, serve
from warehouse.claims import alone

ENVIRONMENT = {
    "ISNAD_ALLOW_LOOPBACK": "1",
    "ISNAD_DELAY_S": "0",
    "ISNAD_BATCH_PAGES": "5",
    "ISNAD_SOURCES": "sources.toml",
}


def start_midway(server: Hostile, cwd: Path, pages: int) -> "subprocess.Popen[str]":
    """The night of the ninth, in a group of its own, when so many pages were asked for."""
    night = subprocess.Popen(
        [str(ISNAD), "nightly", "--day", "2024-12-09"],
        cwd=cwd,
        env={**os.environ, "PREFECT_HOME": str(cwd / "prefect"), **ENVIRONMENT},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while pages_asked(server) < pages and night.poll() is None:
        time.sleep(0.01)
    return night


def test_the_next_night_finishes_it(isnad: Callable[..., Any], tmp_path: Path) -> None:
    """Both nights are in the warehouse, each address with one outcome in each; nothing is left behind."""
    with serve() as server:
        write_sources(server, tmp_path, hosts=2, pages=20)
        with start_midway(server, tmp_path, 25) as night:
            os.killpg(night.pid, signal.SIGKILL)
        [begun] = [path.parent.name for path in (tmp_path / "data" / "_staging").glob("*/run.json")]
        ran = isnad("nightly", "--day", "2024-12-10", cwd=tmp_path, **ENVIRONMENT)
    assert ran.code == 0, ran.err
    root = tmp_path / "data"
    runs = query_once(root, "SELECT run_id, date, state FROM runs ORDER BY date").to_pylist()
    assert [(row["date"].day, row["state"]) for row in runs] == [(9, "completed"), (10, "completed")]
    assert runs[0]["run_id"] == begun
    query = "SELECT date, outcome, count(*) AS n FROM fetches WHERE role = 'page' GROUP BY ALL ORDER BY date"
    counts = [(row["date"].day, row["outcome"], row["n"]) for row in query_once(root, query).to_pylist()]
    assert counts == [(9, "stored", 40), (10, "duplicate", 40)]
    assert list((root / "_staging").glob("*/")) == []


def test_ctrl_c_ends_it_at_once(isnad: Callable[..., Any], tmp_path: Path) -> None:
    """With a sentence and the exit code of an interrupt; no process stays behind."""
    with serve() as server:
        write_sources(server, tmp_path, hosts=1, pages=2_000)
        with start_midway(server, tmp_path, 25) as night:
            night.send_signal(signal.SIGINT)
            _, said = night.communicate(timeout=30)
    assert night.returncode == 130
    assert "goes on from here" in said
    assert "Traceback" not in said
    with pytest.raises(ProcessLookupError):
        os.killpg(night.pid, 0)


def test_one_night_at_a_time(isnad: Callable[..., Any], tmp_path: Path) -> None:
    """A second one is told so before anything starts."""
    write_sources(Hostile(port=9), tmp_path, hosts=1, pages=1)
    with alone(tmp_path / "data", "nightly"):
        ran = isnad("nightly", cwd=tmp_path, **ENVIRONMENT)
    assert ran.code == 1
    assert ran.err.startswith("isnad: another nightly run works on")
    assert len(ran.err.splitlines()) == 1
