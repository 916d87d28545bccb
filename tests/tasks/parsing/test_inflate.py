"""Compressed bodies."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.inflate import BrokenBody, Inflater, TooLarge, gunzip

TEXT = b"the harbour opened " * 50


def inflate(encoding, *parts, max_bytes=100_000):
    """Feeds the parts and closes."""
    inflater = Inflater(encoding, max_bytes)
    for part in parts:
        inflater.feed(part)
    return inflater.close()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        (" X-GZIP ", gzip.compress(TEXT, mtime=0)),
        ("gzip", gzip.compress(TEXT[:99], mtime=0) + gzip.compress(TEXT[99:], mtime=0)),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"\0\0\0"),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
    ],
)
def test_codings(encoding, body):
    """Gzip with several members and padding, deflate in both forms, and none; in one part or in many."""
    assert inflate(encoding, body) == TEXT
    assert inflate(encoding, *(body[at : at + 7] for at in range(0, len(body), 7))) == TEXT


def test_unknown_coding():
    """What was not asked for is not guessed."""
    with pytest.raises(BrokenBody, match="'br' was not asked for"):
        Inflater("br", 10)


@pytest.mark.parametrize("cut", [1, 8, 30])
def test_early_end(cut):
    """A truncated body is not taken for a whole one."""
    with pytest.raises(BrokenBody, match="ends early"):
        inflate("gzip", gzip.compress(TEXT, mtime=0)[:-cut])


def test_bomb():
    """The limit holds while inflating, not afterwards."""
    inflater = Inflater("gzip", 1_000)
    with pytest.raises(TooLarge):
        inflater.feed(gzip.compress(b"0" * 50_000_000))
    assert len(inflater.body) <= 1_001


def test_limit_is_inclusive():
    """A body of exactly the limit is kept."""
    assert inflate("gzip", gzip.compress(TEXT, mtime=0), max_bytes=len(TEXT)) == TEXT
    with pytest.raises(TooLarge):
        inflate("", TEXT, max_bytes=len(TEXT) - 1)


def test_gunzip_by_first_bytes():
    """What is not gzip comes back as it is."""
    assert gunzip(gzip.compress(TEXT, mtime=0), 10_000) == TEXT
    assert gunzip(TEXT, 10_000) == TEXT


@given(st.sampled_from(["gzip", "deflate", ""]), st.lists(st.binary(max_size=50), max_size=5))
def test_any_bytes_give_a_body_or_one_of_two_errors(encoding, parts):
    """Nothing else comes out."""
    try:
        assert len(inflate(encoding, *parts, max_bytes=100)) <= 100
    except (BrokenBody, TooLarge):
        return
