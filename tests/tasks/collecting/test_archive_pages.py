"""Pages out of WARC files."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from tasks.collecting.archive_pages import fetch_warc
from warehouse.keys import key
from warehouse.known import Known

PAGE = b"<html><body><p>The harbour opened this morning.</p></body></html>"


@pytest.fixture
def archive(tmp_path):
    """Writes a WARC file."""

    def write(*records: bytes):
        path = tmp_path / "a.warc"
        path.write_bytes(b"".join(records))
        return path

    return write


@pytest.fixture
def archived(address):
    """Makes the address of a record."""

    def make(url: str, record_id: str | None = None, source: str = "w"):
        record_id = f"urn:uuid:{record_id or url}"
        return address(url, source, address_id=key(source, url, record_id), via="warc")

    return make


@pytest.fixture
def fetch_all(now):
    """Runs fetch_warc to its end."""

    def run(path, addresses, known=None, **given):
        return list(fetch_warc(path, addresses, known or {}, now=now, max_bytes=10_000, **given))

    return run


def test_page_is_dated_as_it_was_captured(archive, record, response, archived, fetch_all, now):
    """The page has the archive's time, the row of its fetch the run's; no request was made."""
    url = "http://n.example/1"
    path = archive(record(url, response(PAGE, ETag='"1"')))
    [(fetch, page)] = fetch_all(path, [archived(url)])
    assert page.fetched_at == datetime(2024, 12, 9, 10, 11, 12, tzinfo=UTC)
    assert (page.body, page.charset, page.status, page.discovered_via) == (PAGE, "utf-8", 200, "warc")
    assert (fetch.outcome, fetch.attempts, fetch.elapsed_ms, fetch.etag) == ("stored", 0, None, '"1"')
    assert fetch.fetched_at.year == 2026
    assert fetch.page_id == page.page_id


def test_every_address_has_one_outcome(archive, record, response, archived, fetch_all):
    """Whatever a record holds; also one that the file does not hold."""
    records = {
        "ok": record("http://n.example/ok", response(PAGE)),
        "gone": record("http://n.example/gone", response(b"gone", 404)),
        "moved": record("http://n.example/moved", response(b"", 301, Location="/ok")),
        "empty": record("http://n.example/empty", response(b"")),
        "pdf": record("http://n.example/pdf", response(b"%PDF-1.7")),
        "large": record("http://n.example/large", response(b"x" * 20_000)),
        "broken": record("http://n.example/broken", response(b"\x1f\x8bxx", Content_Encoding="gzip")),
        "undated": record("http://n.example/undated", response(PAGE), date="some day"),
    }
    addresses = [archived(f"http://n.example/{name}") for name in [*records, "missing"]]
    found = fetch_all(archive(*records.values()), addresses)
    assert {fetch.url.rpartition("/")[2]: fetch.outcome for fetch, _ in found} == {
        "ok": "stored",
        "gone": "http_error",
        "moved": "bad_redirect",
        "empty": "empty",
        "pdf": "unsupported_type",
        "large": "too_large",
        "broken": "broken_body",
        "undated": "broken_body",
        "missing": "broken_body",
    }
    assert len(found) == len(addresses)
    assert all((page is not None) == (fetch.outcome == "stored") for fetch, page in found)


def test_records_that_were_not_discovered_are_passed_over(archive, record, response, archived, fetch_all):
    """A source may take only some of a file."""
    path = archive(*(record(f"http://n.example/{n}", response(PAGE)) for n in range(3)))
    assert [fetch.url for fetch, _ in fetch_all(path, [archived("http://n.example/1")])] == [
        "http://n.example/1"
    ]


def test_same_bytes_of_one_url_are_kept_once(archive, record, response, archived, fetch_all):
    """Captured twice unchanged is a duplicate of the first; changed is a page of its own."""
    url = "http://n.example/1"
    path = archive(
        record(url, response(PAGE), record_id="a"),
        record(url, response(PAGE), record_id="b", date="2024-12-10T00:00:00Z"),
        record(url, response(PAGE + b"!"), record_id="c", date="2024-12-11T00:00:00Z"),
    )
    found = fetch_all(path, [archived(url, record_id) for record_id in "abc"])
    assert [fetch.outcome for fetch, _ in found] == ["stored", "duplicate", "stored"]
    assert found[1][0].page_id == found[0][1].page_id


def test_a_second_import_stores_nothing(archive, record, response, archived, fetch_all):
    """The latest page is known by its bytes, an older one by its id."""
    url = "http://n.example/1"
    path = archive(
        record(url, response(PAGE), record_id="a"),
        record(url, response(PAGE + b"!"), record_id="b", date="2024-12-11T00:00:00Z"),
    )
    addresses = [archived(url, record_id) for record_id in "ab"]
    pages = [page for _, page in fetch_all(path, addresses)]
    latest = Known(page_id=pages[1].page_id, body_sha256=pages[1].body_sha256, etag=None, last_modified=None)
    kept = {page.page_id for page in pages}
    again = fetch_all(path, addresses, {url: latest}, stored=kept.__contains__)
    assert [(fetch.outcome, page) for fetch, page in again] == [("duplicate", None)] * 2
    assert [fetch.page_id for fetch, _ in again] == [page.page_id for page in pages]


def test_unchanged_since_the_known_page(archive, record, response, archived, fetch_all):
    """Same bytes as what is kept of the URL."""
    url = "http://n.example/1"
    known = Known(page_id="p0", body_sha256=sha256(PAGE).hexdigest(), etag=None, last_modified=None)
    [(fetch, page)] = fetch_all(archive(record(url, response(PAGE))), [archived(url)], {url: known})
    assert (fetch.outcome, fetch.page_id, page) == ("duplicate", "p0", None)


def test_file_cut_short(archive, record, response, archived, fetch_all):
    """What could not be read any more has an outcome that says why."""
    path = archive(record("http://n.example/1", response(PAGE)), record("http://n.example/2", response(PAGE)))
    path.write_bytes(path.read_bytes()[:-30])
    found = fetch_all(path, [archived(f"http://n.example/{n}") for n in (1, 2)])
    assert [fetch.outcome for fetch, _ in found] == ["stored", "broken_body"]
    assert "middle of the record" in found[1][0].error


def test_file_that_is_gone(tmp_path, archived, fetch_all):
    """All its addresses say so."""
    [(fetch, _)] = fetch_all(tmp_path / "gone.warc", [archived("http://n.example/1")])
    assert fetch.outcome == "broken_body"
    assert "No such file" in fetch.error


def test_one_record_for_two_sources(archive, record, response, archived, fetch_all):
    """Two sources that name the same file: one page, one duplicate."""
    url = "http://n.example/1"
    one, two = archived(url, source="w"), archived(url, source="x")
    found = fetch_all(archive(record(url, response(PAGE))), [one, replace(two)])
    assert sorted(fetch.outcome for fetch, _ in found) == ["duplicate", "stored"]
