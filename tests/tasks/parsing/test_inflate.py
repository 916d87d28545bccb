"""Compressed bodies."""

import gzip
import sys
import tracemalloc
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.inflate import MAX_MEMBERS, BrokenBody, Inflater, TooLarge, gunzip

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = b"the harbour opened " * 50
PAGE = b"\xef\xbb\xbf\r\n <p>the harbour opened</p>"
SKIPPABLE = b"\x5a\x2a\x4d\x18\x03\0\0\0abc"
MB = 1_000_000
PACKERS = {
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=5),
    "zstd": zstd.compress,
}
LISTS = st.lists(st.sampled_from(list(PACKERS)), min_size=1, max_size=3)


def pack(body, codings):
    """The body under these codings, the first one applied first."""
    for coding in codings:
        body = PACKERS[coding](body)
    return body


def inflate(encoding, *parts, max_bytes=100_000):
    """Feeds the parts and closes."""
    inflater = Inflater(encoding, max_bytes)
    for part in parts:
        inflater.feed(part)
    return inflater.close()


def outcome(encoding, *parts):
    """The body, or the kind of error."""
    try:
        return inflate(encoding, *parts)
    except (BrokenBody, TooLarge) as error:
        return type(error)


def cut(body, places):
    """The body in parts."""
    ends = sorted({place % (len(body) + 1) for place in places})
    return [body[start:end] for start, end in zip([0, *ends], [*ends, len(body)], strict=True)]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", PACKERS["gzip"](TEXT)),
        (" X-GZIP ", PACKERS["gzip"](TEXT)),
        ("gzip", gzip.compress(TEXT[:99], mtime=0) + gzip.compress(TEXT[99:], mtime=0)),
        ("gzip", PACKERS["gzip"](TEXT) + b"\0\0\0"),
        ("gzip", PACKERS["gzip"](TEXT) + b"\0" + PACKERS["gzip"](TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
        ("deflate", zlib.compress(TEXT) + b"\0"),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstd.compress(TEXT)),
        ("zstd", SKIPPABLE + zstd.compress(TEXT[:99]) + SKIPPABLE + zstd.compress(TEXT[99:])),
        ("br, gzip", pack(TEXT, ["br", "gzip"])),
        ("gzip,identity , ,gzip", pack(TEXT, ["gzip", "gzip"])),
        ("zstd, deflate, br", pack(TEXT, ["zstd", "deflate", "br"])),
    ],
)
def test_codings(encoding, body):
    """Every coding, several members, padding, both forms of deflate, and lists; in one part or in many."""
    for size in (len(body), 7, 1):
        assert inflate(encoding, *(body[at : at + size] for at in range(0, len(body), size))) == TEXT


@given(st.binary(max_size=300), LISTS, st.lists(st.integers(0, 2_000), max_size=9))
def test_any_split_gives_the_same_body(body, codings, places):
    """Where the network cuts a body does not matter."""
    assert inflate(", ".join(codings), *cut(pack(body, codings), places)) == body


@pytest.mark.parametrize("encoding", ["", *PACKERS, "br, gzip"])
def test_no_bytes_at_all(encoding):
    """An empty body is empty under any name."""
    assert inflate(encoding) == inflate(encoding, b"") == b""


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "identity, x-gzip"])
def test_plain_markup_under_the_name_of_a_coding(encoding):
    """Some servers name a coding and do not apply it; the page is taken as it is."""
    assert inflate(encoding, PAGE) == inflate(encoding, *cut(PAGE, range(len(PAGE)))) == PAGE


@pytest.mark.parametrize("encoding", ["gzip, gzip", "deflate"])
def test_markup_is_no_list_of_codings(encoding):
    """Only a single coding is forgotten, and raw deflate may begin as markup does."""
    with pytest.raises(BrokenBody):
        inflate(encoding, PAGE)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("body", [b" \n", b" " * 5_000, b" " * 5_000 + b"<p>", b"nonsense"])
def test_neither_compressed_nor_markup(encoding, body):
    """White space alone, too much of it, or anything else is damage."""
    with pytest.raises(BrokenBody):
        inflate(encoding, body)


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [
        ("compress", "'compress' was not asked for"),
        ("gzip, x", "'x' was not asked for"),
        ("gzip, gzip, gzip, gzip", "more than 3 content codings"),
        ("gzip," * 9_999, "more than 3 content codings"),
    ],
)
def test_codings_that_are_not_undone(encoding, reason):
    """What was not asked for is not guessed, and lists are short."""
    with pytest.raises(BrokenBody, match=reason):
        Inflater(encoding, 10)


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("missing", [1, 8, 20])
def test_early_end(coding, missing):
    """A truncated body is not taken for a whole one, alone or inside another coding."""
    body = PACKERS[coding](TEXT)[:-missing]
    for encoding, sent in ((coding, body), (f"{coding}, zstd", zstd.compress(body))):
        with pytest.raises(BrokenBody, match="ends early"):
            inflate(encoding, sent)


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [("deflate", b"x"), ("gzip", PACKERS["gzip"](TEXT) + b"\x1f"), ("zstd", SKIPPABLE + SKIPPABLE[:3])],
)
def test_early_end_in_the_first_bytes_of_a_member(encoding, sent):
    """A member that hardly began is missing too."""
    with pytest.raises(BrokenBody, match="ends early"):
        inflate(encoding, sent)


