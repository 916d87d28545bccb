"""One response to an answer: its status judged, its body read up to the limit."""

import asyncio
from dataclasses import replace
from io import BytesIO

import httpx

from tasks.collecting.answers import Answer, status_may_pass
from tasks.collecting.large import Place
from tasks.collecting.terms import Sink, Terms
from tasks.parsing.inflate import Inflater, TooLarge
from tasks.parsing.urls import normalize_url, without_userinfo

REDIRECTS = (301, 302, 303, 307, 308)


async def read_response(
    answer: Answer, response: httpx.Response, terms: Terms, place: Place, limit: asyncio.Timeout
) -> Answer:
    """The answer, with the body where it is worth reading; `redirect` where there is a next address.

    Raises:
        TooLarge, BrokenBody: the body is not kept.
    """
    status = response.status_code
    if status == 304:
        return replace(answer, outcome="not_modified")
    if status in REDIRECTS:
        return follow(answer, answer.header("location"), status)
    if status >= 400 or status < 200:
        said = f"the server answered {status} {response.reason_phrase}".strip()
        return answer.failed("http_error", said, may_pass=status_may_pass(status))
    if status >= 300:
        return answer.failed("bad_redirect", f"the server answered {status} and no address to go to")
    if status == 206:
        return answer.failed("broken_body", "the server sent a part (206), although none was asked for")
    why = terms.unwanted(answer.header("content-type"))
    if why:
        return answer.failed("unsupported_type", why)
    refuse_declared_size(answer.header("content-length"), terms.max_bytes)
    return await read_body(answer, response, terms, place, limit)


def refuse_declared_size(declared: str | None, max_bytes: int) -> None:
    """Stop before the first byte of a body that says it is over the limit."""
    size = declared or ""
    if size.isascii() and size.isdigit() and len(size) < 20 and int(size) > max_bytes:
        raise TooLarge(f"the body is larger than {max_bytes:,} bytes (it says {int(size):,})")


async def read_body(
    answer: Answer, response: httpx.Response, terms: Terms, place: Place, limit: asyncio.Timeout
) -> Answer:
    """The whole answer; a body that turns out large waits for its place."""
    sink = terms.open_sink(answer) if terms.open_sink else None
    body = Body(sink)
    inflater = Inflater(answer.header("content-encoding") or "", terms.max_bytes, sink=body.add)
    async for part in response.aiter_raw():
        inflater.feed(part)
        await place.take(0 if sink else body.size, limit)
    inflater.close()
    if body.size == 0:
        return replace(answer.failed("empty", "0 bytes"), size=0)
    return replace(answer, outcome="read", body=body.kept.getvalue(), size=body.size, error=None)


class Body:
    """A body as it comes: kept, or counted and handed on."""

    def __init__(self, sink: Sink | None) -> None:
        self.kept = BytesIO()  # unlike a bytearray it gives its bytes away without a copy
        self.sink = sink or self.kept.write
        self.size = 0

    def add(self, part: bytes) -> None:
        """The next part, its coding removed."""
        self.size += len(part)
        self.sink(part)


def follow(answer: Answer, location: str | None, status: int) -> Answer:
    """The answer with the redirect's address as the next one; a bad one ends it."""
    target = normalize_url(utf8(location), answer.final_url) if location else None
    if target is None:
        shown = without_userinfo(location or "nowhere")[:200]
        return answer.failed("bad_redirect", f"the redirect leads to {shown!r}")
    way = (*answer.redirects, (status, answer.final_url))
    return replace(answer, outcome="redirect", final_url=target, redirects=way, body=b"", size=None)


def utf8(header: str) -> str:
    """A header that httpx read as Latin-1 although the server sent UTF-8 (as many Arabic sites do)."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
