"""Ctrl-C: a night ends at once, and the next one goes on where it was."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from prefect.server.api.server import SubprocessASGIServer
from rich.console import Console

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


@contextmanager
def stops_at_once(console: Console) -> Iterator[None]:
    """Within it Ctrl-C ends the process; Prefect itself would wait for the hours that its tasks may take."""

    def stop(number: int, frame: FrameType | None) -> None:
        console.print("\nStopped. What was fetched is kept; the next `isnad nightly` goes on from here.")
        for server in list(SubprocessASGIServer._instances.values()):
            server.stop()
        os._exit(INTERRUPTED)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
