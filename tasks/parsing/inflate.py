"""Compressed bodies, inflated up to a limit: a small answer may hide a huge body."""

import zlib

GZIP = b"\x1f\x8b"
WINDOW = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


class BrokenBody(ValueError):
    """The compressed body is damaged, ends early, or is encoded in a way we did not ask for."""


class TooLarge(ValueError):
    """The inflated body is larger than the limit."""


class Inflater:
    """A body put together from its parts; content codings as in RFC 9110 §8.4.1."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        coding = encoding.strip().lower() or "identity"
        if coding not in (*WINDOW, "identity"):
            raise BrokenBody(f"the content encoding {coding[:40]!r} was not asked for")
        self.max_bytes = max_bytes
        self.body = bytearray()
        self.wbits = WINDOW.get(coding)
        self.stream = zlib.decompressobj(self.wbits) if self.wbits else None
        self.started = False

    def feed(self, part: bytes) -> None:
        """Add the next part.

        Raises:
            TooLarge: the body exceeds the limit.
            BrokenBody: the part does not inflate.
        """
        if self.stream is None:
            self.keep(part)
            return
        while part:
            part = self.inflate(part)

    def inflate(self, part: bytes) -> bytes:
        """Inflate some of the part; what is left of it is returned."""
        if self.stream is not None and self.stream.eof and not part.startswith(GZIP[: len(part)]):
            return b""  # padding after the last gzip member, which gzip itself ignores too
        stream = self.stream = self.next_stream()
        try:
            self.keep(stream.decompress(part, self.max_bytes - len(self.body) + 1))
        except zlib.error as error:
            if self.wbits == zlib.MAX_WBITS and not self.started:
                # RFC 9110 asks for zlib data, but some servers send raw deflate.
                self.wbits, self.stream = -zlib.MAX_WBITS, zlib.decompressobj(-zlib.MAX_WBITS)
                return part
            raise BrokenBody(f"the compressed body is damaged ({error})") from None
        self.started = True
        return stream.unused_data if stream.eof else stream.unconsumed_tail

    def next_stream(self) -> "zlib._Decompress":
        """The present stream, or a new one where a further gzip member follows."""
        stream = self.stream
        return zlib.decompressobj(self.wbits or 0) if stream is None or stream.eof else stream

    def keep(self, data: bytes) -> None:
        """Append inflated bytes."""
        self.body += data
        if len(self.body) > self.max_bytes:
            raise TooLarge(f"the body is larger than {self.max_bytes:,} bytes")

    def close(self) -> bytes:
        """The whole body.

        Raises:
            BrokenBody: the compressed data ended early.
        """
        if self.stream is not None and self.started and not self.stream.eof:
            raise BrokenBody("the compressed body ends early")
        return bytes(self.body)


def gunzip(body: bytes, max_bytes: int) -> bytes:
    """The body, inflated where it is gzip by its first bytes.

    Raises:
        TooLarge: it exceeds the limit.
        BrokenBody: it is damaged or ends early.
    """
    inflater = Inflater("gzip" if body.startswith(GZIP) else "", max_bytes)
    inflater.feed(body)
    return inflater.close()
