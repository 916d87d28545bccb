"""Prefect without its start-up noise: its own messages stay in its UI, ours reach the terminal."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.logging.handlers import PrefectConsoleHandler
from rich.console import Console

LOGGERS = ("prefect.flow_runs", "prefect.task_runs")
OWN_MODULES = (
    "nightly", "discover", "fetch", "x", "look_up", "import_files", "extract", "publish", "maintain", "index"
)  # fmt: skip


class ProgressHandler(logging.Handler):
    """Shows our own run messages as one changing line, and warnings as lines that stay."""

    def __init__(self, console: Console) -> None:
        """Show on this console."""
        super().__init__(logging.INFO)
        self.console = console
        self.status = console.status("starting")

    def emit(self, record: logging.LogRecord) -> None:
        """One message."""
        if record.module not in OWN_MODULES:
            return
        text = record.getMessage()
        if record.levelno >= logging.WARNING:
            self.console.print(text, style="yellow", markup=False, highlight=False, soft_wrap=True)
        else:
            self.status.update(text)


@contextmanager
def quiet_prefect(console: Console) -> Iterator[None]:
    """Show our progress within it; from then on Prefect prints warnings only."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, PrefectConsoleHandler):
            handler.setLevel(logging.WARNING)  # for good: its server says good-bye when the process ends
    progress = ProgressHandler(console)
    loggers = [logging.getLogger(name) for name in LOGGERS]
    passed_on = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(progress)
        logger.propagate = False
    try:
        with progress.status:
            yield
    finally:
        for logger, passed in zip(loggers, passed_on, strict=True):
            logger.removeHandler(progress)
            logger.propagate = passed
