"""Content codings: what the bodies inflate to, and how much."""

import gzip
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd

from tests.site.faults import SECTIONS, Fault
from tests.site.hostile import Hostile
from tests.site.pages import article
from tests.site.reader import Answer, ask, read_raw

GIB = 1 << 30


def get(hostile: Hostile, path: str, coding: str) -> Answer:
    """The answer of a path that declares the coding."""
    answer = ask(hostile.url(path))
    assert answer.status == 200
    assert answer.headers["content-encoding"] == coding
    return answer


def good(path: str, coding: str, decode: Callable[[bytes], bytes]) -> Callable[[Hostile], None]:
    """The body decodes to a page."""

    def check(hostile: Hostile) -> None:
        assert decode(get(hostile, path, coding).body) == article(coding).encode()

    return check


def gunzip(times: int) -> Callable[[bytes], bytes]:
    """Gunzip that often."""

    def decode(body: bytes) -> bytes:
        for _ in range(times):
            body = gzip.decompress(body)
        return body

    return decode


def swells_to(body: bytes, sample: int, decode: Callable[[bytes], bytes]) -> float:
    """How large the whole body becomes, judged by its first bytes."""
    return len(decode(body[:sample])) * len(body) / sample


def gzip_bomb(hostile: Hostile) -> None:
    """About 10 MB, of which the first 50 KB already inflate to 50 MB."""
    raw = read_raw(hostile.url("/gzip-bomb"))
    assert raw.ended == "closed"
    assert b"Content-Encoding: gzip" in raw.head
    assert 9_000_000 < len(raw.body) < 12_000_000
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert swells_to(raw.body, 50_000, inflate.decompress) == pytest.approx(10_000 * (1 << 20), rel=0.1)


def empty_members(hostile: Hostile) -> None:
    """Thousands of whole members inflate to nothing, and more come."""
    member = gzip.compress(b"", mtime=0)
    raw = read_raw(hostile.url("/gzip-empty-members"), 100_000)
    assert raw.ended == "enough"
    whole = raw.body[: len(raw.body) // len(member) * len(member)]
    assert gzip.decompress(whole) == b""


def gzip_cut(hostile: Hostile) -> None:
    """The answer is whole, the gzip in it is not."""
    body = get(hostile, "/gzip-cut", "gzip").body
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    part = inflate.decompress(body)
    assert part
    assert article("gzip").encode().startswith(part)
    assert not inflate.eof


def gzip_lie(hostile: Hostile) -> None:
    """The body is plain."""
    assert get(hostile, "/gzip-lie", "gzip").body == article("gzip").encode()


def brotli_bomb(hostile: Hostile) -> None:
    """About 13 KB, of which the first 1,000 bytes inflate to more than 70 MB."""
    body = get(hostile, "/brotli-bomb", "br").body
    assert len(body) < 20_000
    assert swells_to(body, 1000, brotli.Decompressor().process) == pytest.approx(GIB, rel=0.05)


def zstd_bomb(hostile: Hostile) -> None:
    """About 33 KB, of which the first 1,000 bytes inflate to more than 30 MB."""
    body = get(hostile, "/zstd-bomb", "zstd").body
    assert len(body) < 40_000
    assert swells_to(body, 1000, zstd.ZstdDecompressor().decompress) == pytest.approx(GIB, rel=0.05)


def zstd_window(hostile: Hostile) -> None:
    """The window is 1 GiB (RFC 8878 §3.1.1.1.2), which the library refuses."""
    body = get(hostile, "/zstd-window", "zstd").body
    assert len(body) < 10_000
    assert 1 << (10 + (body[5] >> 3)) == GIB
    with pytest.raises(zstd.ZstdError, match="too much memory"):
        zstd.decompress(body)


CHECKS: dict[str, Callable[[Hostile], None]] = {
    "/gzip-bomb": gzip_bomb,
    "/gzip-twice": good("/gzip-twice", "gzip, gzip", gunzip(2)),
    "/gzip-many": good("/gzip-many", ", ".join(["gzip"] * 20), gunzip(20)),
    "/gzip-empty-members": empty_members,
    "/gzip-cut": gzip_cut,
    "/gzip-lie": gzip_lie,
    "/deflate-raw": good(
        "/deflate-raw", "deflate", lambda body: zlib.decompress(body, wbits=-zlib.MAX_WBITS)
    ),
    "/brotli": good("/brotli", "br", brotli.decompress),
    "/zstd": good("/zstd", "zstd", zstd.decompress),
    "/brotli-bomb": brotli_bomb,
    "/zstd-bomb": zstd_bomb,
    "/zstd-window": zstd_window,
}


@pytest.mark.parametrize("fault", SECTIONS["codings"], ids=lambda fault: fault.path)
def test_is_coded_as_it_says(hostile: Hostile, fault: Fault) -> None:
    """Each body is in truth what the registry says of it."""
    CHECKS[fault.path](hostile)
