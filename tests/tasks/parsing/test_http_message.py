"""Stored HTTP responses."""

import gzip
import sys
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.http_message import parse_message
from tasks.parsing.inflate import BrokenBody, TooLarge

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "<p>افتتح الميناء</p>".encode() * 20


def message(body, **headers):
    """A response with this body."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return b"HTTP/1.1 200 OK\r\n" + lines.encode() + b"\r\n" + body


def chunked(body, size=9):
    """The body in chunks."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_status_headers_body():
    """Names as sent, values as UTF-8 or Latin-1."""
    block = b"HTTP/2 404 \r\nX-A: \xd8\xae\xd8\xa8\xd8\xb1\r\nx-b:\xe9t\xe9 \r\nnonsense\r\n\r\nbody"
    found = parse_message(block, 100)
    assert (found.status, found.headers, found.body) == (404, (("X-A", "خبر"), ("x-b", "été")), b"body")
    assert found.header("x-a") == "خبر"
    assert found.header("x-c") is None


def test_codings_are_removed():
    """Content and transfer codings, alone and together."""
    for encoding, body in (
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("Zstd ", zstd.compress(TEXT)),
        ("br, gzip", gzip.compress(brotli.compress(TEXT), mtime=0)),
        ("identity", TEXT),
    ):
        assert parse_message(message(body, Content_Encoding=encoding), 10_000).body == TEXT, encoding
        both = message(chunked(body), Content_Encoding=encoding, Transfer_Encoding="chunked")
        assert parse_message(both, 10_000).body == TEXT, encoding


@pytest.mark.parametrize("encoding", ["gzip", "X-GZIP", "br", "zstd", "br, gzip", "gzip, br", "utf-8"])
def test_coding_removed_by_the_archive_already(encoding):
    """Many archives keep the header and not the coding; some servers name what is no coding."""
    assert parse_message(message(TEXT, Content_Encoding=encoding), 10_000).body == TEXT


def test_gzip_removed_from_something_else_than_markup():
    """Gzip tells itself by its first bytes."""
    assert parse_message(message(b'{"title": ""}', Content_Encoding="gzip"), 10_000).body == b'{"title": ""}'


def test_chunks_joined_by_the_archive_already():
    """What does not begin with a chunk has none."""
    assert parse_message(message(TEXT, Transfer_Encoding="chunked"), 10_000).body == TEXT


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"GET / HTTP/1.1\r\n\r\n",
        message(gzip.compress(TEXT, mtime=0)[:-9], Content_Encoding="gzip"),
        message(b"nonsense", Content_Encoding="br"),
        message(b"nonsense", Content_Encoding="compress"),
        message(zstd.compress(TEXT)[:-9], Content_Encoding="zstd"),
        message(TEXT, Content_Encoding="deflate"),
        message(chunked(TEXT)[:-20], Transfer_Encoding="chunked"),
    ],
)
def test_broken(block):
    """Not a response, or a body that ends early."""
    with pytest.raises(BrokenBody):
        parse_message(block, 10_000)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("", TEXT), ("gzip", gzip.compress(TEXT, mtime=0)), ("br", brotli.compress(TEXT)), ("br", TEXT)],
)
def test_too_large(encoding, body):
    """The limit is on the body without its coding."""
    with pytest.raises(TooLarge):
        parse_message(message(body, Content_Encoding=encoding), len(TEXT) - 1)


@given(
    st.binary(max_size=100),
    st.sampled_from(["gzip", "br", "zstd", "deflate", "x", "br, gzip"]),
    st.booleans(),
)
def test_any_body_gives_a_message_or_one_of_two_errors(body, encoding, chunks):
    """Nothing else comes out."""
    headers = {"Content_Encoding": encoding, **({"Transfer_Encoding": "chunked"} if chunks else {})}
    try:
        assert parse_message(message(body, **headers), 1_000).status == 200
    except (BrokenBody, TooLarge):
        return
