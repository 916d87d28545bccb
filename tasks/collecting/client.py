"""The HTTP client: HTTP/2, verified TLS, guarded connections, no cookies, no proxy from the environment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from tasks.collecting.guard import GuardedBackend
from tasks.collecting.policy import FetchPolicy

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ENCODINGS = "gzip, deflate, br, zstd"  # what tasks.parsing.inflate undoes within its bounds
KEPT_OPEN = 256  # connections that wait for their host's next turn


@asynccontextmanager
async def open_client(policy: FetchPolicy) -> AsyncIterator[httpx.AsyncClient]:
    """A client for one event loop, closed at the end."""
    async with httpx.AsyncClient(
        transport=guarded_transport(policy),
        headers={"User-Agent": policy.user_agent, "Accept": ACCEPT, "Accept-Encoding": ENCODINGS},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # an address keeps its own
        timeout=httpx.Timeout(policy.timeout_s, pool=None),
        follow_redirects=False,
        trust_env=False,
    ) as client:
        yield client


def guarded_transport(policy: FetchPolicy) -> httpx.AsyncHTTPTransport:
    """Httpx's transport over a connection pool that connects through the guard."""
    transport = httpx.AsyncHTTPTransport(trust_env=False)
    # httpx has no public way to pass a network backend; a test fails if this one stops working.
    transport._pool = httpcore.AsyncConnectionPool(
        ssl_context=httpx.create_ssl_context(trust_env=False),
        max_connections=None,
        max_keepalive_connections=KEPT_OPEN,
        keepalive_expiry=30.0,
        http1=True,
        http2=True,
        network_backend=GuardedBackend(allow_loopback=policy.allow_loopback),
    )
    return transport
