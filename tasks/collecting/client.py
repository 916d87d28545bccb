"""The HTTP client: HTTP/2, verified TLS, guarded connections, no cookies, no proxy from the environment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from tasks.collecting.policy import FetchPolicy
from tasks.collecting.pools import HostPools

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ENCODINGS = "gzip, deflate, br, zstd"  # what tasks.parsing.inflate undoes within its bounds
RECEIVED = "received_headers"  # the extension with a response's headers as they came


@asynccontextmanager
async def open_client(policy: FetchPolicy) -> AsyncIterator[httpx.AsyncClient]:
    """A client for one event loop, closed at the end."""
    async with httpx.AsyncClient(
        transport=HostPools(policy),
        headers={"User-Agent": policy.user_agent, "Accept": ACCEPT, "Accept-Encoding": ENCODINGS},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # an address keeps its own
        timeout=httpx.Timeout(policy.timeout_s, pool=None),
        follow_redirects=False,
        event_hooks={"response": [set_location_aside]},
        trust_env=False,
    ) as client:
        yield client


async def set_location_aside(response: httpx.Response) -> None:
    """Keep all headers in an extension, and hide Location from httpx, which fails on what it cannot read."""
    response.extensions[RECEIVED] = tuple(response.headers.multi_items())
    response.headers.pop("location", None)
