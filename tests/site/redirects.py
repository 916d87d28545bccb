"""Answers that lead elsewhere: in circles, too far, or where nobody may go."""

from collections.abc import Callable
from html import escape

from tests.site.exchange import Exchange
from tests.site.pages import article, frame

Answer = Callable[[Exchange], None]
HOPS = 40
LONG = 100_000


def go(exchange: Exchange, location: str, status: int = 302, **headers: str) -> None:
    """A redirect to that place."""
    exchange.answer(b"<title>Moved</title>", status, Location=location, **headers)


def to(location: str, status: int = 302) -> Answer:
    """Always a redirect to that place."""
    return lambda exchange: go(exchange, location, status)


def hop(exchange: Exchange) -> None:
    """A chain that counts down; /hop/0 is a page."""
    left = HOPS if exchange.name == f"redirects-{HOPS}" else int(exchange.name)
    if left:
        go(exchange, f"/hop/{left - 1}")
    else:
        exchange.answer(article("hop").encode())


def to_loopback(exchange: Exchange) -> None:
    """To a page of this server on the host of the parameter."""
    go(exchange, exchange.url("/page", exchange.parameter("host", "127.0.0.1")))


def to_credentials(exchange: Exchange) -> None:
    """As above, with a name and a password in the address."""
    host = exchange.parameter("host", "127.0.0.1")
    go(exchange, exchange.url("/page", f"user:secret@{host}"))


def to_nowhere(exchange: Exchange) -> None:
    """A redirect that does not say where to."""
    exchange.answer(b"<title>Moved</title>", 302)


def to_long(exchange: Exchange) -> None:
    """To an address of exactly LONG characters, which is a good page."""
    start = exchange.url("/page?filler=")
    go(exchange, start.ljust(LONG, "a"))


def cookie_wall(exchange: Exchange) -> None:
    """To itself until the cookie it sets comes back."""
    if "admitted=yes" in exchange.request.headers.get("cookie", ""):
        exchange.answer(article("cookie").encode())
    else:
        go(exchange, exchange.request.path, Set_Cookie="admitted=yes; Path=/")


def refresh(target: str) -> Answer:
    """Always a page that leads to that place by its meta element."""
    head = f'<meta http-equiv="refresh" content="0;url={escape(target)}">\n'
    page = frame("Moved", "<p>One moment.</p>", head=head).encode()
    return lambda exchange: exchange.answer(page)
