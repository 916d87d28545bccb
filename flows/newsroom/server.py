"""The newsroom on loopback: an address for each outlet where the system has them, else a port each."""

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

from flows.newsroom.outlets import Outlet, load_outlets
from flows.newsroom.site import Response, Site, build_site
from flows.newsroom.sources import describe_sources, write_tables

MISSING = Response(
    404, (("Content-Type", "text/html; charset=utf-8"),), b"<!DOCTYPE html><title>404</title><h1>404</h1>"
)
PORT_TRIES = 20


@dataclass(frozen=True, slots=True)
class Request:
    """One request the newsroom answered; `at` is seconds since the epoch."""

    outlet: str
    host: str
    path: str
    status: int
    at: float


@dataclass(slots=True)
class Newsroom:
    """The running newsroom; `bases` has each outlet's `http://host:port`."""

    bases: dict[str, str]
    site: Site
    night: int = 1
    requests: list[Request] = field(default_factory=list)

    def set_night(self, night: int) -> None:
        """Serve that night's pages from now on."""
        self.site = build_site(night, self.bases)
        self.night = night

    @property
    def sources(self) -> list[dict[str, object]]:
        """One `[[source]]` table for each listing."""
        return describe_sources(self.bases)

    def write_sources(self, path: Path) -> None:
        """Write them as a sources file."""
        path.write_text(write_tables(self.sources), "utf-8")

    def answer(self, outlet: str, target: str) -> Response:
        """What stands at that address; a query that names nothing of its own is ignored."""
        path = target.partition("?")[0]
        return self.site.get((outlet, target)) or self.site.get((outlet, path)) or MISSING


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for one outlet; the server's `outlet` and `newsroom` say which."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "OutletServer"

    def do_GET(self) -> None:
        """Answer with the body."""
        newsroom, outlet = self.server.newsroom, self.server.outlet
        response = newsroom.answer(outlet.slug, self.path)
        body, headers = response.body, dict(response.headers)
        if outlet.etag and response.status == 200:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if "ETag" in headers and headers["ETag"] in self.headers.get("If-None-Match", ""):
            response, body = Response(304, ()), b""
        elif outlet.compress and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, headers["Content-Encoding"] = gzip.compress(body, mtime=0), "gzip"
        newsroom.requests.append(
            Request(outlet.slug, self.headers.get("Host", ""), self.path, response.status, time.time())
        )
        self.send(response.status, headers, body)

    do_HEAD = do_GET

    def send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """Status, headers and, but for HEAD, the body."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the newsroom keeps its own log."""


class OutletServer(ThreadingHTTPServer):
    """The server of one outlet."""

    daemon_threads = True
    outlet: Outlet
    newsroom: Newsroom

    def server_bind(self) -> None:
        """Bind without asking the resolver for a host name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a reader that hangs up is no fault of the newsroom's."""


@contextmanager
def serve(night: int = 1) -> Iterator[Newsroom]:
    """The newsroom, running until the block ends."""
    outlets = load_outlets()
    with ExitStack() as stack:
        servers = [stack.enter_context(server) for server in open_servers(outlets)]
        bases = {
            outlet.slug: f"http://{server.server_address[0]!s}:{server.server_port}"
            for outlet, server in zip(outlets, servers, strict=True)
        }
        newsroom = Newsroom(bases, build_site(night, bases), night)
        for outlet, server in zip(outlets, servers, strict=True):
            server.outlet, server.newsroom = outlet, newsroom
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            stack.callback(server.shutdown)
        yield newsroom


def open_servers(outlets: tuple[Outlet, ...]) -> list[OutletServer]:
    """One server each on one shared port; where only 127.0.0.1 is configured (macOS), a port each on it."""
    for _ in range(PORT_TRIES):
        try:
            return bind([(outlet.address, 0) for outlet in outlets], shared=True)
        except OSError:
            continue
    return bind([("127.0.0.1", 0)] * len(outlets), shared=False)


def bind(addresses: list[tuple[str, int]], *, shared: bool) -> list[OutletServer]:
    """Servers on all of these addresses; on failure none stays open.

    Raises:
        OSError: an address is not configured, or the port the first one got is taken on another.
    """
    servers: list[OutletServer] = []
    try:
        for host, port in addresses:
            wanted = servers[0].server_port if servers and shared else port
            servers.append(OutletServer((host, wanted), Handler))
    except OSError:
        for server in servers:
            server.server_close()
        raise
    return servers