@pytest.mark.parametrize("padding", [b"\0", brotli.compress(TEXT)])
def test_nothing_follows_brotli(padding):
    """Brotli has one stream and no padding, in the same part or in the next."""
    sent = brotli.compress(TEXT)
    for parts in ([sent + padding], [sent, padding]):
        with pytest.raises(BrokenBody):
            inflate("br", *parts)


@pytest.mark.parametrize("codings", [[name] for name in PACKERS] + [["gzip", "gzip"], ["br", "br", "br"]])
def test_bombs(codings):
    """The limit holds while inflating, not afterwards."""
    sent = pack(b"0" * 40 * MB, codings)
    inflater = Inflater(", ".join(codings), MB)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match="larger than 1,000,000 bytes"):
            inflater.feed(sent)
        assert tracemalloc.get_traced_memory()[1] < 3 * MB
    finally:
        tracemalloc.stop()
    assert len(inflater.body.getvalue()) <= MB


def test_bomb_between_two_codings():
    """Each coding's output is limited, also where the next one makes little of it."""
    with pytest.raises(TooLarge):
        inflate("gzip, br", brotli.compress(PACKERS["gzip"](TEXT) + b"\0" * MB))


def test_window_of_zstd():
    """A frame that asks for 1 GiB of memory is refused; 8 MB are what everybody grants."""
    frame = b"\x28\xb5\x2f\xfd\0%c\x01\0\0"  # no content; the window is 1 KB shifted by the high five bits
    assert inflate("zstd", frame % (13 << 3)) == b""
    for log in (14, 20):
        with pytest.raises(BrokenBody, match="too much memory"):
            inflate("zstd", frame % (log << 3))


@pytest.mark.parametrize(
    ("encoding", "empty"),
    [("gzip", gzip.compress(b"", mtime=0)), ("deflate", b"\0\0\0\xff\xff"), ("zstd", SKIPPABLE)],
)
def test_endless_nothing(encoding, empty):
    """What is received counts too, where it inflates to nothing."""
    with pytest.raises(TooLarge, match="more than 40,000 bytes were received"):
        inflate(encoding, *[empty] * 9_999, max_bytes=40_000)


def test_many_members():
    """Members cost time whatever they hold, so they are counted."""
    empty = gzip.compress(b"", mtime=0)
    assert inflate("gzip", empty * MAX_MEMBERS + b"\0\0", max_bytes=MB) == b""
    with pytest.raises(TooLarge, match="more than 10,000 members"):
        inflate("gzip", empty * (MAX_MEMBERS + 1), max_bytes=MB)


def test_limit_is_inclusive():
    """A body of exactly the limit is kept."""
    for coding, packer in PACKERS.items():
        assert inflate(coding, packer(TEXT), max_bytes=len(TEXT)) == TEXT
        with pytest.raises(TooLarge):
            inflate(coding, packer(TEXT), max_bytes=len(TEXT) - 1)
    with pytest.raises(TooLarge, match="larger than 949 bytes"):
        inflate("", TEXT, max_bytes=len(TEXT) - 1)


@pytest.mark.parametrize("encoding", ["", *PACKERS])
def test_sink(encoding):
    """Parts are handed on as they come and are not kept."""
    body, parts = bytes(range(256)) * 4_000, []
    inflater = Inflater(encoding, len(body), sink=parts.append)
    for part in cut(pack(body, [encoding] if encoding else []), range(0, 2 * MB, 50_000)):
        inflater.feed(part)
    assert inflater.close() == b""
    assert b"".join(parts) == body
    assert max(map(len, parts)) < MB // 2


def test_gunzip_by_first_bytes():
    """What is not gzip comes back as it is."""
    assert gunzip(PACKERS["gzip"](TEXT), 10_000) == TEXT
    assert gunzip(TEXT, 10_000) == TEXT


@given(LISTS, st.binary(max_size=60), LISTS, st.lists(st.integers(0, 60), max_size=4))
def test_any_bytes_give_a_body_or_one_of_two_errors(named, body, applied, places):
    """Nothing else comes out, and wherever the bytes are cut it is the same."""
    for sent in (body, pack(body, applied[:1])[:-1] + body):
        found = outcome(", ".join(named), sent)
        assert found == TooLarge or found == outcome(", ".join(named), *cut(sent, places))
