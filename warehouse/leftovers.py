"""What killed processes left that nobody may delete unasked: rows of runs that were never published."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.staging import staged_runs

KEPT = timedelta(days=2)  # a run that is older is not under way


def given_up(root: Path, now: datetime) -> list[Path]:
    """The folders of runs that have been staged for long without being published."""
    return [folder for folder in staged_runs(root) if is_old(folder, now)]


def is_old(path: Path, now: datetime) -> bool:
    """Whether nobody wrote to it for long; what is no longer there is not."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - KEPT
    except FileNotFoundError:
        return False
