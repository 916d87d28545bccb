"""Claims: which process works on which run. A run whose process was killed has nobody's claim.

A claim is a lock (flock) on the run's description, so the system ends it with the process, however that ends.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from config.errors import CorruptError
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
def claim(root: Path, run_id: str) -> Iterator[bool]:
    """Whether the run is ours until the block ends; False: another process works on it, or it is done."""
    try:
        file = claim_path(root, run_id).open("rb")
    except FileNotFoundError:
        yield False
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def begun_runs(root: Path, flow: str) -> list[Begun]:
    """The runs of a flow that were begun and have not ended, the oldest first; some may be under way.

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
