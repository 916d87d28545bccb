"""A stored HTTP response to status, headers and body, its transfer and content codings removed (RFC 9112)."""

import re
from dataclasses import dataclass

from tasks.parsing.inflate import GZIP, BrokenBody, Inflater, begins_as_markup, split_codings

STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One response; headers in their order, names as sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of this name (lower case), None where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def parse_message(block: bytes, max_bytes: int) -> Message:
    """A response as it went over the wire, or as an archive keeps it with its codings removed already.

    Raises:
        BrokenBody: it is not an HTTP response, or its body is damaged or ends early.
        TooLarge: its body is larger than `max_bytes`.
    """
    status = STATUS_LINE.match(block)
    if status is None:
        raise BrokenBody("the record does not hold an HTTP response")
    end = END_OF_HEAD.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    message = Message(status=int(status.group(1)), headers=read_headers(head), body=body)
    if "chunked" in (message.header("transfer-encoding") or "").lower():
        body = join_chunks(body)
    body = inflate(body, message.header("content-encoding") or "", max_bytes)
    return Message(status=message.status, headers=message.headers, body=body)


def read_headers(head: bytes) -> tuple[tuple[str, str], ...]:
    """Name and value of each header line; a line without a colon is none."""
    lines = (line.partition(b":") for line in head.splitlines()[1:])
    return tuple((text_of(name), text_of(value)) for name, colon, value in lines if colon and name.strip())


def text_of(value: bytes) -> str:
    """A header's text: UTF-8 where it is that, else Latin-1."""
    try:
        return value.strip().decode("utf-8")
    except UnicodeDecodeError:
        return value.strip().decode("latin-1")


def join_chunks(body: bytes) -> bytes:
    """The chunks as one; a body that does not begin with a chunk was joined already by whoever archived it.

    Raises:
        BrokenBody: the chunks end early.
    """
    parts: list[bytes] = []
    at = 0
    while size := CHUNK_SIZE.match(body, at):
        length, start = int(size.group(1), 16), size.end()
        if length == 0:
            return b"".join(parts)
        parts.append(body[start : start + length])
        at = start + length
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    if not parts:
        return body
    raise BrokenBody("the chunks of the body end early")


def inflate(body: bytes, encoding: str, max_bytes: int) -> bytes:
    """The body without its content codings."""
    inflater = Inflater("" if is_inflated(body, encoding) else encoding, max_bytes)
    inflater.feed(body)
    return inflater.close()


def is_inflated(body: bytes, encoding: str) -> bool:
    """Whether whoever archived the body removed its codings already and left the header as it was."""
    last = (split_codings(encoding) or [""])[-1]
    if last == "gzip":
        return not body.startswith(GZIP)
    return last != "deflate" and bool(begins_as_markup(body))  # raw deflate may begin as markup does
