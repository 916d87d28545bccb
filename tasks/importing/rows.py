"""The rows a part becomes: one outcome always, one page where its bytes were not imported before."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from tasks.importing.files import TweetFile, address_of
from tasks.importing.parts import Part
from tasks.parsing.x.payload import Payload
from warehouse.imported import Known, known_as
from warehouse.keys import key
from warehouse.rows import Fetch, Page, SourceRun

VIA = "import"
MAX_ERROR_CHARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One run that imports: under which source's name, and when it began."""

    run_id: str
    day: date
    source: str
    at: datetime


def part_rows(
    run: Import, number: int, file: TweetFile, url: str, part: Part, known: Known
) -> tuple[Fetch, Page | None]:
    """A part's outcome and its page; `number` tells it from the other parts of the run.

    A page that is new is added to the known ones.
    """
    payload = Payload(form=file.form, asked=file.asked, line=part.line)
    digest = sha256(part.body).hexdigest()
    content = known_as(digest, payload.evidence)
    address = address_of(url, part)
    held = known.get(content)
    page_id = held or key(address, digest, run.at.isoformat())
    fetch = fetch_row(run, number, file, address, role="page", outcome="duplicate" if held else "stored")
    fetch = replace(fetch, bytes=len(part.body), body_sha256=digest, page_id=page_id, listing_url=file.url)
    if held:
        return fetch, None
    known[content] = page_id
    page = Page(
        page_id=page_id,
        run_id=run.run_id,
        date=run.day,
        source=run.source,
        url=address,
        final_url=address,
        redirects=None,
        status=0,
        headers="[]",
        content_type=file.media_type,
        charset=None,
        fetched_at=run.at,
        body=part.body,
        body_sha256=digest,
        content_signal=None,
        discovered_via=VIA,
        listing_url=file.url,
        evidence=payload.evidence,
    )
    return fetch, page


def file_row(run: Import, number: int, file: TweetFile, parts: int, faults: list[str]) -> Fetch:
    """What became of a file: it is the list that names its parts."""
    error = "; ".join(faults)[:MAX_ERROR_CHARS].encode("utf-8", "replace").decode()
    fetch = fetch_row(
        run, number, file, file.url, role="listing", outcome="bad_listing" if faults else "read"
    )
    return replace(fetch, named=parts, error=error or None)


def fetch_row(run: Import, number: int, file: TweetFile, url: str, *, role: str, outcome: str) -> Fetch:
    """A row of `fetches` for something that was not asked for on the network."""
    return Fetch(
        address_id=key(run.source, role, str(number), url),
        run_id=run.run_id,
        date=run.day,
        source=run.source,
        role=role,
        url=url,
        host=file.path.name.encode("utf-8", "replace").decode(),
        outcome=outcome,
        status=None,
        attempts=0,
        elapsed_ms=None,
        bytes=None,
        error=None,
        etag=None,
        last_modified=None,
        body_sha256=None,
        page_id=None,
        named=None,
        via=VIA,
        listing_url=None,
        evidence=None,
        retry_at=None,
        retry_host=None,
        fetched_at=run.at,
    )


def source_run(run: Import, parts: int, files: int, failed: int) -> SourceRun:
    """The run's books: every part is named, and none is left out."""
    return SourceRun(
        run_id=run.run_id,
        date=run.day,
        source=run.source,
        kind=VIA,
        language=None,
        expected_min=0,
        named=parts,
        invalid=0,
        known=0,
        left_out=0,
        resumed=0,
        revisited=0,
        discovered=parts,
        listings=files,
        listings_failed=failed,
    )
