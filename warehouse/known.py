"""What is kept already of addresses about to be asked, read without their bodies."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from warehouse.catalog import connect

LATEST = """
WITH wanted AS (SELECT unnest($urls) AS url),
kept AS (
  SELECT url, arg_max(page_id, (fetched_at, page_id)) AS page_id,
         arg_max(body_sha256, (fetched_at, page_id)) AS body_sha256
  FROM (SELECT url, page_id, body_sha256, fetched_at FROM raw.pages) SEMI JOIN wanted USING (url) GROUP BY url
),
answered AS (
  SELECT url, page_id, arg_max(etag, fetched_at) AS etag, arg_max(last_modified, fetched_at) AS last_modified
  FROM raw.fetches SEMI JOIN wanted USING (url)
  WHERE outcome IN ('stored', 'duplicate', 'not_modified') GROUP BY url, page_id
)
SELECT url, page_id, body_sha256, etag, last_modified FROM kept LEFT JOIN answered USING (url, page_id)
"""
KEPT = "SELECT page_id FROM raw.pages SEMI JOIN (SELECT unnest($urls) AS url) w USING (url)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The latest page kept of an address, and the validators of the answers that gave it."""

    page_id: str
    body_sha256: str
    etag: str | None
    last_modified: str | None


def latest_pages(root: Path, urls: Collection[str]) -> dict[str, Known]:
    """The latest page kept of each of these addresses; an address that has none is left out."""
    with connect(root) as con:
        found = con.execute(LATEST, {"urls": sorted(urls)}).fetchall()
    return {
        url: Known(page_id=page, body_sha256=sha256, etag=etag, last_modified=modified)
        for url, page, sha256, etag, modified in found
    }


def kept_pages(root: Path, urls: Collection[str]) -> set[str]:
    """The ids of all pages kept of these addresses."""
    with connect(root) as con:
        return {row[0] for row in con.execute(KEPT, {"urls": sorted(urls)}).fetchall()}
