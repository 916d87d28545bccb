"""One request, and the open connection on which its answer can be sent as rightly or wrongly as wanted."""

import socket
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs

HTML = "text/html; charset=utf-8"
RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # socket(7), SO_LINGER: on, for no time


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request: path with query, lower-case header names, time.monotonic() of arrival, number from 1."""

    host: str
    path: str
    headers: dict[str, str]
    at: float
    number: int


def write_head(status: int, headers: Mapping[str, str]) -> bytes:
    """Status line and headers as HTTP/1.1 has them (RFC 9112), with the empty line."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")


@dataclass(slots=True, kw_only=True)
class Exchange:
    """What a fault is given: `nth` is how often this host and path was asked, `ended` writes down the end."""

    request: Request
    sock: socket.socket
    nth: int
    ended: Callable[[], None]
    stays_open: bool = False

    def send(self, data: bytes) -> None:
        """Exactly these bytes."""
        self.sock.sendall(data)

    def send_last(self, data: bytes) -> None:
        """The last bytes of an answer, after which the connection is read again.

        The end is written down before the last byte goes: a reader that has it may ask again at once.
        """
        self.send(data[:-1])
        self.ended()
        self.stays_open = True
        self.send(data[-1:])

    def start(self, status: int = 200, **headers: str) -> None:
        """Status line and headers, `Content_Type` for Content-Type; HTML where none is given."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self.send(write_head(status, {"Content-Type": HTML} | given))

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        """A whole and honest answer."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        fields = {"Content-Type": HTML, "Content-Length": str(len(body))} | given
        self.send_last(write_head(status, fields) + body)

    def stream(self, parts: Iterable[bytes], **headers: str) -> None:
        """A body of unknown length that the end of the connection ends."""
        self.start(200, **{"Connection": "close"} | headers)
        for part in parts:
            self.send(part)

    def reset(self) -> None:
        """End the connection by RST."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self.sock.close()

    def wait(self, seconds: float | None = None) -> None:
        """Wait that long, None for without end.

        Raises:
            ConnectionError: the reader hung up or the server stops; either ends the wait at once.
        """
        self.sock.settimeout(None if seconds is None else max(seconds, 0.001))  # 0 is not to wait at all
        try:
            self.sock.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            return
        finally:
            self.sock.settimeout(None)
        raise ConnectionAbortedError("nobody reads on")

    def pause(self) -> None:
        """Wait for the seconds of the parameter `every`."""
        self.wait(self.number("every", 0.05))

    def parameter(self, name: str, default: str) -> str:
        """A parameter of the query."""
        return parse_qs(self.request.path.partition("?")[2]).get(name, [default])[-1]

    def number(self, name: str, default: float) -> float:
        """A parameter of the query that is a number."""
        return float(self.parameter(name, str(default)))

    @property
    def name(self) -> str:
        """The last segment of the path."""
        return self.request.path.partition("?")[0].rpartition("/")[2]

    def url(self, path: str, host: str | None = None) -> str:
        """The address of a path of this server, on the host that was asked where none is given."""
        return f"http://{host or self.request.host}:{self.sock.getsockname()[1]}{path}"
