"""The rows an answer becomes: one fetch always, one page where there is something new to keep."""

import json
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from tasks.collecting.get import Answer
from tasks.collecting.known import Known
from tasks.parsing.content_types import split_content_type, why_not_html
from warehouse.keys import key
from warehouse.rows import Address, Fetch, Page

MAX_ERROR = 500
UNASKED_304 = "the server answered 304 Not Modified although no stored page was named"


def page_outcome(
    address: Address, answer: Answer, known: Known | None, *, began_at: datetime, ended_at: datetime
) -> tuple[Fetch, Page | None]:
    """The outcome of one address, and its page where the answer is an HTML page that is not kept yet.

    Args:
        address: what was asked.
        answer: how it ended.
        known: the latest stored page of the address.
        began_at: when the asking began.
        ended_at: when the answer was complete, or was captured.
    """
    elapsed_ms = round((ended_at - began_at).total_seconds() * 1_000) if answer.attempts else None
    if answer.outcome == "not_modified" and known is None:
        answer = replace(answer, outcome="http_error", error=UNASKED_304)
    if answer.outcome == "read":
        answer = refuse_other_types(answer)
    if answer.outcome != "read":
        page_id = known.page_id if known and answer.outcome == "not_modified" else None
        return fetch_row(address, answer, elapsed_ms, ended_at, page_id=page_id), None
    page = page_row(address, answer, ended_at)
    if known and known.body_sha256 == page.body_sha256:
        return fetch_row(
            address, replace(answer, outcome="duplicate"), elapsed_ms, ended_at, known.page_id
        ), None
    return fetch_row(address, replace(answer, outcome="stored"), elapsed_ms, ended_at, page.page_id), page


def refuse_other_types(answer: Answer) -> Answer:
    """The answer, its outcome `unsupported_type` where the body is not an HTML page."""
    why = why_not_html(*split_content_type(answer.header("content-type")), answer.body)
    return replace(answer, outcome="unsupported_type", error=why) if why else answer


def fetch_row(
    address: Address, answer: Answer, elapsed_ms: int | None, ended_at: datetime, page_id: str | None = None
) -> Fetch:
    """The fetches row of a page's address."""
    return Fetch(
        address_id=address.address_id,
        run_id=address.run_id,
        date=address.date,
        source=address.source,
        role="page",
        url=address.url,
        host=address.host,
        outcome=answer.outcome,
        status=answer.status,
        attempts=answer.attempts,
        elapsed_ms=elapsed_ms,
        bytes=len(answer.body) if answer.body or answer.outcome == "empty" else None,
        error=clean(answer.error),
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
        body_sha256=sha256(answer.body).hexdigest() if answer.body else None,
        page_id=page_id,
        fetched_at=ended_at,
    )


def page_row(address: Address, answer: Answer, fetched_at: datetime) -> Page:
    """The pages row of a whole answer."""
    body_sha256 = sha256(answer.body).hexdigest()
    media_type, charset = split_content_type(answer.header("content-type"))
    return Page(
        page_id=key(address.url, body_sha256, fetched_at.isoformat()),
        run_id=address.run_id,
        date=address.date,
        source=address.source,
        url=address.url,
        final_url=answer.final_url,
        status=answer.status or 0,
        headers=json.dumps(answer.headers, ensure_ascii=False),
        content_type=media_type,
        charset=charset,
        fetched_at=fetched_at,
        body=answer.body,
        body_sha256=body_sha256,
        discovered_via=address.via,
        listing_url=address.listing_url,
        evidence=address.evidence,
    )


def clean(error: str | None) -> str | None:
    """A message fit for a table: one line, bounded, valid UTF-8."""
    return " ".join(error.split())[:MAX_ERROR].encode("utf-8", "replace").decode() if error else None
