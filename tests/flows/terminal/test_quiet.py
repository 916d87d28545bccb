"""What of a run's messages reaches the terminal."""

import io
import logging

from rich.console import Console

from flows.terminal.quiet import ProgressHandler, quiet_prefect


def record(module: str, level: int, text: str) -> logging.LogRecord:
    """A message as a task logs it."""
    return logging.LogRecord("prefect.task_runs", level, f"/x/{module}.py", 1, text, None, None)


def test_warnings_stay_and_other_modules_are_not_heard() -> None:
    """Our warning is a line; progress and Prefect's own messages are not."""
    out = io.StringIO()
    handler = ProgressHandler(Console(file=out, width=100))
    handler.emit(record("extract", logging.WARNING, "quarantined [1]"))
    handler.emit(record("extract", logging.INFO, "shard 1"))
    handler.emit(record("engine", logging.WARNING, "Finished in state"))
    assert out.getvalue() == "quarantined [1]\n"


def test_loggers_are_as_before_afterwards() -> None:
    """Within, messages come to us only; afterwards nothing of it is left."""
    logger = logging.getLogger("prefect.task_runs")
    before = (list(logger.handlers), logger.propagate)
    with quiet_prefect(Console(file=io.StringIO())):
        assert any(isinstance(handler, ProgressHandler) for handler in logger.handlers)
        assert not logger.propagate
    assert (list(logger.handlers), logger.propagate) == before
