"""Connections, pooled host by host: for each request httpcore looks at all connections of its pool."""

import ssl
from collections import OrderedDict
from contextlib import suppress

import httpcore
import httpx

from tasks.collecting.guard import GuardedBackend
from tasks.collecting.policy import FetchPolicy

KEPT_OPEN = 256  # hosts whose connections wait for their next turn
EXPIRY_S = 30.0


class HostPools(httpx.AsyncBaseTransport):
    """Httpx's transport, one for each host, all of them connecting through the guard."""

    def __init__(self, policy: FetchPolicy) -> None:
        self.policy = policy
        self.tls = httpx.create_ssl_context(trust_env=False)
        self.pools: OrderedDict[bytes, httpx.AsyncHTTPTransport] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request over a connection of its host."""
        host = request.url.raw_host
        pool = self.pools.get(host) or guarded_transport(self.policy, self.tls)
        closing = [] if host in self.pools else self.make_room()
        self.pools[host] = pool
        self.pools.move_to_end(host)
        for other in closing:
            with suppress(Exception):  # nobody waits for it any more
                await other.aclose()
        return await pool.handle_async_request(request)

    def make_room(self) -> list[httpx.AsyncHTTPTransport]:
        """Take out the pools of the hosts asked longest ago, where more than KEPT_OPEN are kept.

        Nothing is awaited here: another request may not find a pool that is about to be closed.
        """
        idle = [host for host, pool in self.pools.items() if is_idle(pool)]
        return [self.pools.pop(host) for host in idle[: max(0, len(self.pools) + 1 - KEPT_OPEN)]]

    async def aclose(self) -> None:
        """Close every connection."""
        while self.pools:
            await self.pools.popitem()[1].aclose()


def is_idle(transport: httpx.AsyncHTTPTransport) -> bool:
    """Whether none of its connections carries a request."""
    return all(
        connection.is_idle() or connection.is_closed() for connection in pool_of(transport).connections
    )


def pool_of(transport: httpx.AsyncHTTPTransport) -> httpcore.AsyncConnectionPool:
    """Httpx has no public way to its connection pool; a test fails if this one stops working."""
    pool = transport._pool
    assert isinstance(pool, httpcore.AsyncConnectionPool)  # noqa: S101
    return pool


def guarded_transport(policy: FetchPolicy, tls: ssl.SSLContext) -> httpx.AsyncHTTPTransport:
    """Httpx's transport over a connection pool that connects through the guard."""
    transport = httpx.AsyncHTTPTransport(verify=tls, trust_env=False)
    transport._pool = httpcore.AsyncConnectionPool(
        ssl_context=tls,
        max_connections=None,
        max_keepalive_connections=policy.requests_per_host,
        keepalive_expiry=EXPIRY_S,
        http1=True,
        http2=True,
        network_backend=GuardedBackend(allow_loopback=policy.allow_loopback),
    )
    return transport
