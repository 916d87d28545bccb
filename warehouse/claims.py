"""Runs that were begun, and the one process that may be at work on them.

That there is one is a lock (flock): the system ends it with the process, however that ends. So whoever has
the lock knows that every run begun and not ended was killed.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from config.errors import BusyError, CorruptError
from warehouse.durable import make_dir, put
from warehouse.layout import STAGING, claim_path, tmp_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A run that was begun: what it was asked for."""

    run_id: str
    flow: str
    day: date
    sources: tuple[str, ...]
    started_at: datetime


def begin(root: Path, run: Begun) -> None:
    """Write down what a run is asked for, before it does anything."""
    tmp = tmp_path(root, ".json")
    make_dir(tmp.parent)
    said = asdict(run) | {"day": run.day.isoformat(), "started_at": run.started_at.isoformat()}
    tmp.write_text(json.dumps(said), "utf-8")
    put(tmp, claim_path(root, run.run_id))


@contextmanager
def alone(root: Path, flow: str) -> Iterator[None]:
    """No other process of this machine runs the flow on this warehouse while the block lasts.

    Raises:
        BusyError: one does now.
    """
    make_dir(root / STAGING)
    with (root / STAGING / f"{flow}.lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"another {flow} run works on {root}; wait for its end") from None
        yield


def count_try(root: Path, run_id: str) -> int:
    """Write down that a run is gone on with; how often that was, this time included."""
    path = claim_path(root, run_id).with_name("tries")
    said = path.read_text("ascii", "replace").strip() if path.exists() else "0"
    tries = 1 + (int(said) if said.isascii() and said.isdigit() else 0)
    tmp = tmp_path(root, ".txt")
    make_dir(tmp.parent)
    tmp.write_text(str(tries), "ascii")
    put(tmp, path)
    return tries


def begun_runs(root: Path, flow: str) -> list[Begun]:
    """The runs of a flow that were begun and have not ended, the oldest first.

    Raises:
        CorruptError: a description cannot be read; the message says what to do.
    """
    found = [read_begun(path) for path in sorted((root / STAGING).glob(f"*/{claim_path(root, 'x').name}"))]
    return sorted((run for run in found if run.flow == flow), key=lambda run: (run.started_at, run.run_id))


def read_begun(path: Path) -> Begun:
    """One description."""
    try:
        said = json.loads(path.read_text("utf-8"))
        return Begun(
            run_id=path.parent.name,
            flow=said["flow"],
            day=date.fromisoformat(said["day"]),
            sources=tuple(said["sources"]),
            started_at=datetime.fromisoformat(said["started_at"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorruptError(
            f"{path} does not describe a run ({error}); move the folder {path.parent} away"
        ) from None
