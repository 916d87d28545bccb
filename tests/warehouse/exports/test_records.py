"""Pages as WARC records."""

import gzip
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.collecting.warc import read_records
from warehouse.exports.records import file_record, page_records
from warehouse.keys import key
from warehouse.rows import Page

AT = datetime(2026, 3, 1, 6, 0, 0, 123_456, tzinfo=UTC)
BODY = "<p>افتتح الميناء صباح اليوم.</p>".encode("windows-1256")


def page(**given: Any) -> Page:
    """A page of a harbour's newspaper."""
    body = given.get("body", BODY)
    values = {
        "page_id": key("https://minbar.example/1", sha256(body).hexdigest()),
        "run_id": "r1",
        "date": date(2026, 3, 1),
        "source": "minbar",
        "url": "https://minbar.example/1",
        "final_url": "https://minbar.example/1",
        "redirects": None,
        "status": 200,
        "headers": '[["Content-Type", "text/html; charset=windows-1256"]]',
        "content_type": "text/html",
        "charset": "windows-1256",
        "fetched_at": AT,
        "body": body,
        "body_sha256": sha256(body).hexdigest(),
        "content_signal": None,
        "discovered_via": "feed",
        "listing_url": "https://minbar.example/feed.xml",
        "evidence": None,
    }
    return Page(**values | given)


def read(data: bytes) -> list[Any]:
    """The records, frozen: headers, and what is in them."""
    records = []
    for record in ArchiveIterator(io.BytesIO(data), parse_http=False):
        assert record.verify_block_digest()
        record.freeze()
        records.append(record)
    return records


def test_a_page_is_a_response_and_what_is_known_of_it() -> None:
    """Dated to the microsecond, so that the page read back has the same key; two members of a gzip file."""
    data = page_records(page())
    response, about = read(data)
    assert response.headers["WARC-Type"] == "response"
    assert response.headers["WARC-Date"] == "2026-03-01T06:00:00.123456Z"
    assert response.headers["WARC-Target-URI"] == "https://minbar.example/1"
    block = response.reader.read()
    assert block.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1256\r\n")
    assert block.endswith(f"\r\nContent-Length: {len(BODY)}\r\n\r\n".encode() + BODY)
    assert about.headers["WARC-Type"] == "metadata"
    assert about.headers["WARC-Refers-To"] == response.record_id
    said = about.reader.read().decode()
    assert "via: https://minbar.example/feed.xml\r\n" in said
    assert f"isnad-body-sha256: {sha256(BODY).hexdigest()}\r\n" in said
    assert len(gzip.decompress(data)) > len(gzip.decompress(data[: about.stream_pos]))


def test_the_same_page_gives_the_same_bytes() -> None:
    """Also where its time is told in another zone."""
    there = AT.astimezone(timezone(timedelta(hours=3)))
    assert page_records(page()) == page_records(page(fetched_at=there))


def test_headers_that_do_not_hold_for_the_body_get_another_name() -> None:
    """The body has no codings any more; the length is its own; the rest is as it was, in its order."""
    sent = [
        ["Server", "nginx"], ["Content-Encoding", "gzip"], ["Transfer-Encoding", "chunked"],
        ["content-length", "17"], ["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"], ["X-City", "مرفأ"],
    ]  # fmt: skip
    block = read(page_records(page(headers=json.dumps(sent))))[0].reader.read()
    assert block.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:] == [
        "Server: nginx",
        "X-Archive-Orig-Content-Encoding: gzip",
        "X-Archive-Orig-Transfer-Encoding: chunked",
        "X-Archive-Orig-content-length: 17",
        "Set-Cookie: a=1",
        "Set-Cookie: b=2",
        "X-City: مرفأ",
        f"Content-Length: {len(BODY)}",
    ]


