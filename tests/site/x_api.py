"""A stand-in for the X API on loopback: real HTTP over an invented timeline, counting what is paid."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from urllib.parse import parse_qsl

from tests.site.exchange import Exchange, Request
from tests.site.hostile import POLL_S
from tests.site.server import Handler, Server
from tests.site.x_fields import Dialect
from tests.site.x_reply import Bill, Reply
from tests.site.x_running import Asked, Clock, XApi
from tests.site.x_tweets import Timeline

__all__ = ["TOKEN", "Asked", "Dialect", "Timeline", "XApi", "serve_x"]
TOKEN = "t0ken-of-the-stand-in"


class XHandler(Handler):
    """Answers one connection from the stand-in."""

    server: "XServer"

    def answer(self, path: str, headers: dict[str, str]) -> bool:
        """Answer one request; whether the connection stays open."""
        x, (bare, _, query) = self.server.x, path.partition("?")
        params, authorization = dict(parse_qsl(query, keep_blank_values=True)), headers.get("authorization")
        number, reply = x.arrive(bare, params, authorization)
        asked, settled = Asked(bare, params, authorization, None), []

        def ended() -> None:
            settled.append(True)
            x.settle(asked._replace(status=reply.status), reply.bill)

        request = Request(host="127.0.0.1", path=path, headers=headers, at=monotonic(), number=number)
        exchange = Exchange(request=request, sock=self.connection, nth=number, ended=ended)
        try:
            self.send(reply, exchange, asked)
        finally:
            if not settled:
                x.settle(asked, Bill())
        return exchange.stays_open

    def send(self, reply: Reply, exchange: Exchange, asked: Asked) -> None:
        """Send an answer, when it is time and the reader is still there.

        Raises:
            ConnectionError: the reader has hung up.
        """
        if reply.after_s:
            exchange.wait(reply.after_s)
        if before_answer := self.server.x.before_answer:
            before_answer(asked.path, asked.params, exchange.nth)
            exchange.wait(0)
        headers = {"Content_Type": reply.content_type, **reply.limits}
        if reply.stream:
            exchange.stream(reply.stream, **headers)
            exchange.ended()
        elif not reply.dropped:
            exchange.answer(reply.body, reply.status, **headers)


class XServer(Server):
    """The stand-in's server."""

    def __init__(self, x: XApi) -> None:
        super().__init__(0)
        self.RequestHandlerClass = XHandler
        self.x = x
        x.port = self.server_address[1]


@contextmanager
def serve_x(
    timeline: Timeline | None = None,
    *,
    clock: Clock | None = None,
    token: str = TOKEN,
    dialect: Dialect = "tweet",
    full_archive: bool = True,
    windows: Mapping[str, int] | None = None,
    cap: int | None = None,
    slow_s: float = 5,
) -> Iterator[XApi]:
    """The stand-in, until the block ends.

    Args:
        timeline: what there is to be read; a small one where none is given.
        clock: the server's time, aware; the end of the timeline where none is given. What was posted later
            is not there yet.
        token: what has to be in the Authorization header.
        dialect: names of parameters and fields.
        full_archive: see XApi.
        windows: see XApi.
        cap: see XApi.
        slow_s: see XApi.

    Raises:
        ExceptionGroup: the server's own errors, among them those of `before_answer`.
    """
    timeline = timeline or Timeline(tweets=500, users=20)
    ends = timeline.ends
    x = XApi(
        timeline=timeline,
        clock=clock or (lambda: ends),
        token=token,
        dialect=dialect,
        full_archive=full_archive,
        windows=windows or {},
        cap=cap,
        slow_s=slow_s,
    )
    server = XServer(x)
    accepting = threading.Thread(target=server.serve_forever, args=(POLL_S,))
    accepting.start()
    try:
        yield x
    finally:
        server.end()
        accepting.join()
    if server.errors:
        raise ExceptionGroup("the stand-in failed", server.errors)
