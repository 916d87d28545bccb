"""Worker processes: kept for the next shard, or killed."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue

from tasks.extracting.child import serve_orders

FORKS = "forkserver" in multiprocessing.get_all_start_methods()
CONTEXT = multiprocessing.get_context("forkserver") if FORKS else multiprocessing.get_context("spawn")


@dataclass(frozen=True, kw_only=True)
class Worker:
    """One process and the pipe to it."""

    process: BaseProcess
    pipe: Connection

    def kill(self) -> None:
        """End it at once."""
        self.pipe.close()
        self.process.kill()
        self.process.join()


IDLE: SimpleQueue[Worker] = SimpleQueue()


@contextmanager
def borrow_worker() -> Iterator[Worker]:
    """A worker that nobody else has; kept for the next borrower unless it was killed, or an error came."""
    worker = idle_worker() or start_worker()
    try:
        yield worker
    except BaseException:
        worker.kill()
        raise
    if not worker.pipe.closed:
        IDLE.put(worker)


def idle_worker() -> Worker | None:
    """A worker that waits and lives, None where there is none."""
    while True:
        try:
            worker = IDLE.get_nowait()
        except Empty:
            return None
        if worker.process.is_alive():
            return worker
        worker.kill()


def start_worker() -> Worker:
    """A new process; it ends with this one."""
    if FORKS:
        CONTEXT.set_forkserver_preload(["tasks.extracting.warm"])
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=serve_orders, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # the worker then has the only one, and its death reads as the end of the pipe
    return Worker(process=process, pipe=ours)
