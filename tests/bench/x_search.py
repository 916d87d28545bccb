"""A search of 10,000 tweets: killed three times, stopped once by its budget, against one left in peace.

    python -m tests.bench.x_search [--tweets 10000]

The stand-in for the X API kills the reader's process just before some of its answers, so what was not sent is
not paid. At the end the rows must be those of an undisturbed run, and no tweet may have been sent twice.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from tests.site.x_api import TOKEN, Timeline, XApi, serve_x
from tests.site.x_query import EVERYTHING
from warehouse.catalog import connect

KILLED_BEFORE = (13, 37, 71)  # answers, counted over all attempts
COLUMNS = """
SELECT * EXCLUDE (page_id, run_id, date, observed_at, first_observed_at, copies) FROM tweets
WHERE asked_for ORDER BY tweet_key
"""


def main() -> None:
    """Read both ways, compare, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tweets", type=int, default=10_000)
    timeline = Timeline(tweets=parser.parse_args().tweets)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with serve_x(timeline) as x:
            assert start(x, folder, "calm").wait() == 0
            calm = len(x.paid), sum(x.paid.values())
        with serve_x(timeline) as x:
            kills = disturbed(x, folder, timeline)
            rough = len(x.paid), sum(x.paid.values())
        same = rows(folder / "calm") == rows(folder / "rough")
    print(f"undisturbed: {calm[0]:,} tweets, {calm[1]:,} reads")
    print(f"killed {kills} times, stopped once by the budget: {rough[0]:,} tweets, {rough[1]:,} reads")
    print(f"rows are {'the same' if same else 'NOT the same'}; {rough[1] - calm[1]} reads more than needed")


def disturbed(x: XApi, folder: Path, timeline: Timeline) -> int:
    """A run that is killed three times and stopped by its budget, then another that reads the rest."""
    waiting, reader = list(KILLED_BEFORE), [start(x, folder, "rough")]

    def before_answer(path: str, params: Mapping[str, str], number: int) -> None:
        if waiting and number >= waiting[0]:
            waiting.pop(0)
            reader[0].send_signal(signal.SIGKILL)
            reader[0].wait()

    x.before_answer = before_answer
    kills, share = 0, len(timeline.posts) * 9 // 10
    reader[0].wait()
    while reader[0].returncode == -signal.SIGKILL:
        kills += 1
        reader[0] = start(x, folder, "rough", "--resumed", reads=share)
        reader[0].wait()
    assert reader[0].returncode == 0
    assert len(x.paid) < len(timeline.posts), "the budget did not stop it"
    assert start(x, folder, "rough", run="r2").wait() == 0
    return kills


def start(
    x: XApi, folder: Path, name: str, *options: str, run: str = "r1", reads: int = 1_000_000
) -> "subprocess.Popen[bytes]":
    """The run, in a process of its own."""
    sources = folder / "sources.toml"
    since = x.timeline.begins.date() - timedelta(days=1)
    sources.write_text(
        f'[[source]]\nname = "all"\nkind = "x_search"\nquery = {EVERYTHING!r}\n'
        f'archive = "all"\nsince = {since}\n',
        "utf-8",
    )
    command = [sys.executable, "-m", "tests.bench.night", str(folder / name), str(sources), run, *options]
    environment = {
        **os.environ,
        "ISNAD_ALLOW_LOOPBACK": "1",
        "ISNAD_X_API": x.base,
        "ISNAD_X_TOKEN": TOKEN,
        "ISNAD_X_READS_PER_RUN": str(reads),
        "ISNAD_X_READS_PER_MONTH": "1000000",
    }
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def rows(root: Path) -> list[tuple[object, ...]]:
    """The tweets that were asked for, without what differs from run to run."""
    with connect(root) as con:
        return con.execute(COLUMNS).fetchall()


if __name__ == "__main__":
    main()
