"""Shards of payloads to rows in worker processes that stage them themselves: what comes back is counts.

A page of the web may hang or kill the process that reads it, so each is waited for (see `worker`). Payloads
are read by code whose time is bounded by their size; where a process ends over one all the same, the run
ends with an error that names the shard.
"""

import gc
import signal
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from config.errors import IsnadError
from tasks.extracting.child import Extract
from tasks.extracting.process import CONTEXT, FORKS, Worker
from tasks.extracting.staged import stage_rows
from tasks.extracting.worker import quarantine
from tasks.parsing.page import Extraction, extract_page
from warehouse.rows import Page
from warehouse.staging import iter_shard

TIMEOUT_S = 900.0  # for one shard, of about 8 MB
GC_THRESHOLD = 100_000  # rows hold no cycles: looking for them at every 700 objects is a third of the time
ORDERS_AHEAD = 2  # a worker has its next shard before it is done with one


@dataclass(frozen=True, kw_only=True)
class ShardOrder:
    """One staged shard of pages; `extract` must be importable by name."""

    root: Path
    run_id: str
    shard: Path
    languages: tuple[str, ...]
    extract: Extract = extract_page


class WorkerError(IsnadError):
    """A worker process failed, so that its shard was not read; the message says why."""


def extract_shards(orders: Iterable[ShardOrder], workers: int) -> Iterator[Counter[str]]:
    """Extract shards in some processes; for each the rows staged by table, in the order they are done.

    The next order is asked for only where a worker has room for it.

    Raises:
        WorkerError: a worker ended, failed, or took too long.
    """
    crew = Crew(workers)
    try:
        for order in orders:
            if crew.is_full:
                yield crew.take()
            crew.give(order)
        while crew.orders:
            yield crew.take()
    finally:
        crew.dismiss()


class Crew:
    """Worker processes and what each has to do; they end with this process."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.workers: dict[Connection, Worker] = {}
        self.given: dict[Connection, deque[ShardOrder]] = {}

    @property
    def orders(self) -> int:
        """How many orders are under way."""
        return sum(map(len, self.given.values()))

    @property
    def is_full(self) -> bool:
        """Whether nobody has room for another order."""
        return self.orders >= self.most * ORDERS_AHEAD

    def give(self, order: ShardOrder) -> None:
        """Hand it to the worker with the least to do; to a new one where all are busy and one more may be.

        Raises:
            WorkerError: the worker has ended.
        """
        if len(self.workers) < self.most and all(self.given.values()):
            worker = start_worker()
            self.workers[worker.pipe], self.given[worker.pipe] = worker, deque()
        pipe = min(self.given, key=lambda pipe: len(self.given[pipe]))
        self.given[pipe].append(order)
        try:
            pipe.send(order)
        except OSError:
            raise ended(self.given[pipe][0]) from None

    def take(self) -> Counter[str]:
        """The next answer.

        Raises:
            WorkerError: a worker ended, failed, or took too long.
            OSError: the disk refused what a worker wrote.
        """
        ready = wait([pipe for pipe, orders in self.given.items() if orders], TIMEOUT_S)
        if not ready:
            raise WorkerError(f"reading a shard took longer than {TIMEOUT_S:g} s; nothing was published")
        pipe = ready[0]
        assert isinstance(pipe, Connection)  # noqa: S101 -- what was waited for
        try:
            answer: Counter[str] | str | OSError = pipe.recv()
        except (EOFError, OSError):
            raise ended(self.given[pipe][0]) from None
        order = self.given[pipe].popleft()
        if isinstance(answer, OSError):
            raise answer
        if isinstance(answer, str):
            raise WorkerError(f"shard {order.shard.stem} cannot be read: {answer}; nothing was published")
        return answer

    def dismiss(self) -> None:
        """End all workers."""
        for worker in self.workers.values():
            worker.kill()


def start_worker() -> Worker:
    """A new process; it ends with this one."""
    if FORKS:
        CONTEXT.set_forkserver_preload(["tasks.extracting.warm"])
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=serve_shards, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # the worker then has the only one, and its death reads as the end of the pipe
    return Worker(process=process, pipe=ours)


def ended(order: ShardOrder) -> WorkerError:
    """The error of a worker that ended over an order."""
    return WorkerError(
        f"the process that read shard {order.shard.stem} ended without an answer (crash, or out of memory); "
        "nothing was published"
    )


def serve_shards(pipe: Connection) -> None:
    """For each order one answer: counts, or what went wrong; ends when the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the other side's to answer
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)
    while True:
        try:
            order: ShardOrder = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(answer(order))
        except BrokenPipeError:
            return


def answer(order: ShardOrder) -> Counter[str] | str | OSError:
    """What became of a shard."""
    extractions = (extract_one(page, order) for page in iter_shard(order.shard))
    try:
        return stage_rows(order.root, order.run_id, order.shard.stem, extractions, with_words=False)
    except OSError as error:
        return error
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:500]


def extract_one(page: Page, order: ShardOrder) -> Extraction:
    """The page's rows; whatever error its extraction ends in is its verdict."""
    try:
        return order.extract(page, order.languages)
    except Exception as error:
        return quarantine(page, f"{type(error).__name__}: {error}"[:500])
