"""Faults of the connection and of the message's own framing."""

from itertools import chain, count, repeat

from tests.site.exchange import HTML, Exchange, write_head
from tests.site.pages import article

GARBAGE = bytes(range(128, 256)) * 2
FORGED = b"<title>Forged</title><p>This page stands at no address."
FLOOD = 10_000
LONG = 1_000_000


def slow_headers(exchange: Exchange) -> None:
    """A byte of the head now and then, and never its end."""
    for byte in chain(b"HTTP/1.1 200 OK\r\nX-Slow: ", repeat(ord("a"))):
        exchange.send(bytes([byte]))
        exchange.pause()


def drip(exchange: Exchange) -> None:
    """A byte of the body now and then, without end."""
    exchange.start()
    for byte in chain(article().encode(), repeat(ord(" "))):
        exchange.send(bytes([byte]))
        exchange.pause()


def stall(exchange: Exchange) -> None:
    """Headers that promise a page, and no page."""
    exchange.start(Content_Length="5000")
    exchange.wait()


def silent(exchange: Exchange) -> None:
    """Nothing at all."""
    exchange.wait()


def reset(exchange: Exchange) -> None:
    """The start of a page, then RST."""
    exchange.start(Content_Length="100000")
    exchange.send(article().encode())
    exchange.reset()


def reset_at_once(exchange: Exchange) -> None:
    """RST instead of an answer."""
    exchange.reset()


def short_length(exchange: Exchange) -> None:
    """A Content-Length that promises more than comes."""
    body = article().encode()
    exchange.start(Content_Length=str(len(body) + 1000))
    exchange.send(body)


def long_length(exchange: Exchange) -> None:
    """A Content-Length that leaves a part of the body to be taken for the next answer."""
    body = article().encode()
    exchange.start(Content_Length=str(len(body)))
    exchange.send_last(body + GARBAGE)


def long_forged(exchange: Exchange) -> None:
    """A page, and a second answer that nobody asked for yet."""
    body = article().encode()
    exchange.start(Content_Length=str(len(body)))
    head = write_head(200, {"Content-Type": HTML, "Content-Length": str(len(FORGED))})
    exchange.send_last(body + head + FORGED)


def chunked_garbage(exchange: Exchange) -> None:
    """A good chunk, then one whose size is no number."""
    exchange.start(Transfer_Encoding="chunked")
    exchange.send(b"6\r\n<html>\r\nzz-no-size\r\n" + GARBAGE)


def chunked_cut(exchange: Exchange) -> None:
    """A chunk that is shorter than it says, and the end."""
    exchange.start(Transfer_Encoding="chunked")
    exchange.send(b"3e8\r\n<html>")


def not_http(exchange: Exchange) -> None:
    """Bytes that are no status line."""
    exchange.send(GARBAGE + b"\r\n\r\n")


def header_flood(exchange: Exchange) -> None:
    """More headers than anybody reads."""
    exchange.answer(article().encode(), 200, **{f"X-Flood-{i}": "water" for i in range(FLOOD)})


def header_long(exchange: Exchange) -> None:
    """One header that is larger than most pages."""
    exchange.answer(article().encode(), X_Long="a" * LONG)


def endless_headers(exchange: Exchange) -> None:
    """Headers as fast as they are read, without end."""
    exchange.send(write_head(200, {"Content-Type": HTML}).removesuffix(b"\r\n"))
    for number in count():
        exchange.send(f"X-Endless-{number}: {'a' * 1000}\r\n".encode())
