"""Connections by host."""

import asyncio
import socket
import ssl
from contextlib import ExitStack
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest
import trustme
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

from tasks.collecting import pools
from tasks.collecting.guard import BlockedAddress


@pytest.fixture
def ask_all(policy):
    """Asks the addresses one after the other; how many pools there were at the end."""

    def run(*urls, **changes):
        async def inner():
            async with httpx.AsyncClient(transport=pools.HostPools(replace(policy, **changes))) as http:
                for url in urls:
                    await http.get(url)
                return len(http._transport.pools)

        return asyncio.run(inner())

    return run


def test_hosts_asked_long_ago_are_closed(site, reply, ask_all, monkeypatch):
    """So that a night over thousands of hosts does not run out of sockets."""
    monkeypatch.setattr(pools, "KEPT_OPEN", 3)
    assert ask_all(*(site.url("/", f"127.0.0.{n}") for n in range(1, 9))) == 3


def test_many_hosts_at_once_lose_nothing(site, reply, policy, monkeypatch):
    """Whoever makes room closes no connection that another is about to use."""
    monkeypatch.setattr(pools, "KEPT_OPEN", 2)
    site.replies["/"] = reply(b"here")

    async def run():
        async with httpx.AsyncClient(transport=pools.HostPools(policy)) as http:
            urls = [site.url("/", f"127.0.5.{number}") for number in range(1, 13)] * 3
            return await asyncio.gather(*(http.get(url) for url in urls))

    assert [answer.text for answer in asyncio.run(run())] == ["here"] * 36


def test_a_host_under_way_is_not_closed(site, reply, policy, monkeypatch):
    """Room is made from those that wait."""
    monkeypatch.setattr(pools, "KEPT_OPEN", 1)
    site.replies["/slow"] = reply(b"x" * 50_000)

    async def run():
        async with (
            httpx.AsyncClient(transport=pools.HostPools(policy)) as http,
            http.stream("GET", site.url("/slow")) as response,
        ):
            await http.get(site.url("/", "127.0.0.2"))
            await http.get(site.url("/", "127.0.0.3"))
            return len(await response.aread())

    assert asyncio.run(run()) == 50_000


def test_connects_through_the_guard(site, ask_all):
    """Each pool has our network backend."""
    with pytest.raises(BlockedAddress):
        ask_all(site.url("/"), allow_loopback=False)


class Quiet(BaseHTTPRequestHandler):
    """Answers every address."""

    def do_GET(self):
        """One word."""
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"here")

    def log_message(self, *args):
        """Say nothing."""


class Refusing(ThreadingHTTPServer):
    """A server that is not told about readers that hang up."""

    def handle_error(self, request, client_address):
        """Say nothing: refusing its certificate is what the reader is to do."""


class Modern(Thread):
    """An HTTP/2 server for one connection behind TLS."""

    def __init__(self, context):
        super().__init__()
        context.set_alpn_protocols(["h2"])
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.context, self.url = context, f"https://127.0.0.1:{self.listening.getsockname()[1]}/"

    def run(self):
        """Answer every request of the connection."""
        with self.listening, self.context.wrap_socket(self.listening.accept()[0], server_side=True) as stream:
            connection = H2Connection(H2Configuration(client_side=False))
            connection.initiate_connection()
            stream.sendall(connection.data_to_send())
            while data := stream.recv(65_536):
                for event in connection.receive_data(data):
                    if isinstance(event, RequestReceived):
                        connection.send_headers(event.stream_id, [(":status", "200"), ("etag", '"2"')])
                        connection.send_data(event.stream_id, b"here", end_stream=True)
                stream.sendall(connection.data_to_send())


def test_speaks_http_2_where_it_is_offered(policy):
    """Several requests go over the one connection."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server = Modern(context)
    server.start()

    async def run():
        transport = pools.HostPools(policy)
        authority.configure_trust(transport.tls)
        async with httpx.AsyncClient(transport=transport) as http:
            return [await http.get(server.url) for _ in range(3)]

    answers = asyncio.run(run())
    server.join()
    assert [(answer.http_version, answer.text, answer.headers["etag"]) for answer in answers] == [
        ("HTTP/2", "here", '"2"')
    ] * 3


@pytest.fixture
def secure():
    """A server behind TLS whose certificate says `names`; its address, and the authority behind it."""
    authority = trustme.CA()
    with ExitStack() as stack:

        def serve(*names):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(*names).configure_cert(context)
            server = stack.enter_context(Refusing(("127.0.0.1", 0), Quiet))
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
            thread = Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"https://127.0.0.1:{server.server_port}/", authority

        yield serve


def ask_secure(policy, url, authority=None):
    """What the server says; `authority` is believed besides those everybody believes."""

    async def run():
        transport = pools.HostPools(policy)
        if authority:
            authority.configure_trust(transport.tls)
        async with httpx.AsyncClient(transport=transport) as http:
            return (await http.get(url)).text

    return asyncio.run(run())


def test_tls_is_verified(secure, policy):
    """An unknown authority is refused; where it is known, the same server answers."""
    url, authority = secure("127.0.0.1")
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        ask_secure(policy, url)
    assert ask_secure(policy, url, authority) == "here"


def test_a_certificate_of_another_host_is_refused(secure, policy):
    """Although its authority is known."""
    url, authority = secure("127.0.0.2", "other.example")
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        ask_secure(policy, url, authority)
