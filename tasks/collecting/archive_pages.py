"""Pages out of WARC files: the same outcomes as from the network, without a request."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from config.errors import ListingError
from tasks.collecting.answers import Answer
from tasks.collecting.outcomes import fetch_row, page_outcome
from tasks.collecting.warc import Head, Record, read_records
from tasks.parsing.inflate import TooLarge
from tasks.parsing.urls import normalize_url
from warehouse.keys import key
from warehouse.known import Known
from warehouse.rows import Address, Fetch, Page

Outcome = tuple[Fetch, Page | None]


def never_stored(page_id: str) -> bool:
    """No page is kept already besides the latest ones."""
    return False


def fetch_warc(
    path: Path,
    addresses: Sequence[Address],
    known: Mapping[str, Known],
    *,
    now: Callable[[], datetime],
    max_bytes: int,
    stored: Callable[[str], bool] = never_stored,
) -> Iterator[Outcome]:
    """Exactly one outcome for each address, in the file's order; those the file does not hold come last.

    Args:
        path: the file.
        addresses: its addresses as discovered.
        known: the latest stored page by URL.
        now: the clock.
        max_bytes: the largest body kept.
        stored: whether a page of this id is kept already, though it is not the latest of its URL.
    """
    wanted = {address.address_id: address for address in addresses}
    sources = sorted({address.source for address in addresses})
    latest = dict(known)
    why = f"{path.name} no longer holds this record"
    try:
        for record in read_records(path, max_bytes):
            for address in take(wanted, sources, record.head):
                outcome = archived_outcome(address, record, latest.get(address.url), now(), stored)
                if outcome[1] is not None:
                    latest[address.url] = known_of(outcome[1])
                yield outcome
    except ListingError as error:
        why = str(error)
    for address in wanted.values():
        answer = Answer(outcome="broken_body", final_url=address.url, error=why)
        yield fetch_row(address, answer, now()), None


def take(wanted: dict[str, Address], sources: Sequence[str], head: Head) -> list[Address]:
    """The addresses that stand for this record, removed from the wanted ones."""
    url = normalize_url(head.url) or ""
    ids = (key(source, url, head.record_id) for source in sources)
    return [wanted.pop(address_id) for address_id in ids if address_id in wanted]


def archived_outcome(
    address: Address, record: Record, known: Known | None, now: datetime, stored: Callable[[str], bool]
) -> Outcome:
    """The outcome of one record; its page is dated as it was captured, its fetch as it was read."""
    answer = archived_answer(record, address.url)
    fetch, page = page_outcome(address, answer, known, at=record.head.archived_at or now)
    fetch = replace(fetch, fetched_at=now)
    if page is not None and stored(page.page_id):
        return replace(fetch, outcome="duplicate"), None
    return fetch, page


def archived_answer(record: Record, url: str) -> Answer:
    """A record as the answer to a request that was not made."""
    message = record.message
    if message is None:
        outcome = "too_large" if isinstance(record.fault, TooLarge) else "broken_body"
        return Answer(outcome=outcome, final_url=url, error=str(record.fault))
    answer = Answer(
        outcome="read",
        final_url=url,
        status=message.status,
        headers=message.headers,
        body=message.body,
        size=len(message.body),
    )
    if record.head.archived_at is None:
        return replace(
            answer, outcome="broken_body", body=b"", size=None, error="the record has no readable WARC-Date"
        )
    if not 200 <= message.status < 300:
        redirect = 300 <= message.status < 400
        why = f"the archived answer is {'a redirect' if redirect else 'an error'} ({message.status})"
        return replace(
            answer, outcome="bad_redirect" if redirect else "http_error", body=b"", size=None, error=why
        )
    return answer if message.body else replace(answer, outcome="empty", error="0 bytes")


def known_of(page: Page) -> Known:
    """The page as the latest one of its URL."""
    return Known(page_id=page.page_id, body_sha256=page.body_sha256, etag=None, last_modified=None)
