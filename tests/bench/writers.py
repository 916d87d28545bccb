"""Several processes that write to one warehouse at once, and others that read it all the time.

    python -m tests.bench.writers [--commits 200] [--maintain]

Four writers publish runs of a few pages, new ones and newer versions of a shared article, on days of their
own and on shared ones. Three readers look all the while: by `connect`, by the views file as any DuckDB opens
it, and by open.sql in its own shell. Each look is one query over many tables, whose numbers must agree. With
`--maintain` another process merges small files and collects garbage meanwhile. In the end every row must be
there once.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import duckdb

from config.errors import ConflictError, WarehouseError
from tests.warehouse.builders import Seen, rows_of
from warehouse import publish
from warehouse.catalog import connect
from warehouse.compact import compact
from warehouse.gc import collect_garbage
from warehouse.publish import publish_run
from warehouse.staging import write_shard
from warehouse.verify import verify
from warehouse.views_file import write_views

WRITERS = ("nightly", "backfill-1", "backfill-2", "backfill-3")
PAGES = 3
AT = datetime(2026, 3, 1, 7, tzinfo=UTC)
# all from one snapshot: pages, verdicts and articles agree, parts have their article, runs have their rows
LOOK = """
SELECT (SELECT count(*) FROM raw.pages) AS pages, (SELECT count(*) FROM raw.verdicts) AS verdicts,
       (SELECT count(*) FROM raw.articles) AS articles,
       (SELECT count(*) FROM raw.article_paragraphs) AS blocks,
       (SELECT count(*) FROM raw.article_paragraphs ANTI JOIN raw.articles a USING (page_id)) AS lone,
       (SELECT sum(json_extract(counts, '$.pages')::INT)::BIGINT FROM raw.runs
        WHERE flow <> 'compact') AS counted,
       (SELECT count(*) FROM articles) + (SELECT count(*) FROM raw.superseded) AS versions,
       (SELECT count(*) FROM books WHERE NOT balanced) AS unbalanced
"""


def main() -> None:
    """Run them, and print what each saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=200)
    parser.add_argument("--maintain", action="store_true")
    given = parser.parse_args()
    each = given.commits // len(WRITERS)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "warehouse"
        write_views(root)
        told = race(root, each, maintain=given.maintain)
        wrong = sum(found["torn"] + found["errors"] for found in told)
        for found in told:
            print(dict(found), flush=True)
        wrong += tell_end(root, each)
    sys.exit(1 if wrong else 0)


def race(root: Path, each: int, *, maintain: bool) -> list[Counter[str]]:
    """All processes; what each counted."""
    context = multiprocessing.get_context("spawn")
    counts: Queue[Counter[str]] = context.Queue()
    over = context.Event()
    writers = [context.Process(target=write, args=(root, name, each, counts)) for name in WRITERS]
    others = [context.Process(target=read, args=(root, name, over, counts)) for name in READERS]
    if maintain:
        others.append(context.Process(target=keep_order, args=(root, over, counts)))
    for process in (*writers, *others):
        process.start()
    told = [counts.get() for _ in writers]
    over.set()
    told += [counts.get() for _ in others]
    for process in (*writers, *others):
        process.join()
    return told


def write(root: Path, name: str, times: int, counts: "Queue[Counter[str]]") -> None:
    """Publish so many runs."""
    found: Counter[str] = Counter({"torn": 0, "errors": 0})
    commit = publish.commit

    def counted(*args: Any) -> None:
        try:
            commit(*args)
        except ConflictError:
            found[f"{name}: conflicts"] += 1
            raise

    publish.commit = counted
    for number in range(times):
        try:
            publish_one(root, name, number)
            found[f"{name}: commits"] += 1
        except Exception as error:
            found["errors"] += 1
            print(f"{name}: {type(error).__name__}: {error}", flush=True)
    counts.put(found)


def publish_one(root: Path, name: str, number: int) -> None:
    """One run: pages of its own, and a version of the article that all write."""
    place = WRITERS.index(name)
    day = date(2026, 3, 1) + timedelta(days=number % 5 if place % 2 else place)
    run_id = f"{name}-{number:04}"
    own = [Seen(url=f"https://minbar.example/{name}/{number}/{page}", day=day) for page in range(PAGES - 1)]
    shared = Seen(url="https://minbar.example/all", day=day, text=f"{run_id}\n\nقال الوزير.")
    for table, items in rows_of([*own, shared], run_id, day).items():
        write_shard(root, run_id, table, "0000", items)
    publish_run(
        root,
        run_id=run_id,
        day=day,
        flow=name,
        sources=("minbar",),
        started_at=AT,
        now=lambda: AT,
        version="t",
    )


def keep_order(root: Path, over: Event, counts: "Queue[Counter[str]]") -> None:
    """Merge small files and collect garbage, again and again."""
    found: Counter[str] = Counter({"torn": 0, "errors": 0})
    number = 0
    while not over.is_set():
        number += 1
        try:
            found["maintain: files merged"] += compact(
                root, run_id=f"c{number:04}", now=lambda: AT, version="t"
            )
            found["maintain: deleted"] += sum(collect_garbage(root, datetime.now(UTC)).values())
        except WarehouseError:
            found["maintain: replaced by others, done again"] += 1
    counts.put(found)


def read(root: Path, name: str, over: Event, counts: "Queue[Counter[str]]") -> None:
    """Look at the warehouse until it is over."""
    os.nice(5)  # the writers are what is waited for
    found: Counter[str] = Counter({"torn": 0, "errors": 0})
    last = 0
    while not over.is_set():
        try:
            row = READERS[name](root)
        except Exception as error:
            found["errors"] += 1
            print(f"{name}: {type(error).__name__}: {error}", flush=True)
            continue
        found[f"{name}: looks"] += 1
        whole = row["pages"] == row["verdicts"] == row["articles"] == row["versions"] == (row["counted"] or 0)
        grows = row["pages"] >= last
        if not (
            whole and grows and row["blocks"] == 2 * row["articles"] and not row["lone"] + row["unbalanced"]
        ):
            found["torn"] += 1
            print(f"{name}: {row}", flush=True)
        last = row["pages"]
    counts.put(found)


def by_connect(root: Path) -> dict[str, int]:
    """As isnad's own commands."""
    with connect(root) as con:
        return first(con.execute(LOOK))


def by_views_file(root: Path) -> dict[str, int]:
    """As any DuckDB."""
    with duckdb.connect(str(root / "warehouse.duckdb"), read_only=True) as con:
        return first(con.execute(LOOK))


def by_shell(root: Path) -> dict[str, int]:
    """As a person with DuckDB's shell."""
    shell = Path(sys.executable).with_name("duckdb")
    done = subprocess.run(
        [shell, "-init", "open.sql", "-json", "-c", LOOK],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    row: dict[str, int] = json.loads(done.stdout)[0]
    return row


READERS: dict[str, Callable[[Path], dict[str, int]]] = {
    "connect": by_connect, "views file": by_views_file, "shell": by_shell
}  # fmt: skip


def first(result: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The row of a result."""
    row: dict[str, int] = result.to_arrow_table().to_pylist()[0]
    return row


def tell_end(root: Path, each: int) -> int:
    """What is there in the end; how much is wrong with it."""
    started = time.perf_counter()
    faults = list(verify(root))
    row = by_connect(root)
    expected = each * len(WRITERS) * PAGES
    took = time.perf_counter() - started
    print(f"{row['pages']} of {expected} pages; verify ({took:.1f} s): {faults or 'whole'}")
    return len(faults) + (row["pages"] != expected)


if __name__ == "__main__":
    main()
