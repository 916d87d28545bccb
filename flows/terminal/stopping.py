"""Ctrl-C: a night ends at once, and the next one goes on where it was."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


@contextmanager
def stops_at_once(console: Console) -> Iterator[None]:
    """Within it Ctrl-C ends the process; Prefect itself would wait for the hours that its tasks may take."""

    def stop(number: int, frame: FrameType | None) -> None:
        console.print("\nStopped. What was fetched is kept; the next `isnad nightly` goes on from here.")
        stop_servers()
        os._exit(INTERRUPTED)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def stop_servers() -> None:
    """Stop the server that Prefect started for this process, if it did.

    Only then its module is there, which alone takes longer to import than everything else.
    """
    module = sys.modules.get("prefect.server.api.server")
    for server in list(module.SubprocessASGIServer._instances.values()) if module else ():
        server.stop()
