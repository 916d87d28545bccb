"""The warehouse against a model: commits, conflicts, kills, rollbacks, forgetting, cleaning, any order.

More of the same: `pytest --hypothesis-profile thorough tests/warehouse/test_model.py`.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from config.errors import WarehouseError
from tests.warehouse.builders import DAY, Seen, rows_of
from tests.warehouse.forgetting import ask_to_forget, take_out
from warehouse import durable, gc, publish
from warehouse.catalog import connect
from warehouse.compact import compact
from warehouse.gc import KEEP, collect_garbage
from warehouse.log import commit, numbers, read_head
from warehouse.publish import publish_run
from warehouse.rollback import rollback
from warehouse.staging import write_shard
from warehouse.verify import verify
from warehouse.views_file import write_views

MANY = 100
START = datetime(2026, 3, 1, 7, tzinfo=UTC)
ARTICLES = st.sets(st.integers(1, 5), min_size=1, max_size=3)


class Killed(BaseException):
    """Stands for the end of the process."""


class Warehouse(RuleBasedStateMachine):
    """The model: what each snapshot showed, and what is forgotten; a row is an article and its hour."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.root = Path(self.folder) / "warehouse"
        self.clock, self.runs = START, 0
        self.shown: dict[int, frozenset[tuple[str, int]]] = {0: frozenset()}
        self.forgotten: set[str] = set()
        self.dated: set[Path] = set()

    def teardown(self) -> None:
        """All files are sound."""
        faults = list(verify(self.root))
        shutil.rmtree(self.folder)
        assert faults == []

    @property
    def head(self) -> int:
        """The newest snapshot."""
        return max(self.shown)

    def now(self) -> datetime:
        """The time."""
        return self.clock

    def run_id(self) -> str:
        """A new name."""
        self.runs += 1
        return f"r{self.runs:03}"

    def stage(self, articles: set[int]) -> tuple[str, frozenset[tuple[str, int]]]:
        """Stage a run that has seen these; its rows."""
        run_id = self.run_id()
        seen = [
            Seen(url=f"https://minbar.example/{n}", hour=self.runs % 24, text=f"{self.runs}\n\nقال.")
            for n in sorted(articles)
        ]
        for table, items in rows_of(seen, run_id, DAY).items():
            write_shard(self.root, run_id, table, "0000", items)
        return run_id, frozenset((page.url, page.hour) for page in seen)

    def publish(self, run_id: str) -> None:
        """Publish a staged run."""
        publish_run(
            self.root, run_id=run_id, day=DAY, flow="nightly", sources=("minbar",),
            started_at=self.clock, now=self.now, version="test",
        )  # fmt: skip

    @precondition(lambda self: self.runs < 20)
    @rule(articles=ARTICLES)
    def night(self, articles: set[int]) -> None:
        """A run is published."""
        run_id, rows = self.stage(articles)
        self.publish(run_id)
        self.shown[self.head + 1] = self.shown[self.head] | rows

    @precondition(lambda self: self.runs < 20)
    @rule(articles=ARTICLES, others=ARTICLES)
    def conflict(self, articles: set[int], others: set[int]) -> None:
        """Two runs are published at once: one commits while the other is about to."""
        first, rows = self.stage(articles)
        second, more = self.stage(others)
        waiting = [second]

        def slowly(*given: object) -> None:
            if waiting:
                self.publish(waiting.pop())
            commit(*given)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(publish, "commit", slowly)
            self.publish(first)
        self.shown[self.head + 1] = self.shown[self.head] | more
        self.shown[self.head + 1] = self.shown[self.head] | rows

    @precondition(lambda self: self.runs < 20)
    @rule(articles=ARTICLES, after=st.integers(0, 60))
    def kill(self, articles: set[int], after: int) -> None:
        """A run dies after so many writes; the next start finds it and publishes it."""
        run_id, rows = self.stage(articles)
        left = [after]

        def sync(path: Path) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            durable_sync(path)

        durable_sync = durable.sync
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(durable, "sync", sync)
            with suppress(Killed):
                self.publish(run_id)
        write_views(self.root)
        self.publish(run_id)
        self.shown[self.head + 1] = self.shown[self.head] | rows

    @precondition(lambda self: self.head > 0)
    @rule(back=st.integers(1, 4))
    def roll_back(self, back: int) -> None:
        """To one of the last snapshots, where its files are still there."""
        number = max(self.head - back, 1)
        try:
            rollback(self.root, number, run_id=self.run_id(), now=self.now, version="test")
        except WarehouseError:
            return  # what it lists was deleted
        self.shown[self.head + 1] = self.shown[number]

    @precondition(lambda self: self.head > 0)
    @rule(article=st.integers(1, 5))
    def forget(self, article: int) -> None:
        """An article is forgotten."""
        url = f"https://minbar.example/{article}"
        if ask_to_forget(self.root, "url", url, run_id=self.run_id()):
            self.shown[self.head + 1] = self.shown[self.head]
        self.forgotten.add(url)

    @precondition(lambda self: self.head > 0)
    @rule(hours=st.integers(0, 24 * 20))
    def maintain(self, hours: int) -> None:
        """Some time later the files are put in order."""
        for path in (path for part in ("data", "_tmp") for path in (self.root / part).rglob("*.*")):
            if path not in self.dated:
                os.utime(path, (self.clock.timestamp(),) * 2)
                self.dated.add(path)
        self.clock += timedelta(hours=hours)
        if take_out(self.root, self.run_id()).snapshot:
            self.shown[self.head + 1] = self.shown[self.head]
        before = read_head(self.root).number
        compact(self.root, run_id=self.run_id(), now=self.now, version="test")
        for number in range(before + 1, read_head(self.root).number + 1):
            self.shown[number] = self.shown[number - 1]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gc, "KEEP_ENTRIES", 2)
            collect_garbage(self.root, self.clock)
        kept = numbers(self.root)
        assert kept[-1] == self.head
        assert self.clock - START <= KEEP or kept

    @invariant()
    def the_rows_are_those_of_the_model(self) -> None:
        """No row is lost, none is there twice, and none is shown that is forgotten."""
        with connect(self.root) as con:
            found = con.execute("SELECT url, hour(fetched_at) FROM pages ORDER BY ALL").fetchall()
            current = con.execute("SELECT url, hour(fetched_at) FROM articles ORDER BY ALL").fetchall()
        expected = {row for row in self.shown[self.head] if row[0] not in self.forgotten}
        assert found == sorted(expected)
        newest = {url: max(hour for other, hour in expected if other == url) for url, _ in expected}
        assert current == sorted(newest.items())


TestWarehouse = Warehouse.TestCase
if settings.default.max_examples < MANY:  # each step is a commit
    TestWarehouse.settings = settings(max_examples=3, stateful_step_count=8, deadline=None)
