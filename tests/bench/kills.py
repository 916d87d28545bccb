"""`kill -9` of a night at random moments, and what the next attempt then fetches.

    python -m tests.bench.kills [--kills 20] [--seed 1]

A night of 300 pages on 10 hosts of a loopback server is killed when so many pages were asked for, or some
time after the last. Then it goes on. Its pages must be those of an undisturbed night, and no page that was
on disk when it was killed may be asked for again.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.site.hostile import Hostile, serve
from warehouse.catalog import connect
from warehouse.staging import is_staged, read_shard, shards

HOSTS, PAGES_PER_HOST = 10, 30
RUN = "r1"
BOUNDS = {
    "ISNAD_ALLOW_LOOPBACK": "1",
    "ISNAD_DELAY_S": "0",
    "ISNAD_BATCH_PAGES": "10",
    "ISNAD_WORKERS": "1",
}
AFTER_S = 3.0  # a kill up to so long after the last page is asked for strikes extraction or publishing


@dataclass(frozen=True, kw_only=True)
class Killed:
    """One kill: how many pages were asked for, and on disk, when it struck; what followed."""

    asked: int
    staged: int
    again: int
    equal: bool


def main() -> None:
    """Kill, go on, compare; one line a kill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    given = parser.parse_args()
    moments = random.Random(given.seed)
    print(f"seed {given.seed}")
    with serve() as server, tempfile.TemporaryDirectory() as temporary:
        sources = write_sources(server, Path(temporary), HOSTS, PAGES_PER_HOST)
        whole = undisturbed(sources, Path(temporary))
        done = []
        for number in range(given.kills):
            asked = moments.randrange(1, len(whole) + len(whole) // 4)
            done.append(kill_once(server, sources, Path(temporary) / f"w{number}", asked, whole))
            print(done[-1], flush=True)
    print(summary(done))


def summary(done: Sequence[Killed]) -> str:
    """The kills in one line."""
    same, again = sum(kill.equal for kill in done), sum(kill.again for kill in done)
    return f"{len(done)} kills: {same} ended in the same pages; {again} stored pages were asked for again"


def write_sources(server: Hostile, folder: Path, hosts: int, pages: int) -> Path:
    """A sources file that lists so many pages on each of so many hosts."""
    tables = [
        f'[[source]]\nname = "h{host}"\nkind = "urls"\nurls = ['
        + ", ".join(f'"{server.url(f"/page/{page}?after=0.02", f"127.0.2.{host}")}"' for page in range(pages))
        + "]\n"
        for host in range(1, hosts + 1)
    ]
    file = folder / "sources.toml"
    file.write_text("\n".join(tables), "utf-8")
    return file


def start(sources: Path, root: Path, *options: str) -> "subprocess.Popen[bytes]":
    """The night, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.night", str(root), str(sources), RUN, *options]
    return subprocess.Popen(command, env={**os.environ, **BOUNDS}, stdout=subprocess.DEVNULL)


def undisturbed(sources: Path, folder: Path) -> dict[str, str]:
    """The pages of a night that nobody kills."""
    assert start(sources, folder / "whole").wait() == 0
    return pages_of(folder / "whole")


def pages_of(root: Path) -> dict[str, str]:
    """The hash of each page kept, by address; an address that is kept twice counts as a difference."""
    with connect(root) as con:
        found = con.execute("SELECT url, string_agg(body_sha256, '+') FROM pages GROUP BY url").fetchall()
    return dict(found)


def kill_once(server: Hostile, sources: Path, root: Path, asked: int, whole: dict[str, str]) -> Killed:
    """Start a night, kill it when so many pages were asked for, have it go on, and compare."""
    before = pages_asked(server)
    night = start(sources, root)
    while pages_asked(server) - before < min(asked, len(whole)) and night.poll() is None:
        time.sleep(0.002)
    time.sleep(AFTER_S * max(0, asked - len(whole)) / (len(whole) / 4))
    night.kill()
    night.wait()
    stored, first = staged_urls(root), len(server.requests)
    assert start(sources, root, "--resumed").wait() == 0
    later = [server.url(request.path, request.host) for request in server.requests[first:]]
    return Killed(
        asked=asked,
        staged=len(stored),
        again=sum(url in stored for url in later),
        equal=pages_of(root) == whole,
    )


def pages_asked(server: Hostile) -> int:
    """How many requests for pages the server has had."""
    return sum(request.path.startswith("/page/") for request in server.requests)


def staged_urls(root: Path) -> set[str]:
    """The addresses whose pages are on disk: staged, or published already."""
    if not (root / "_staging").exists():
        return set(pages_of(root))
    whole = [shard for shard in shards(root, RUN, "fetches") if is_staged(root, RUN, "pages", shard.stem)]
    rows = [fetch for shard in whole for fetch in read_shard(shard)]
    return {fetch.url for fetch in rows if fetch.outcome == "stored"}


if __name__ == "__main__":
    main()
