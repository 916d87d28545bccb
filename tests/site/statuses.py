"""Statuses: refusals that pass, refusals that stay, and answers to what was not asked."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.site.exchange import Exchange, write_head
from tests.site.pages import article, frame

Answer = Callable[[Exchange], None]


def always(status: int, **headers: str) -> Answer:
    """That status and a short page, each time."""
    page = frame(f"Error {status}", "<p>The page cannot be shown.</p>").encode()
    return lambda exchange: exchange.answer(page, status, **headers)


def bare(status: int) -> Answer:
    """That status alone, as the two that have no body are sent (RFC 9110 §15.3.5, §15.4.5)."""
    return lambda exchange: exchange.send_last(write_head(status, {"ETag": '"unasked"'}))


def empty(exchange: Exchange) -> None:
    """A page of nothing."""
    exchange.answer(b"")


def at_first(status: int, retry_after: Callable[[Exchange], str | None]) -> Answer:
    """That status for the first `times` requests of one host and path, then a page."""

    def answer(exchange: Exchange) -> None:
        if exchange.nth > exchange.number("times", 1):
            exchange.answer(article(exchange.name).encode())
        else:
            value = retry_after(exchange)
            always(status, **({} if value is None else {"Retry_After": value}))(exchange)

    return answer


def in_seconds(exchange: Exchange) -> str:
    """The parameter `wait` as Retry-After has seconds."""
    return str(int(exchange.number("wait", 1)))


def at_date(exchange: Exchange) -> str:
    """The parameter `wait` as Retry-After has a date, of whole seconds (RFC 9110 §10.2.3)."""
    then = datetime.now(UTC) + timedelta(seconds=exchange.number("wait", 2))
    return format_datetime(datetime.fromtimestamp(math.ceil(then.timestamp()), UTC), usegmt=True)


def partial(exchange: Exchange) -> None:
    """The first 100 bytes of a page, as if they had been asked for."""
    body = article().encode()
    exchange.answer(body[:100], 206, Content_Range=f"bytes 0-99/{len(body)}")


seconds = at_first(429, in_seconds)
date = at_first(429, at_date)
unavailable = at_first(503, lambda exchange: None)
