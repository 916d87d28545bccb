"""An answer of the X API, or of a guest's look-up, as rows: what was asked, what it cost, the bytes."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from tasks.collecting.answers import Answer
from tasks.collecting.outcomes import fetch_row, page_row
from tasks.collecting.x.pages import Brought
from tasks.parsing.urls import host_of
from tasks.parsing.x.payload import Payload
from warehouse.keys import key
from warehouse.rows import Address, Fetch, Page
from warehouse.tweet_rows import XRead


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """On whose behalf something is asked; `via` is one of tasks.parsing.x.payload.KINDS."""

    run_id: str
    date: date
    source: str
    via: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The rows of one answer; `page` and `read` only where there is something to keep."""

    fetch: Fetch
    page: Page | None
    read: XRead | None = None


def keep(asker: Asker, brought: Brought, at: datetime) -> Kept:
    """The rows of an answer of the X API."""
    payload = Payload(form="api_v2", asked=brought.asked)
    place: tuple[str, ...] = (brought.query_id, brought.window.window_id)
    if brought.again:
        place += (brought.asked_at.isoformat(),)
    kept = keep_answer(asker, brought.answer, payload, at, *place)
    if kept.page is None:
        return kept
    answered, window = brought.answered, brought.window
    read = XRead(
        page_id=kept.page.page_id,
        run_id=asker.run_id,
        date=asker.date,
        source=asker.source,
        query_id=brought.query_id,
        window_id=window.window_id,
        endpoint=brought.path,
        asked_at=brought.asked_at,
        posts=len(answered.posts),
        included=len(answered.included),
        users=len(answered.users),
        reads=brought.reads,
        since_id=window.since_id,
        until_id=window.until_id,
        newest_id=window.newest_id,
        oldest_id=window.oldest_id,
        next_token=window.token,
    )
    return replace(kept, read=read)


def keep_answer(asker: Asker, answer: Answer, payload: Payload, at: datetime, *place: str) -> Kept:
    """The rows of an answer: its outcome, and its bytes where the outcome is `read`.

    `place` tells apart what is asked at one address.
    """
    url = answer.final_url
    address = Address(
        address_id=key(asker.source, url, *place),
        run_id=asker.run_id,
        date=asker.date,
        source=asker.source,
        url=url,
        host=host_of(url),
        via=asker.via,
        listing_url=None,
        evidence=payload.evidence,
        first=False,
    )
    if answer.outcome != "read":
        fetch = fetch_row(address, answer, at)
        return Kept(fetch=replace(fetch, retry_at=at if answer.put_off else None), page=None)
    page = page_row(address, answer, at, None)
    stored = fetch_row(address, replace(answer, outcome="stored"), at, page_id=page.page_id)
    return Kept(fetch=stored, page=page)
