"""Lists of addresses and WARC files on this machine to what they name."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path

from config.errors import ListingError
from config.sources import UrlsSource, WarcSource
from tasks.collecting.answers import Answer
from tasks.collecting.listing_rows import Listing
from tasks.collecting.warc import read_heads
from tasks.parsing.entries import Entry
from tasks.parsing.urls import normalize_url, without_userinfo

Now = Callable[[], datetime]


def read_urls(source: UrlsSource, now: Now) -> list[Listing]:
    """The list in the sources file, or the text file it names."""
    if source.file is None:
        return [listed(None, source.urls, now)]
    try:
        with source.file.open(encoding="utf-8-sig", errors="replace") as lines:
            return [listed(str(source.file), islice(lines, 10 * source.max_addresses), now)]
    except OSError as error:
        return [failed(str(source.file), f"the list cannot be read: {error.strerror or error}", now)]


def listed(url: str | None, lines: Iterable[str], now: Now) -> Listing:
    """One address a line; empty lines and comments (#) are skipped, and what is no address is told."""
    texts = ((number, line.strip()) for number, line in enumerate(lines, 1))
    given = [
        (number, text, normalize_url(text)) for number, text in texts if text and not text.startswith("#")
    ]
    urls = dict.fromkeys(address for _, _, address in given if address)
    wrong = [(number, text) for number, text, address in given if not address]
    listing = Listing(
        url=url,
        answer=Answer(outcome="read", final_url=url or ""),
        ended_at=now(),
        entries=[Entry(url=address, evidence={}) for address in urls],
        named=len(urls),
        invalid=len(wrong),
    )
    if wrong:
        number, text = wrong[0]
        shown = without_userinfo(text)[:100]
        listing = listing.noting(
            f"{len(wrong)} lines are not web addresses; the first is line {number}: {shown!r}"
        )
    return listing if urls else listing.noting("it is empty: it names no address")


def read_archives(source: WarcSource, now: Now) -> list[Listing]:
    """Every file the patterns stand for, in the order of their names."""
    listings: list[Listing] = []
    seen: set[Path] = set()
    for pattern in source.files:
        paths = [pattern] if pattern.exists() else matches(pattern)
        listings.extend(read_archive(path, source.max_addresses, now) for path in paths if path not in seen)
        seen.update(paths)
        if not paths:
            listings.append(failed(str(pattern), "no such file, and no file matches it as a pattern", now))
    return listings


def matches(pattern: Path) -> list[Path]:
    """The files a glob pattern stands for."""
    anchor = Path(pattern.anchor)
    try:
        return sorted(path for path in anchor.glob(str(pattern.relative_to(anchor))) if path.is_file())
    except (ValueError, NotImplementedError):
        return []


def read_archive(path: Path, max_addresses: int, now: Now) -> Listing:
    """The records of one file; of a broken one those before the fault."""
    entries: list[Entry] = []
    record_ids: list[str] = []
    fault: str | None = None
    invalid = 0
    try:
        for head in islice(read_heads(path), max_addresses + 1):
            url = normalize_url(head.url)
            if url:
                evidence = {"archived": head.archived_at.isoformat()} if head.archived_at else {}
                entries.append(Entry(url=url, evidence={**evidence, "record_id": head.record_id}))
                record_ids.append(head.record_id)
            else:
                invalid += 1
    except ListingError as error:
        fault = str(error)
    outcome = "bad_listing" if fault else "read"
    listing = Listing(
        url=str(path),
        answer=Answer(outcome=outcome, final_url=str(path), error=fault),
        ended_at=now(),
        entries=entries,
        named=len(entries),
        invalid=invalid,
        record_ids=record_ids,
    )
    return (
        listing if entries or fault else listing.noting("it is empty: it holds no response of a web address")
    )


def failed(url: str, why: str, now: Now) -> Listing:
    """A listing that could not be opened."""
    answer = Answer(outcome="bad_listing", final_url=url, error=why)
    return Listing(url=url, answer=answer, ended_at=now())
