"""A small real HTTP server on loopback, and what every test of collecting needs."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tasks.collecting.policy import FetchPolicy
from tasks.collecting.session import open_session
from warehouse.keys import key
from warehouse.rows import Address


@dataclass
class Reply:
    """What the server answers for one path; `cut` closes the connection after that many bytes of the body."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    cut: int | None = None


@dataclass
class Site:
    """The running server: `replies` by path, and the requests it had."""

    port: int
    replies: dict[str, Reply | Callable[[Mapping[str, str]], Reply]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, in order, without robots.txt."""
        return [path for _, path, _ in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    """Answers from the site's replies; 404 for what is not there."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        """Answer one request."""
        self.site.asked.append((self.headers.get("Host", ""), self.path, dict(self.headers)))
        reply = self.site.replies.get(self.path, Reply(b"not here", 404))
        reply = reply(self.headers) if callable(reply) else reply
        if not isinstance(reply, Reply):  # a callable that only keeps the asker waiting
            self.close_connection = True
            return
        self.send_response(reply.status)
        given = {"Content-Length": str(len(reply.body)), **reply.headers}
        for name, value in given.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
        if reply.cut is not None:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on a free port of every loopback address."""
    server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    server.daemon_threads = True
    running = Site(port=server.server_address[1])
    server.RequestHandlerClass = type("Handler", (Handler,), {"site": running})
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield running
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def reply() -> type[Reply]:
    """The type of an answer."""
    return Reply


@pytest.fixture
def policy() -> FetchPolicy:
    """Bounds small enough for a test, loopback allowed."""
    return FetchPolicy(
        user_agent="isnad/0 (+test)",
        delay_s=5.0,
        requests_at_once=4,
        requests_per_host=1,
        attempts=1,
        max_wait_s=60.0,
        rest_after=100,
        timeout_s=2.0,
        total_timeout_s=5.0,
        max_bytes=100_000,
        max_redirects=3,
        allow_loopback=True,
    )


def warc_record(url: str, response: bytes, kind: str = "response", **given: str) -> bytes:
    """One WARC record; `record_id` and `date` may be given."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{given.get('record_id', url)}>",
        "WARC-Date": given.get("date", "2024-12-09T10:11:12Z"),
        "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(response)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.1\r\n{lines}\r\n".encode() + response + b"\r\n\r\n"


def http_response(body: bytes, status: int = 200, **headers: str) -> bytes:
    """One HTTP response as an archive keeps it."""
    given = {"Content-Type": "text/html; charset=utf-8"} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + body


@pytest.fixture
def record() -> Callable[..., bytes]:
    """Makes WARC records: `record(url, response, …)`."""
    return warc_record


@pytest.fixture
def response() -> Callable[..., bytes]:
    """Makes archived HTTP responses: `response(body, status, …)`."""
    return http_response


class Ticker:
    """A clock that goes on by a millisecond each time it is read."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The next instant."""
        self.at += timedelta(milliseconds=1)
        return self.at


@pytest.fixture
def now() -> Ticker:
    """The clock."""
    return Ticker()


class Pauses:
    """A sleep that takes no time: it writes down how long it was to be, and sets the clock on."""

    def __init__(self, clock: Ticker) -> None:
        self.clock = clock
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Write it down."""
        self.seconds.append(seconds)
        self.clock.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@pytest.fixture
def pauses(now: Ticker) -> Pauses:
    """The sleep."""
    return Pauses(now)


@pytest.fixture
def session(policy: FetchPolicy, now: Ticker, pauses: Pauses) -> Callable[..., Any]:
    """Opens sessions: `session(delay_s=2.0, past=Past(…), robots={…})`; bounds besides are the policy's."""

    def opened(
        *, past: Any = None, robots: Any = None, write_down: Any = None, until: Any = None, **bounds: Any
    ) -> Any:
        return open_session(
            replace(policy, **bounds),
            run_id="r1",
            day=date(2026, 11, 22),
            now=now,
            sleep=pauses,
            past=past,
            robots=robots,
            write_down=write_down,
            until=until,
        )

    return opened


@pytest.fixture
def address() -> Callable[..., Address]:
    """Makes addresses: `address(url, source="a", …)`."""

    def make(url: str, source: str = "a", **given: Any) -> Address:
        from tasks.parsing.urls import host_of

        fields: dict[str, Any] = {
            "address_id": key(source, url),
            "run_id": "r1",
            "date": date(2026, 11, 22),
            "source": source,
            "url": url,
            "host": host_of(url),
            "via": "feed",
            "listing_url": None,
            "evidence": None,
            "first": False,
        }
        return Address(**{**fields, **given})

    return make
