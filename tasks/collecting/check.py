"""Try one source and say what its listing holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from config.sources import Source
from config.x_sources import XSource
from tasks.collecting.listing_rows import FINE, Listing
from tasks.collecting.listings import read_listings
from tasks.collecting.session import Session
from tasks.parsing.entries import Entry, utc_time


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCheck:
    """What one source answered; `newest_at` is the latest time it gives, None where it gives none."""

    source: str
    ok: bool
    kind: str
    addresses: int
    newest_at: datetime | None
    error: str | None


async def check_source(session: Session, source: Source) -> SourceCheck:
    """Ask a source for its listings; it is ok where all could be read, or some gave addresses.

    One of the X API is not asked: each look is paid.
    """
    if isinstance(source, XSource):
        said = "not asked: reads of the X API are paid"
        return SourceCheck(
            source=source.name, ok=True, kind=source.kind, addresses=0, newest_at=None, error=said
        )
    listings = await read_listings(session, source, {})
    entries = {entry.url: entry for listing in listings for entry in listing.entries}
    return SourceCheck(
        source=source.name,
        ok=bool(entries) or all(listing.answer.outcome in FINE for listing in listings),
        kind=source.kind,
        addresses=len(entries),
        newest_at=newest(entries.values()),
        error=first_error(listings),
    )


def newest(entries: Iterable[Entry]) -> datetime | None:
    """The latest publication time, else time of change, that is given."""
    times = (utc_time(entry.evidence.get("published") or entry.evidence.get("updated")) for entry in entries)
    return max((time for time in times if time), default=None)


def first_error(listings: list[Listing]) -> str | None:
    """The first thing that went wrong, with its outcome, else the first thing to be told."""
    failed = [listing.answer for listing in listings if listing.answer.outcome not in FINE]
    said = [listing.answer.error for listing in listings if listing.answer.error]
    return f"{failed[0].outcome}: {failed[0].error}" if failed else next(iter(said), None)
