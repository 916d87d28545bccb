"""What every task of one run is told."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from config.sources import Source
from tasks.clock import Clock, utc_now
from tasks.collecting.hosts import Sleep
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.x.access import XAccess


@dataclass(frozen=True, kw_only=True)
class Job:
    """One run: which, for which day, into which warehouse, and how it may fetch and extract.

    `until`: after this instant nothing more is asked for. `resumed`: it was begun by a process that was
    killed, and goes on. `x` is how the X API may be asked. `span` is what a backfill looks for: its first
    moment and the one after its last.
    """

    run_id: str
    day: date
    root: Path
    policy: FetchPolicy
    languages: tuple[str, ...]
    batch_pages: int
    page_timeout_s: float
    workers: int
    lots: int
    until: datetime
    revisit_days: tuple[int, ...]
    reread_days: int
    resumed: bool = False
    x: XAccess | None = None
    span: tuple[datetime, datetime] | None = None
    clock: Clock = utc_now
    sleep: Sleep = asyncio.sleep

    def delays(self, sources: tuple[Source, ...]) -> dict[str, float]:
        """Seconds between two requests, for the sources that declare their own."""
        return {source.name: source.delay_s for source in sources if source.delay_s is not None}
