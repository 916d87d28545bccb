"""Content codings undone part by part, up to a limit: a small answer may hide a huge body (RFC 9110 §8.4)."""

import sys
import zlib
from collections.abc import Callable
from io import BytesIO

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression.zstd import DecompressionParameter, ZstdDecompressor, ZstdError
else:
    from backports.zstd import DecompressionParameter, ZstdDecompressor, ZstdError

GZIP = b"\x1f\x8b"
HEAD_BYTES = {"gzip": 2, "deflate": 2, "br": 1, "zstd": 1}  # what tells how a member is to be opened
WINDOW_LOG = 23  # 8 MB, the most that RFC 9659 allows for zstd
BLANK = b"\xef\xbb\xbf \t\r\n"
SNIFF_BYTES = 4_096  # of white space before it is no page any more
PIECE_BYTES = 65_536  # fed at once: at each member's end zlib and zstd copy the rest of it
PART_BYTES = 262_144  # inflated at once; less is slower for pages of the usual size
MAX_CODINGS = 3
MAX_MEMBERS = 10_000  # opening one takes time (zstd: 16 µs), however little it holds
DAMAGE = (zlib.error, brotli.error, ZstdError, EOFError)
LARGER = "the body is larger than {:,} bytes"
RECEIVED = "more than {:,} bytes were received"
Sink = Callable[[bytes], object]
Step = Callable[[bytes, int], tuple[bytes, bytes, bool]]


class BrokenBody(ValueError):
    """The compressed body is damaged, ends early, or is encoded in a way we did not ask for."""


class TooLarge(ValueError):
    """What was received, or what it inflates to, is larger than the limit."""


def zlib_step(wbits: int) -> Step:
    """Given data and room, the function gives output, data to be given again, and whether this is the end."""
    inner = zlib.decompressobj(wbits)

    def step(data: bytes, room: int) -> tuple[bytes, bytes, bool]:
        part = inner.decompress(data, room)
        return part, inner.unused_data or inner.unconsumed_tail, inner.eof

    return step


def zstd_step() -> Step:
    """As zlib_step; the decompressor keeps what it has no room for."""
    inner = ZstdDecompressor(options={int(DecompressionParameter.window_log_max): WINDOW_LOG})
    return lambda data, room: (inner.decompress(data, room), inner.unused_data, inner.eof)


def brotli_step() -> Step:
    """As zstd_step, but the room is rounded up to whole buffers (PART_BYTES to 491,456)."""
    inner = brotli.Decompressor()
    return lambda data, room: (inner.process(data, output_buffer_limit=room), b"", inner.is_finished())


