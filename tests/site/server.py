"""The misbehaving server itself: connections, and requests read from them."""

import sys
import threading
from contextlib import suppress
from http.client import parse_headers
from io import BufferedIOBase
from socket import SHUT_RDWR, socket
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from tests.site.exchange import Exchange
from tests.site.faults import find_answer
from tests.site.running import Hostile, Robots

MAX_LINE = 1 << 18  # an address of 100,000 characters fits


def read_request(stream: BufferedIOBase) -> tuple[str, dict[str, str]] | None:
    """Path and lower-case headers of the next request of a connection, None at its end.

    Raises:
        ValueError: the request line is not one.
        http.client.HTTPException: the headers are too long or too many.
    """
    line = stream.readline(MAX_LINE).decode("latin-1").split()
    if not line:
        return None
    _, path, _ = line
    return path, {name.lower(): value for name, value in parse_headers(stream).items()}


class Handler(StreamRequestHandler):
    """Answers one connection, request by request, until an answer ends it."""

    disable_nagle_algorithm = True
    server: "Server"

    def handle(self) -> None:
        """Go on while the answers are whole; a reader that hangs up is what the faults are made for."""
        with suppress(ConnectionError):
            while (asked := read_request(self.rfile)) and self.answer(*asked):
                pass

    def answer(self, path: str, headers: dict[str, str]) -> bool:
        """Answer one request; whether the connection stays open."""
        hostile = self.server.hostile
        host = headers.get("host", "").removesuffix(f":{hostile.port}")
        request, nth = hostile.arrive(host, path, headers)
        exchange = Exchange(
            request=request, sock=self.connection, nth=nth, ended=lambda: hostile.leave(request)
        )
        try:
            if path == "/robots.txt" and host in hostile.robots:
                answer_robots(exchange, hostile.robots[host])
            else:
                find_answer(path.partition("?")[0])(exchange)
        finally:
            hostile.leave(request)
        return exchange.stays_open and headers.get("connection", "").lower() != "close"


def answer_robots(exchange: Exchange, robots: Robots) -> None:
    """The robots.txt that was set, with its status where one was."""
    status, body = robots if isinstance(robots, tuple) else (200, robots)
    exchange.answer(body, status, Content_Type="text/plain; charset=utf-8")


class Server(ThreadingTCPServer):
    """One thread a connection; all of them end when it does."""

    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, port: int) -> None:
        self.lock = threading.Lock()
        self.connections: set[socket] = set()
        self.errors: list[Exception] = []
        super().__init__(("0.0.0.0", port), Handler)
        self.hostile = Hostile(port=self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, then serve it."""
        with self.lock:
            self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget it, then close it."""
        with self.lock:
            self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep an error of the server's own for the end."""
        error = sys.exception()
        if isinstance(error, Exception):
            self.errors.append(error)

    def end(self) -> None:
        """Accept no more, cut every connection, which ends whatever waits on it, and join the threads."""
        self.shutdown()
        with self.lock:
            for connection in self.connections:
                with suppress(OSError):  # the other side, or a fault, was first
                    connection.shutdown(SHUT_RDWR)
        self.server_close()
