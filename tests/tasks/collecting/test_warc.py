"""WARC files."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import ListingError
from tasks.collecting.warc import read_heads, read_records
from tasks.parsing.inflate import BrokenBody, TooLarge


@pytest.fixture
def file(tmp_path):
    """Writes a WARC file."""

    def write(*records: bytes, packed: bool = False):
        path = tmp_path / ("a.warc.gz" if packed else "a.warc")
        path.write_bytes(b"".join(map(gzip.compress, records) if packed else records))
        return path

    return write


@pytest.mark.parametrize("packed", [False, True])
def test_response_records_of_web_addresses(file, record, response, packed):
    """Everything else in the file is passed over."""
    path = file(
        record("http://n.example/1", response(b"one"), record_id="1"),
        record("http://n.example/1", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record("dns:n.example", b"n.example. 1 IN A 192.0.2.1"),
        record("<http://n.example/2>", response(b"two"), record_id="2"),
        packed=packed,
    )
    found = list(read_records(path, 1_000))
    assert [(r.head.url, r.head.record_id, r.message.body) for r in found] == [
        ("http://n.example/1", "urn:uuid:1", b"one"),
        ("http://n.example/2", "urn:uuid:2", b"two"),
    ]
    assert found[0].head.archived_at == datetime(2024, 12, 9, 10, 11, 12, tzinfo=UTC)
    assert [r.head for r in found] == list(read_heads(path))


def test_fault_of_one_record_does_not_end_the_file(file, record, response):
    """Too large and damaged records are named, those after them are read."""
    path = file(
        record("http://n.example/large", response(b"x" * 2_000)),
        record("http://n.example/huge", response(b"x" * 2_000_000)),
        record("http://n.example/broken", response(b"\x1f\x8bnonsense", Content_Encoding="gzip")),
        record("http://n.example/none", b"no response"),
        record("http://n.example/good", response(b"good")),
    )
    faults = [type(found.fault) for found in read_records(path, 1_000)]
    assert faults == [TooLarge, TooLarge, BrokenBody, BrokenBody, type(None)]


@pytest.mark.parametrize("read", [read_heads, lambda path: read_records(path, 1_000)])
@pytest.mark.parametrize(("packed", "cut"), [(False, 20), (False, 300), (True, 40)])
def test_file_cut_short_is_read_as_far_as_it_goes(file, record, response, read, packed, cut):
    """The error comes after what is whole, and says where it ends."""
    path = file(
        record("http://n.example/1", response(b"one")),
        record("http://n.example/2", response(b"two " * 9)),
        packed=packed,
    )
    path.write_bytes(path.read_bytes()[:-cut])
    found = []
    with pytest.raises(ListingError, match=r"middle of|after 1 records"):
        drain(read(path), found)
    assert len(found) == 1


def drain(items, found):
    """Put the items into a list one by one, so that they are there when the error comes."""
    for item in items:
        found.append(item)


@pytest.mark.parametrize(
    "body", [b"", b"some words\n" * 9, b"<html></html>", gzip.compress(b"words", mtime=0), b"\x1f\x8b"]
)
def test_what_is_not_a_warc_file_is_told(tmp_path, body):
    """The error names the file."""
    path = tmp_path / "a.warc"
    path.write_bytes(body)
    with pytest.raises(ListingError, match=r"a\.warc"):
        list(read_heads(path))


def test_missing_file_is_told(tmp_path):
    """As any other that cannot be read."""
    with pytest.raises(ListingError, match="No such file"):
        list(read_heads(tmp_path / "a.warc"))


def test_unreadable_date_is_none(file, record, response):
    """Nothing is invented in its place."""
    [head] = read_heads(file(record("http://n.example/1", response(b"x"), date="some day")))
    assert head.archived_at is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_give_records_or_a_listing_error(tmp_path, record, response, data):
    """A file damaged anywhere ends in nothing else."""
    whole = record("http://n.example/1", response(b"one")) + record("http://n.example/2", response(b"two"))
    whole = data.draw(st.sampled_from([whole, gzip.compress(whole)]))
    at = data.draw(st.integers(0, len(whole)))
    path = tmp_path / "a.warc"
    path.write_bytes(
        whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + data.draw(st.integers(0, 20)) :]
    )
    for read in (read_heads, lambda path: read_records(path, 1_000)):
        try:
            list(read(path))
        except ListingError:
            continue