def open_member(coding: str, head: bytes, members: int) -> Step | None:
    """What begins with these bytes after so many members, None for padding; raises as Inflater.feed."""
    if coding == "zstd":
        return zstd_step()
    if coding == "br":
        if members:
            raise BrokenBody("the compressed body goes on after its end")
        return brotli_step()
    if coding == "gzip":
        return None if members and not GZIP.startswith(head[:2]) else zlib_step(zlib.MAX_WBITS | 16)
    # RFC 9110 asks for zlib data (its header: RFC 1950 §2.2), but some servers send raw deflate.
    wrapped = head[0] & 15 == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return None if members else zlib_step(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


class Stage:
    """One coding being undone: compressed parts in, inflated parts on to the sink."""

    def __init__(self, coding: str, max_bytes: int, sink: Sink) -> None:
        self.coding, self.max_bytes, self.sink = coding, max_bytes, sink
        self.member: Step | None = None
        self.head = b""
        self.members = self.size = 0
        self.padded = False

    def feed(self, part: bytes) -> None:
        """Inflate the next part; raises as Inflater.feed."""
        for at in range(0, len(part), PIECE_BYTES):
            piece = part[at : at + PIECE_BYTES]
            while piece and not self.padded:
                piece = self.begin(piece) if self.member is None else self.inflate(self.member, piece)

    def begin(self, piece: bytes) -> bytes:
        """Open the next member once its first bytes are here; what is to be inflated is returned."""
        self.head += piece
        if len(self.head) < HEAD_BYTES[self.coding]:
            return b""
        piece, self.head = self.head, b""
        self.member, self.members = open_member(self.coding, piece, self.members), self.members + 1
        self.padded = self.member is None
        if self.members > MAX_MEMBERS and self.member:
            raise TooLarge(f"the compressed body has more than {MAX_MEMBERS:,} members")
        return piece

    def inflate(self, member: Step, piece: bytes) -> bytes:
        """Hand on what is in the piece; what follows the end of the member is returned."""
        while True:
            room = min(PART_BYTES, self.max_bytes - self.size + 1)
            try:
                part, piece, end = member(piece, room)
            except DAMAGE as error:
                raise BrokenBody(f"the compressed body is damaged ({error})") from None
            self.size += len(part)
            if self.size > self.max_bytes:
                raise TooLarge(LARGER.format(self.max_bytes))
            if part:
                self.sink(part)
            if end:
                self.member = None
            if end or (len(part) < room and not piece):
                return piece

    def close(self) -> None:
        """Accept the end; raises as Inflater.close."""
        if self.member or (self.head and open_member(self.coding, self.head, self.members)):
            raise BrokenBody("the compressed body ends early")


def split_codings(encoding: str) -> list[str]:
    """The codings of a Content-Encoding header in the order they were applied, without `identity`."""
    names = (name.strip().lower() for name in encoding.split(","))
    return ["gzip" if name == "x-gzip" else name for name in names if name not in ("", "identity")]


def begins_as_markup(body: bytes) -> bool | None:
    """Whether `<` is the first byte after white space; None where more bytes are needed to say so."""
    start = body[:SNIFF_BYTES].lstrip(BLANK)
    return start.startswith(b"<") if start or len(body) >= SNIFF_BYTES else None


class Inflater:
    """A body put together from its parts, or handed on to a sink part by part.

    Plain markup under the name of one coding is taken as it is: some servers send that, and no gzip or
    Zstandard data and hardly any Brotli data begins so. Raw deflate may.
    """

    def __init__(self, encoding: str, max_bytes: int, *, sink: Sink | None = None) -> None:
        codings = split_codings(encoding)
        if len(codings) > MAX_CODINGS:
            raise BrokenBody(f"more than {MAX_CODINGS} content codings: {encoding[:80]!r}")
        self.max_bytes, self.received, self.body = max_bytes, 0, BytesIO()
        self.sink = self.into = sink or self.body.write
        self.stages: list[Stage] = []
        for coding in codings:  # the first one was applied first, so it is undone last
            if coding not in HEAD_BYTES:
                raise BrokenBody(f"the content encoding {coding[:40]!r} was not asked for")
            self.stages.insert(0, Stage(coding, max_bytes, self.into))
            self.into = self.stages[0].feed
        self.head: bytes | None = None if codings[1:] or codings in ([], ["deflate"]) else b""

    def feed(self, part: bytes) -> None:
        """Add the next part.

        Raises:
            TooLarge: what was received, or what it inflates to, exceeds the limit.
            BrokenBody: the part does not inflate.
        """
        self.received += len(part)
        if self.received > self.max_bytes:
            raise TooLarge((RECEIVED if self.stages else LARGER).format(self.max_bytes))
        if self.head is not None:  # held until it tells whether the body is compressed at all
            part = self.head + part
            markup = begins_as_markup(part)
            self.head = part if markup is None else None
            if markup is None:
                return
            if markup:
                self.stages, self.into = [], self.sink
        self.into(part)

    def close(self) -> bytes:
        """The whole body; empty where it went to a sink.

        Raises:
            TooLarge, BrokenBody: as feed; BrokenBody too where the compressed data ended early.
        """
        if self.head:
            self.into(self.head)
        for stage in self.stages:
            stage.close()
        return self.body.getvalue()


def gunzip(body: bytes, max_bytes: int) -> bytes:
    """The body, inflated where it is gzip by its first bytes; raises as Inflater."""
    inflater = Inflater("gzip" if body.startswith(GZIP) else "", max_bytes)
    inflater.feed(body)
    return inflater.close()
