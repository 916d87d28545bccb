"""A stored page made of markup, as the fetcher would have kept it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from warehouse.keys import key
from warehouse.rows import Page


@pytest.fixture(scope="session")
def make_page() -> Callable[..., Page]:
    """Builds a page from markup; other columns can be given."""

    def build(markup: str | bytes, **columns: object) -> Page:
        body = markup.encode() if isinstance(markup, str) else markup
        digest = sha256(body).hexdigest()
        given: dict[str, object] = {
            "page_id": key("page", digest),
            "run_id": "r1",
            "date": date(2024, 12, 9),
            "source": "sada",
            "url": "https://sada.example/news/42",
            "final_url": "https://sada.example/news/42",
            "redirects": None,
            "content_signal": None,
            "status": 200,
            "headers": "[]",
            "content_type": "text/html",
            "charset": None,
            "fetched_at": datetime(2024, 12, 9, 20, tzinfo=UTC),
            "body": body,
            "body_sha256": digest,
            "discovered_via": "feed",
            "listing_url": None,
            "evidence": None,
        }
        return Page(**given | columns)  # type: ignore[arg-type]

    return build
