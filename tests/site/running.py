"""The running server as tests see it: its addresses, and the account of what was asked."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from tests.site.exchange import Request
from tests.site.faults import FAULTS, Fault

Robots = bytes | tuple[int, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One request whose answer has ended; `ended_at` is time.monotonic()."""

    request: Request
    ended_at: float


@dataclass(slots=True, kw_only=True)
class Hostile:
    """The server; `robots` is robots.txt by host, or status and robots.txt; 404 where a host has none."""

    port: int
    robots: dict[str, Robots] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    faults: Mapping[str, Fault] = field(default_factory=lambda: FAULTS)
    most: Counter[str] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    under_way: dict[int, Request] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path; every address of 127.0.0.0/8 is a host."""
        return f"http://{host}:{self.port}{path}"

    def most_at_once(self, host: str) -> int:
        """The greatest number of requests that were under way at once on the host."""
        return self.most[host]

    def arrive(self, host: str, path: str, headers: dict[str, str]) -> tuple[Request, int]:
        """Write down a request; also how often this host and path was asked, with this one."""
        with self.lock:
            number = len(self.requests) + 1
            request = Request(host=host, path=path, headers=headers, at=monotonic(), number=number)
            self.requests.append(request)
            self.under_way[number] = request
            now = sum(other.host == host for other in self.under_way.values())
            self.most[host] = max(self.most[host], now)
            self.asked[host, path] += 1
            return request, self.asked[host, path]

    def leave(self, request: Request) -> None:
        """Write down the end of its answer, once."""
        with self.lock:
            if self.under_way.pop(request.number, None):
                self.spans.append(Span(request=request, ended_at=monotonic()))
