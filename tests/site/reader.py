"""A plain reader of raw bytes and of answers, which believes nothing and repairs nothing."""

import socket
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

QUIET_S = 0.1
TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """What came over a connection, and why there was no more: closed, reset, quiet or enough."""

    data: bytes
    ended: str

    @property
    def head(self) -> bytes:
        """Status line and headers, as far as they came."""
        return self.data.partition(b"\r\n\r\n")[0]

    @property
    def body(self) -> bytes:
        """What follows them, with its framing."""
        return self.data.partition(b"\r\n\r\n")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def open_raw(url: str) -> socket.socket:
    """A connection on which the address was asked for, and no further request will follow."""
    parts = urlsplit(url)
    sock = socket.create_connection((parts.hostname or "", parts.port or 80), TIMEOUT_S)
    target = parts._replace(scheme="", netloc="").geturl()
    sock.sendall(f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
    return sock


def read_raw(url: str, at_most: int = 200_000_000, quiet_s: float = TIMEOUT_S) -> Raw:
    """What an address sends, up to that many bytes, or until nothing comes for that long."""
    data = bytearray()
    with open_raw(url) as sock:
        sock.settimeout(quiet_s)
        try:
            while len(data) < at_most and (part := sock.recv(min(1 << 20, at_most - len(data)))):
                data += part
            ended = "enough" if len(data) >= at_most else "closed"
        except TimeoutError:
            ended = "quiet"
        except ConnectionResetError:
            ended = "reset"
    return Raw(data=bytes(data), ended=ended)


def ask(url: str, **headers: str) -> Answer:
    """A whole answer, its body as sent."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", parts._replace(scheme="", netloc="").geturl(), headers=headers)
        response = connection.getresponse()
        fields = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, headers=fields, body=response.read())
    finally:
        connection.close()
