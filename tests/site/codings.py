"""Content codings: good ones, false ones, and small bodies that inflate to huge ones."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import repeat

import brotli  # type: ignore[import-untyped]
from backports import zstd

from tests.site.exchange import Exchange
from tests.site.pages import article

MIB = 1 << 20
MANY = 20
GZIP_BLOCKS = 10_000  # of 1 MiB, which are about 10 MB of gzip
ZSTD_HEAD = b"\x28\xb5\x2f\xfd\x00"  # RFC 8878 §3.1.1: magic number, and a descriptor without options
ZSTD_WINDOW_2_MIB, ZSTD_WINDOW_1_GIB = b"\x58", b"\xa0"
ZSTD_RAW, ZSTD_RLE = 0, 1
ZSTD_BLOCK = 128 * 1024  # the largest that a block may be


def coded(coding: str, encode: Callable[[bytes], bytes]) -> Callable[[Exchange], None]:
    """A page encoded by the function and declared as the coding."""
    return lambda exchange: exchange.answer(encode(article(coding).encode()), Content_Encoding=coding)


def gzip_times(times: int) -> Callable[[Exchange], None]:
    """A page compressed that often, and declared so."""

    def encode(body: bytes) -> bytes:
        for _ in range(times):
            body = gzip.compress(body, mtime=0)
        return body

    return coded(", ".join(["gzip"] * times), encode)


def deflate_raw(body: bytes) -> bytes:
    """Deflate (RFC 1951) without the zlib wrapper (RFC 1950) that HTTP asks for, as some servers send it."""
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeeze.compress(body) + squeeze.flush()


def gzip_bomb(start: bytes, filler: bytes, blocks: int = GZIP_BLOCKS) -> Iterator[bytes]:
    """A gzip stream (RFC 1952) of the start and that many MiB of one byte, cut before its checksum."""
    squeeze = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    head = gzip.compress(b"", mtime=0)[:10]
    yield head + squeeze.compress(start) + squeeze.flush(zlib.Z_FULL_FLUSH)
    # A full flush forgets what came before, so the same block may follow itself.
    yield from repeat(squeeze.compress(filler * MIB) + squeeze.flush(zlib.Z_FULL_FLUSH), blocks)
    yield squeeze.flush()


def bomb(exchange: Exchange) -> None:
    """A page that inflates to 10 GB."""
    exchange.stream(gzip_bomb(article().encode(), b"\0"), Content_Encoding="gzip")


def empty_members(exchange: Exchange) -> None:
    """Gzip members of nothing, without end."""
    exchange.stream(repeat(gzip.compress(b"", mtime=0) * 1000), Content_Encoding="gzip")


@cache
def brotli_bomb() -> bytes:
    """1 GiB of spaces in about 13 KB.

    From the second block on the encoder is in the same state at each flush, so its output may be repeated.
    """
    squeeze = brotli.Compressor(quality=5)
    first, again = (squeeze.process(b" " * MIB) + squeeze.flush() for _ in range(2))
    return bytes(first + again * 1023 + squeeze.finish())


def zstd_block(kind: int, size: int, content: bytes, *, last: bool = False) -> bytes:
    """One block (RFC 8878 §3.1.1.2)."""
    return (last | kind << 1 | size << 3).to_bytes(3, "little") + content


def zstd_bomb() -> bytes:
    """1 GiB of spaces in about 33 KB: blocks that repeat one byte."""
    blocks = zstd_block(ZSTD_RLE, ZSTD_BLOCK, b" ") * (1024 * MIB // ZSTD_BLOCK)
    return ZSTD_HEAD + ZSTD_WINDOW_2_MIB + blocks + zstd_block(ZSTD_RAW, 0, b"", last=True)


def zstd_window(body: bytes) -> bytes:
    """A small frame that asks for a window of 1 GiB."""
    return ZSTD_HEAD + ZSTD_WINDOW_1_GIB + zstd_block(ZSTD_RAW, len(body), body, last=True)


gzip_twice, gzip_many = gzip_times(2), gzip_times(MANY)
gzip_cut = coded("gzip", lambda body: gzip.compress(body, mtime=0)[: len(body) // 4])
gzip_lie = coded("gzip", lambda body: body)
raw_deflate = coded("deflate", deflate_raw)
good_brotli, good_zstd = coded("br", brotli.compress), coded("zstd", zstd.compress)
big_brotli, big_zstd = coded("br", lambda body: brotli_bomb()), coded("zstd", lambda body: zstd_bomb())
wide_zstd = coded("zstd", zstd_window)
