"""What a source's listings named, as rows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from config.sources import Source
from tasks.collecting.get import Answer
from tasks.collecting.outcomes import fetch_row
from tasks.parsing.entries import Entry
from tasks.parsing.urls import host_of
from warehouse.keys import key
from warehouse.rows import Address, Fetch, SourceRun

FINE = ("read", "not_modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One feed, sitemap, list or archive as it was read.

    `url` is a path for a file, and None for a list in the sources file. `record_ids`
    stands beside `entries` where they are records of an archive.
    """

    url: str | None
    answer: Answer
    began_at: datetime
    ended_at: datetime
    entries: Sequence[Entry] = ()
    record_ids: Sequence[str] = ()

    def noting(self, sentence: str) -> "Listing":
        """The listing with one more thing to say of it."""
        said = "; ".join(part for part in (self.answer.error, sentence) if part)
        return replace(self, answer=replace(self.answer, error=said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What one source named in one run; `fetches` has one row for each listing asked."""

    addresses: tuple[Address, ...]
    fetches: tuple[Fetch, ...]
    source_run: SourceRun


def to_rows(source: Source, listings: Sequence[Listing], run_id: str, day: date) -> Discovery:
    """The rows of one source, each address once and at most `max_addresses` of them."""
    addresses: dict[str, Address] = {}
    kept: list[Listing] = []
    for listing in listings:
        named = {row.address_id: row for row in address_rows(source, listing, run_id, day)}
        fresh = [row for row in named.values() if row.address_id not in addresses]
        room = source.max_addresses - len(addresses)
        addresses.update((row.address_id, row) for row in fresh[:room])
        cut = f"only {room:,} of {len(fresh):,} addresses taken (max_addresses = {source.max_addresses})"
        kept.append(listing.noting(cut) if len(fresh) > room else listing)
    fetches = tuple(listing_row(source, listing, run_id, day) for listing in kept if listing.url is not None)
    source_run = SourceRun(
        run_id=run_id,
        date=day,
        source=source.name,
        kind=source.kind,
        language=source.language,
        expected_min=source.min_articles,
        discovered=len(addresses),
        listings=len(fetches),
        listings_failed=sum(fetch.outcome not in FINE for fetch in fetches),
    )
    return Discovery(addresses=tuple(addresses.values()), fetches=fetches, source_run=source_run)


def address_rows(source: Source, listing: Listing, run_id: str, day: date) -> list[Address]:
    """One address for each entry; for an archive one for each record, its host being the file."""
    archived = bool(listing.record_ids)
    return [
        Address(
            address_id=key(source.name, entry.url, *listing.record_ids[number : number + 1]),
            run_id=run_id,
            date=day,
            source=source.name,
            url=entry.url,
            host=str(listing.url) if archived else host_of(entry.url),
            via=source.kind,
            listing_url=listing.url,
            evidence=as_json(entry.evidence),
        )
        for number, entry in enumerate(listing.entries)
    ]


def as_json(evidence: dict[str, str]) -> str | None:
    """The evidence as one text, the same for the same evidence; None where there is none."""
    return json.dumps(evidence, ensure_ascii=False, sort_keys=True) if evidence else None


def listing_row(source: Source, listing: Listing, run_id: str, day: date) -> Fetch:
    """The fetches row of a listing."""
    url = listing.url or ""
    address = Address(
        address_id=key(source.name, "listing", url),
        run_id=run_id,
        date=day,
        source=source.name,
        url=url,
        host=host_of(url) or url,
        via=source.kind,
        listing_url=None,
        evidence=None,
    )
    elapsed_ms = round((listing.ended_at - listing.began_at).total_seconds() * 1_000)
    return replace(fetch_row(address, listing.answer, elapsed_ms, listing.ended_at), role="listing")
