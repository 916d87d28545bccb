"""The rows an answer becomes: one fetch always, one page where there is something new to keep."""

import json
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from tasks.collecting.answers import Answer
from tasks.collecting.hosts import Retry
from tasks.parsing.content_types import split_content_type, why_not_html
from warehouse.keys import key
from warehouse.known import Known
from warehouse.rows import Address, Fetch, Page

MAX_ERROR = 500
UNASKED_304 = "the server answered 304 Not Modified although no stored page was named"


def page_outcome(
    address: Address,
    answer: Answer,
    known: Known | None,
    *,
    at: datetime,
    signal: str | None = None,
    retry: Retry | None = None,
) -> tuple[Fetch, Page | None]:
    """The outcome of one address, and its page where the answer is an HTML page that is not kept yet.

    Args:
        address: what was asked.
        answer: how it ended.
        known: the latest stored page of the address.
        at: when the answer was complete, or was captured.
        signal: what robots.txt says of the use of the page.
        retry: when it may be asked again, where it is put off to another night.
    """
    if answer.outcome == "not_modified" and known is None:
        answer = answer.failed("http_error", UNASKED_304)
    if answer.outcome == "read":
        answer = refuse_other_types(answer)
    if answer.outcome != "read":
        page_id = known.page_id if known and answer.outcome == "not_modified" else None
        return fetch_row(address, answer, at, page_id=page_id, retry=retry), None
    page = page_row(address, answer, at, signal)
    if known and known.body_sha256 == page.body_sha256:
        return fetch_row(address, replace(answer, outcome="duplicate"), at, page_id=known.page_id), None
    return fetch_row(address, replace(answer, outcome="stored"), at, page_id=page.page_id), page


def refuse_other_types(answer: Answer) -> Answer:
    """The answer, its outcome `unsupported_type` where the body is not an HTML page."""
    why = why_not_html(*split_content_type(answer.header("content-type")), answer.body)
    return replace(answer, outcome="unsupported_type", error=why) if why else answer


def fetch_row(
    address: Address,
    answer: Answer,
    at: datetime,
    *,
    page_id: str | None = None,
    retry: Retry | None = None,
) -> Fetch:
    """The fetches row of a page's address; what the listing said is kept where it is asked another night."""
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
        elapsed_ms=round(answer.answer_s * 1_000) if answer.attempts else None,
        bytes=answer.size,
        error=clean(answer.error),
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
        body_sha256=sha256(answer.body).hexdigest() if answer.body else None,
        page_id=page_id,
        named=None,
        via=address.via,
        listing_url=address.listing_url,
        evidence=address.evidence if retry else None,
        retry_at=retry.at if retry else None,
        retry_host=retry.host if retry else None,
        fetched_at=at,
    )


def page_row(address: Address, answer: Answer, fetched_at: datetime, signal: str | None) -> Page:
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
        redirects=json.dumps(answer.redirects) if answer.redirects else None,
        status=answer.status or 0,
        headers=json.dumps(answer.headers, ensure_ascii=False),
        content_type=media_type,
        charset=charset,
        fetched_at=fetched_at,
        body=answer.body,
        body_sha256=body_sha256,
        content_signal=signal,
        discovered_via=address.via,
        listing_url=address.listing_url,
        evidence=address.evidence,
    )


def clean(error: str | None) -> str | None:
    """A message fit for a table: one line, bounded, valid UTF-8."""
    return " ".join(error.split())[:MAX_ERROR].encode("utf-8", "replace").decode() if error else None
