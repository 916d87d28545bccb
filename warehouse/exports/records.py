"""Pages as records of a WARC file (ISO 28500, WARC/1.1), each compressed for itself."""

import gzip
import json
from base64 import b32encode
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha1
from http.client import responses
from io import BytesIO
from uuid import NAMESPACE_URL, UUID, uuid5

from fastwarc.warc import WarcRecord, WarcRecordType

from warehouse.rows import Page

CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
FIELDS = "application/warc-fields"
RESPONSE = "application/http; msgtype=response"
ORIGINAL = "X-Archive-Orig-"  # before headers that no longer hold for the bytes kept, as other archives do
CODINGS = ("content-encoding", "transfer-encoding", "trailer")
LEVEL = 6


def file_record(name: str, at: datetime, software: str) -> bytes:
    """The record at the beginning of a file, which says what wrote it."""
    said = (("software", software), ("format", "WARC File Format 1.1"), ("conformsTo", CONFORMS_TO))
    headers = {"WARC-Filename": one_line(name), "Content-Type": FIELDS}
    record_id = uuid5(NAMESPACE_URL, f"{name} {at.isoformat()}")
    return packed(WarcRecordType.warcinfo, record_id, at, headers, lines(said))


def page_records(page: Page) -> bytes:
    """A page's response, and a metadata record with what isnad knows of it, its redirects too."""
    record_id = UUID(page.page_id)
    block = http_head(page) + page.body
    response = {
        "WARC-Target-URI": one_line(page.final_url),
        "WARC-Payload-Digest": digest(page.body),
        "Content-Type": RESPONSE,
    }
    known = lines(known_of(page))
    metadata = {
        "WARC-Target-URI": one_line(page.final_url),
        "WARC-Refers-To": f"<{record_id.urn}>",
        "Content-Type": FIELDS,
    }
    about = uuid5(record_id, "metadata")
    return packed(WarcRecordType.response, record_id, page.fetched_at, response, block) + packed(
        WarcRecordType.metadata, about, page.fetched_at, metadata, known
    )


def packed(
    kind: WarcRecordType, record_id: UUID, at: datetime, headers: dict[str, str], block: bytes
) -> bytes:
    """One record as one member of a gzip file."""
    record = WarcRecord()
    record.init_headers(kind, str(record_id.urn).removeprefix("urn:").encode())
    record.headers["WARC-Date"] = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    for name, value in (headers | {"WARC-Block-Digest": digest(block)}).items():
        record.headers[name] = value
    record.set_bytes_content(block)
    written = BytesIO()
    record.write(written)
    return gzip.compress(written.getvalue(), LEVEL, mtime=0)


def http_head(page: Page) -> bytes:
    """The status line and headers as stored; the version of HTTP is not, 1.1 stands for it.

    The body is kept without its codings: headers that speak of them, and another length, get another name.
    """
    said: list[tuple[str, str]] = [(name, value) for name, value in json.loads(page.headers)]
    size = str(len(page.body))
    headers = [(f"{ORIGINAL}{name}" if is_past(name, value, size) else name, value) for name, value in said]
    if not any(name.lower() == "content-length" for name, _ in headers):
        headers.append(("Content-Length", size))
    return f"HTTP/1.1 {page.status} {responses.get(page.status, '')}\r\n".encode() + lines(headers) + b"\r\n"


def is_past(name: str, value: str, size: str) -> bool:
    """Whether a header does not hold for the body as it is kept."""
    return name.lower() in CODINGS or (name.lower() == "content-length" and value.strip() != size)


def known_of(page: Page) -> list[tuple[str, str]]:
    """What is known of a page beside its response: how it was come by, and the way of its redirects."""
    said = [
        ("via", page.listing_url),
        ("isnad-page-id", page.page_id),
        ("isnad-run-id", page.run_id),
        ("isnad-date", page.date.isoformat()),
        ("isnad-source", page.source),
        ("isnad-discovered-via", page.discovered_via),
        ("isnad-url", page.url),
        *(("isnad-redirect", f"{status} {url}") for status, url in json.loads(page.redirects or "[]")),
        ("isnad-body-sha256", page.body_sha256),
        ("isnad-content-signal", page.content_signal),
        ("isnad-evidence", page.evidence),
    ]
    return [(name, value) for name, value in said if value is not None]


def lines(fields: Iterable[tuple[str, str]]) -> bytes:
    """Names and values, a line each, in UTF-8."""
    return "".join(f"{one_line(name)}: {one_line(value)}\r\n" for name, value in fields).encode()


def one_line(text: str) -> str:
    """The text without breaks, which would end a header."""
    return " ".join(text.replace("\0", " ").splitlines()) if not text.isprintable() else text


def digest(data: bytes) -> str:
    """The labelled digest of WARC, SHA-1 in Base32, which every reader knows."""
    return f"sha1:{b32encode(sha1(data, usedforsecurity=False).digest()).decode()}"