def test_a_page_exported_twice_over_keeps_its_headers(tmp_path: Path) -> None:
    """Read back and written again there is nothing to rename and nothing to add."""
    path = tmp_path / "a.warc.gz"
    path.write_bytes(page_records(page(headers='[["Content-Encoding", "br"], ["Content-Length", "5"]]')))
    [record] = read_records(path, 1_000)
    again = page(headers=json.dumps(record.message.headers))
    assert page_records(again).startswith(path.read_bytes()[:200])
    assert read(page_records(again))[0].reader.read() == read(path.read_bytes())[0].reader.read()


def test_redirects_are_told_in_the_metadata() -> None:
    """The answers on the way were not kept, so they are not made up."""
    way = json.dumps([[301, "http://minbar.example/a"], [0, "https://minbar.example/b"]])
    moved = page(
        url="http://minbar.example/a", redirects=way, content_signal="ai-train=no", evidence='{"t": 1}'
    )
    response, about = read(page_records(moved))
    assert response.headers["WARC-Target-URI"] == about.headers["WARC-Target-URI"] == moved.final_url
    said = about.reader.read().decode().split("\r\n")
    assert [line for line in said if line.startswith(("isnad-url", "isnad-redirect"))] == [
        "isnad-url: http://minbar.example/a",
        "isnad-redirect: 301 http://minbar.example/a",
        "isnad-redirect: 0 https://minbar.example/b",
    ]
    assert "isnad-content-signal: ai-train=no" in said
    assert 'isnad-evidence: {"t": 1}' in said


@pytest.mark.parametrize("status", [200, 203, 299])
def test_any_status_has_its_line(status: int) -> None:
    """Also one that nobody has a phrase for."""
    block = read(page_records(page(status=status)))[0].reader.read()
    assert block.startswith(f"HTTP/1.1 {status} ".encode())


def test_no_header_can_end_its_line() -> None:
    """A break in a value would be the end of the header, or of all of them."""
    bad = replace(
        page(headers=json.dumps([["X-A\r\nX-B", "1\r\n\r\n<p>"], ["X-C", "a\0b\u2028c"]])),
        final_url="https://minbar.example/1\r\nWARC-Type: warcinfo",
        listing_url="https://minbar.example/\n\nisnad-url: no",
    )
    response, about = read(page_records(bad))
    assert response.headers["WARC-Type"] == "response"
    head, _, body = response.reader.read().partition(b"\r\n\r\n")
    assert body == BODY
    assert len(head.split(b"\r\n")) == 4
    assert about.reader.read().count(b"\nisnad-url:") == 1


def test_the_first_record_says_what_wrote_the_file() -> None:
    """A warcinfo record."""
    [info] = read(file_record("مرفأ.warc.gz", AT, "isnad/1.0"))
    assert info.headers["WARC-Type"] == "warcinfo"
    assert info.headers["WARC-Filename"] == "مرفأ.warc.gz"
    assert b"software: isnad/1.0\r\nformat: WARC File Format 1.1\r\n" in info.reader.read()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(
    body=st.binary(min_size=1, max_size=300),
    headers=st.lists(
        st.tuples(st.from_regex(r"[A-Za-z-]{1,12}", fullmatch=True), st.text(max_size=20)), max_size=4
    ),
    encoding=st.sampled_from(["gzip", "br", "deflate", "zstd", "identity"]),
)
def test_any_body_is_read_back(
    tmp_path: Path, body: bytes, headers: list[tuple[str, str]], encoding: str
) -> None:
    """Byte for byte by isnad itself, whatever the headers say of its codings."""
    named = [*headers, ("Content-Encoding", encoding), ("Transfer-Encoding", "chunked")]
    given = [[name, value.encode("utf-8", "replace").decode()] for name, value in named]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(page_records(page(body=body, headers=json.dumps(given))))
    [record] = read_records(path, 1_000)
    assert record.message is not None
    assert (record.message.status, record.message.body) == (200, body)
    assert record.head.archived_at == AT
