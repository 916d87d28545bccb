"""Payloads as stored pages, and where the real ones are."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.reading import read_payload
from warehouse.rows import Page

SHARED = Path(__file__).parents[5] / "shared" / "tweets"
AT = datetime(2026, 3, 1, 6, tzinfo=UTC)


def stored(body: bytes, payload: Payload, status: int = 200) -> Page:
    """A payload as it is kept."""
    return Page(
        page_id="p1",
        run_id="r1",
        date=date(2026, 3, 1),
        source="x-harbour",
        url="https://api.x.com/2/tweets",
        final_url="https://api.x.com/2/tweets",
        redirects=None,
        status=status,
        headers="[]",
        content_type="application/json",
        charset="utf-8",
        fetched_at=AT,
        body=body,
        body_sha256="",
        content_signal=None,
        discovered_via="x_ids",
        listing_url=None,
        evidence=payload.evidence,
    )


@pytest.fixture
def origin() -> Origin:
    """Where rows come from."""
    return Origin(page_id="p1", run_id="r1", date=date(2026, 3, 1), source="x-harbour", observed_at=AT)


@pytest.fixture
def read() -> Callable[..., Gathered]:
    """Reads a payload, given as bytes or as what becomes JSON, the way extraction does."""

    def read_one(body: Any, form: str, *, status: int = 200, **given: Any) -> Gathered:
        payload = Payload(form=form, **given)
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return read_payload(stored(raw, payload, status), payload)

    return read_one


@pytest.fixture
def shared() -> Path:
    """The folder of real payloads; the test skips where it is not there."""
    if not SHARED.exists():
        pytest.skip(f"the real payloads are not here ({SHARED.name}): they are not part of the project")
    return SHARED
