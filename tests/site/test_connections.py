"""Faults of the connection, as they are on the wire."""

import socket
from collections.abc import Callable
from http.client import HTTPException, IncompleteRead, parse_headers
from typing import BinaryIO

import pytest

from tests.site.connections import FORGED, GARBAGE
from tests.site.faults import SECTIONS, Fault
from tests.site.hostile import Hostile
from tests.site.pages import article
from tests.site.reader import QUIET_S, Raw, ask, read_raw

PAGE = article().encode()


def fast(hostile: Hostile, path: str, at_most: int) -> Raw:
    """What a path that is slow by nature sends, asked for at a thousand bytes a second."""
    return read_raw(hostile.url(f"{path}?every=0.001"), at_most)


def slow_headers(hostile: Hostile) -> None:
    """The head has no end and comes byte by byte."""
    raw = fast(hostile, "/slow-headers", 60)
    assert (raw.ended, raw.body) == ("enough", b"")
    assert raw.data == b"HTTP/1.1 200 OK\r\nX-Slow: ".ljust(60, b"a")


def drip(hostile: Hostile) -> None:
    """The head is whole, the body comes byte by byte."""
    raw = fast(hostile, "/drip", 120)
    assert raw.ended == "enough"
    assert raw.body
    assert PAGE.startswith(raw.body)


def stall(hostile: Hostile) -> None:
    """The head is whole, and then nothing comes."""
    raw = read_raw(hostile.url("/stall"), quiet_s=QUIET_S)
    assert (raw.ended, raw.body) == ("quiet", b"")
    assert b"Content-Length: 5000" in raw.head
    assert raw.data.endswith(b"\r\n\r\n")


def silent(hostile: Hostile) -> None:
    """Nothing comes, and the connection stays open."""
    assert read_raw(hostile.url("/silent"), quiet_s=QUIET_S) == Raw(data=b"", ended="quiet")


def reset(hostile: Hostile) -> None:
    """A part of the body comes, then RST."""
    raw = read_raw(hostile.url("/reset"))
    assert (raw.ended, raw.body) == ("reset", PAGE)
    assert b"Content-Length: 100000" in raw.head


def reset_at_once(hostile: Hostile) -> None:
    """RST is all that comes."""
    assert read_raw(hostile.url("/reset-at-once")) == Raw(data=b"", ended="reset")


def short_length(hostile: Hostile) -> None:
    """The body is whole in itself, but 1,000 bytes shorter than declared."""
    with pytest.raises(IncompleteRead) as caught:
        ask(hostile.url("/short-length"))
    assert caught.value.partial == PAGE
    assert caught.value.expected == 1000


def long_length(hostile: Hostile) -> None:
    """A reader sees a good page, and garbage where the next answer should begin."""
    assert ask(hostile.url("/long-length")).body == PAGE
    raw = read_raw(hostile.url("/long-length"))
    assert (raw.ended, raw.body) == ("closed", PAGE + GARBAGE)


def long_forged(hostile: Hostile) -> None:
    """The connection stays open, and an answer stands on it before the next one is asked for."""
    request = b"GET /long-forged HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with socket.create_connection(("127.0.0.1", hostile.port)) as sock, sock.makefile("rb") as stream:
        for _ in range(2):
            sock.sendall(request)
            assert read_whole(stream) == PAGE
            assert read_whole(stream) == FORGED


def read_whole(stream: BinaryIO) -> bytes:
    """The body of the next answer of a connection, of the length it declares."""
    assert stream.readline() == b"HTTP/1.1 200 OK\r\n"
    return stream.read(int(parse_headers(stream)["Content-Length"]))


def chunked_garbage(hostile: Hostile) -> None:
    """The second chunk has no size."""
    raw = read_raw(hostile.url("/chunked-garbage"))
    assert raw.body.split(b"\r\n")[:3] == [b"6", b"<html>", b"zz-no-size"]
    with pytest.raises(IncompleteRead):
        ask(hostile.url("/chunked-garbage"))


def chunked_cut(hostile: Hostile) -> None:
    """The chunk is shorter than its size."""
    assert read_raw(hostile.url("/chunked-cut")) == Raw(
        data=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n3e8\r\n<html>",
        ended="closed",
    )
    with pytest.raises(IncompleteRead):
        ask(hostile.url("/chunked-cut"))


def not_http(hostile: Hostile) -> None:
    """No byte of a status line comes."""
    raw = read_raw(hostile.url("/not-http"))
    assert raw.ended == "closed"
    assert b"HTTP" not in raw.data
    with pytest.raises(HTTPException):
        ask(hostile.url("/not-http"))


def header_flood(hostile: Hostile) -> None:
    """10,000 headers stand before a good page."""
    raw = read_raw(hostile.url("/header-flood"))
    assert raw.head.count(b"\r\nX-Flood-") == 10_000
    assert raw.body == PAGE


def header_long(hostile: Hostile) -> None:
    """One header of 1 MB stands before a good page."""
    raw = read_raw(hostile.url("/header-long"))
    assert len(max(raw.head.split(b"\r\n"), key=len)) == len("X-Long: ") + 1_000_000
    assert raw.body == PAGE


def endless_headers(hostile: Hostile) -> None:
    """After 5 MB of headers there are still more."""
    raw = read_raw(hostile.url("/endless-headers"), 5_000_000)
    assert (raw.ended, raw.body) == ("enough", b"")
    assert raw.head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert raw.head.count(b"\r\nX-Endless-") > 4000


CHECKS: dict[str, Callable[[Hostile], None]] = {
    "/slow-headers": slow_headers,
    "/drip": drip,
    "/stall": stall,
    "/silent": silent,
    "/reset": reset,
    "/reset-at-once": reset_at_once,
    "/short-length": short_length,
    "/long-length": long_length,
    "/long-forged": long_forged,
    "/chunked-garbage": chunked_garbage,
    "/chunked-cut": chunked_cut,
    "/not-http": not_http,
    "/header-flood": header_flood,
    "/header-long": header_long,
    "/endless-headers": endless_headers,
}


@pytest.mark.parametrize("fault", SECTIONS["connections"], ids=lambda fault: fault.path)
def test_breaks_as_it_says(hostile: Hostile, fault: Fault) -> None:
    """Each fault of the connection is on the wire what the registry says."""
    CHECKS[fault.path](hostile)
