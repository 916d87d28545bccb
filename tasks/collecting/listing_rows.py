"""What a source's listings named, as rows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from config.sources import Source
from tasks.collecting.answers import Answer
from tasks.collecting.choosing import Choice, Named, SourcePast
from tasks.collecting.hosts import Retry
from tasks.collecting.outcomes import fetch_row
from tasks.parsing.entries import Entry
from tasks.parsing.urls import host_of
from warehouse.keys import key
from warehouse.rows import Address, Fetch, SourceRun

FINE = ("read", "not_modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One feed, sitemap, list or archive as it was read.

    `url` is a path for a file, and None for a list in the sources file. `named` counts the different
    addresses; `invalid` the entries without one. `record_ids`
    stands beside `entries` where they are records of an archive. `retry` is when the host wants to be
    asked again, where it is put off.
    """

    url: str | None
    answer: Answer
    ended_at: datetime
    entries: Sequence[Entry] = ()
    record_ids: Sequence[str] = ()
    named: int = 0
    invalid: int = 0
    retry: Retry | None = None

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


def to_rows(
    source: Source, listings: Sequence[Listing], past: SourcePast, *, run_id: str, day: date
) -> Discovery:
    """The rows of one source, each address once and at most `max_addresses` of them, revisits besides."""
    choice = Choice(past=past, source=source.name, run_id=run_id, day=day, room=source.max_addresses)
    for listing in listings:
        choice.named |= {
            item.address.address_id: item
            for item in name_addresses(source, listing, run_id, day)
            if item.address.address_id not in choice.named
        }
    chosen = choice.choose()
    listings = note_what_is_left(listings, source, chosen.left_out)
    fetches = tuple(listing_row(source, listing, run_id, day) for listing in listings if listing.url)
    source_run = SourceRun(
        run_id=run_id,
        date=day,
        source=source.name,
        kind=source.kind,
        language=source.language,
        expected_min=source.min_articles,
        named=len(choice.named),
        invalid=sum(listing.invalid for listing in listings),
        known=chosen.known,
        left_out=chosen.left_out,
        resumed=chosen.resumed,
        revisited=chosen.revisited,
        discovered=len(chosen.addresses),
        listings=len(fetches),
        listings_failed=sum(fetch.outcome not in FINE for fetch in fetches),
    )
    return Discovery(addresses=chosen.addresses, fetches=fetches, source_run=source_run)


def note_what_is_left(listings: Sequence[Listing], source: Source, left_out: int) -> list[Listing]:
    """The listings, the first one saying how many addresses were too many."""
    if not left_out or not listings:
        return list(listings)
    said = f"{left_out:,} addresses were left out (max_addresses = {source.max_addresses:,})"
    return [listings[0].noting(said), *listings[1:]]


def name_addresses(source: Source, listing: Listing, run_id: str, day: date) -> list[Named]:
    """One address for each entry; for an archive one for each record, its host being the file."""
    archived = bool(listing.record_ids)
    return [
        Named(
            address=Address(
                address_id=key(source.name, entry.url, *listing.record_ids[number : number + 1]),
                run_id=run_id,
                date=day,
                source=source.name,
                url=entry.url,
                host=str(listing.url) if archived else host_of(entry.url),
                via=source.kind,
                listing_url=listing.url,
                evidence=as_json(entry.evidence),
                first=False,
            ),
            entry=entry,
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
        first=False,
    )
    row = fetch_row(address, listing.answer, listing.ended_at, retry=listing.retry)
    return replace(row, role="listing", named=listing.named)
