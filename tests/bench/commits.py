"""`kill -9` at every step of writing to the warehouse, and at random moments; what is then there.

    python -m tests.bench.commits [--random 200] [--seed 1] [--bucket] [--every 1]

A step is a call that the disk sees: a file opened for writing, a row group written, fsync, rename, link,
unlink; with `--bucket` (an S3 API on loopback) a request that puts or deletes. Each is killed before it
and after it, in publishing, compaction, collecting garbage, going back, and in taking out of the files what
is forgotten. Then the same is done again, as the next run does, and the warehouse must be whole and hold the
rows of one that nothing happened to.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import obstore
import pyarrow.parquet as pq

from config.work import MARKER, bucket_of, open_root
from tests.site.bucket import NAME, served
from tests.warehouse import builders as news
from tests.warehouse.forgetting import ask_to_forget, take_out
from warehouse import gc
from warehouse.catalog import connect
from warehouse.compact import compact
from warehouse.layout import DATA, LOG
from warehouse.publish import publish_run
from warehouse.rollback import rollback
from warehouse.schema import PUBLISHED
from warehouse.staging import write_shard
from warehouse.store import store_of
from warehouse.verify import verify
from warehouse.views_file import write_views

DAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 7, tzinfo=UTC)
LATER = datetime(2027, 3, 1, 7, tzinfo=UTC)
RECORD = ("runs", "checks")  # of these an operation done twice may have more
STEPS = [(os, name) for name in ("fsync", "replace", "link", "unlink", "rename", "mkdir")] + [
    (pq.ParquetWriter, "write_table"), (pq.ParquetWriter, "close"),
    (Path, "write_bytes"), (Path, "write_text"),
]  # fmt: skip

Operation = Callable[[Path], Any]


def publish(root: Path) -> None:
    """What a night does at its end."""
    publish_run(
        root, run_id="r3", day=DAY, flow="nightly", sources=("minbar",),
        started_at=AT, now=lambda: AT, version="test",
    )  # fmt: skip


def garbage(root: Path) -> None:
    """What maintenance does last, where no entry of the log is young."""
    gc.KEEP_ENTRIES = 1
    gc.collect_garbage(root, LATER)


OPERATIONS: dict[str, Operation] = {
    "publish": publish,
    "compact": lambda root: compact(root, run_id="c1", now=lambda: AT, version="test"),
    "garbage": garbage,
    "rollback": lambda root: rollback(root, 1, run_id="b1", now=lambda: AT, version="test"),
    "forget": take_out,
}


def main() -> None:
    """Kill, go on, compare; a line for each operation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--only", choices=OPERATIONS, action="append")
    parser.add_argument("--bucket", action="store_true")
    parser.add_argument("--every", type=int, default=1, help="kill at one of so many places only")
    given = parser.parse_args()
    draw = random.Random(given.seed)
    wrong = 0
    with tempfile.TemporaryDirectory() as temporary, served() if given.bucket else nullcontext() as server:
        folder = Path(temporary)
        if server:
            os.environ.update(server.variables)
            STEPS[:] = [(obstore, "put"), (obstore, "delete")]
            for name in ("before", "root"):
                open_root(Path(f"s3://{NAME}/{name}"), folder).rename(folder / name)
        in_child(lambda: prepare(folder / "before"))
        for name in given.only or OPERATIONS:
            wrong += strike(folder, name, given.random // len(OPERATIONS), given.every, draw)
    print(f"seed {given.seed}; {wrong} wrong")
    sys.exit(1 if wrong else 0)


def prepare(root: Path) -> None:
    """Two nights, a third one staged, and something forgotten."""
    for number in (1, 2, 3):
        pages = [
            news.Seen(
                url=f"https://minbar.example/{article}", hour=number, text=f"نص {number}.\n\nقال الوزير."
            )
            for article in range(number, number + 4)
        ]
        for table, items in news.rows_of(pages, f"r{number}", DAY).items():
            write_shard(root, f"r{number}", table, "0000", items)
        if number < 3:
            publish_run(
                root, run_id=f"r{number}", day=DAY, flow="nightly", sources=("minbar",),
                started_at=AT, now=lambda: AT, version="test",
            )  # fmt: skip
    ask_to_forget(root, "url", "https://minbar.example/2")


def strike(folder: Path, name: str, times: int, every: int, draw: random.Random) -> int:
    """Kill one operation at each step, and so many times at random; how often it was not made good."""
    operation, root = OPERATIONS[name], folder / "root"
    copy(folder / "before", root)
    counted = folder / "steps"
    started = time.perf_counter()
    in_child(lambda: counted.write_text(str(run_counted(operation, root))))
    took = time.perf_counter() - started
    steps, whole = int(counted.read_text()), state(folder, root)
    wrong: list[str] = []
    places = range(1, 2 * steps + 1, every)
    for step in places:
        wrong += struck(folder, name, whole, step=step)
    for _ in range(times):
        wrong += struck(folder, name, whole, after_s=draw.uniform(0, 1.1 * took))
    print(f"{name}: {steps} steps, {len(places) + times} kills, {len(wrong)} not made good", flush=True)
    for said in wrong[:5]:
        print("   ", said, flush=True)
    return len(wrong)


def struck(folder: Path, name: str, whole: Any, *, step: int = 0, after_s: float = 0.0) -> list[str]:
    """Kill once and go on; what is wrong then."""
    operation, root = OPERATIONS[name], folder / "root"
    copy(folder / "before", root)
    in_child(lambda: run_counted(operation, root, step), after_s=after_s)
    in_child(lambda: again(name, operation, root))
    found = state(folder, root)
    at = f"step {step}" if step else f"{after_s:.2f} s"
    return [] if found == whole else [f"{at}: {found[0] or 'other rows'}"]


def again(name: str, operation: Operation, root: Path) -> None:
    """What the next run does: the views first, then the same, unless it was already done."""
    write_views(root)
    if name == "rollback" and committed(root, "b1"):
        return
    operation(root)


def committed(root: Path, run_id: str) -> bool:
    """Whether a run is on record."""
    with connect(root) as con:
        return bool(con.execute("FROM runs WHERE run_id = $1", [run_id]).fetchall())


def state(folder: Path, root: Path) -> tuple[list[str], dict[str, list[str]]]:
    """What is wrong with a warehouse, and all of its rows but those of the record of runs."""
    out = folder / "state"

    def look() -> None:
        with connect(root) as con:
            rows = {
                table.name: sorted(map(repr, con.execute(f"SELECT * FROM raw.{table.name}").fetchall()))
                for table in PUBLISHED
                if table.name not in RECORD
            }
        out.write_text(repr((list(verify(root)), rows)))

    in_child(look)
    import ast

    found: tuple[list[str], dict[str, list[str]]] = ast.literal_eval(out.read_text())
    return found


def run_counted(operation: Operation, root: Path, kill_at: int = 0) -> int:
    """Do it, counting its steps; the process is killed before or after one of them."""
    counted: Counter[str] = Counter()
    with patched(counted, kill_at):
        operation(root)
    return counted["steps"]


@contextmanager
def patched(counted: Counter[str], kill_at: int) -> Iterator[None]:
    """All steps counted; `kill_at` is twice a step's number, less one for before it."""

    def stepping(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            counted["steps"] += 1
            number = counted["steps"]
            if kill_at == 2 * number - 1:
                os.kill(os.getpid(), signal.SIGKILL)
            found = call(*args, **kwargs)
            if kill_at == 2 * number:
                os.kill(os.getpid(), signal.SIGKILL)
            return found

        return step

    for owner, name in STEPS:
        setattr(owner, name, stepping(getattr(owner, name)))
    yield


def copy(source: Path, target: Path) -> None:
    """A fresh copy of a folder, or of a work folder and of what the bucket has below its prefix."""
    address = bucket_of(source)
    if address is None:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
        return
    marker = (target / MARKER).read_bytes()
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    (target / MARKER).write_bytes(marker)
    in_child(lambda: copy_objects(source, target))


def copy_objects(source: Path, target: Path) -> None:
    """Have the target's objects be those of the source; in a child: threads do not live through a fork."""
    old, new = store_of(source), store_of(target)
    new.remove(found.path for folder in (DATA, LOG) for found in new.files(folder))
    for folder in (DATA, LOG):
        for found in old.files(folder):
            obstore.put(new.objects, found.path, old.read(found.path))


def in_child(work: Callable[[], Any], after_s: float = 0.0) -> None:
    """Do something in a process of its own, killed after so many seconds where that is given."""
    pid = os.fork()
    if not pid:
        try:
            work()
        except BaseException as error:
            print(f"    {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    if after_s:
        time.sleep(after_s)
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
