"""Connections to the public internet only: what a name resolves to is checked, then used."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import IPv4Address, IPv6Address

import httpcore

IPAddress = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
RESOLVERS = ThreadPoolExecutor(64, "resolve")  # many, so that slow names do not keep others waiting
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
UNICAST_6 = ipaddress.IPv6Network("2000::/3")
RELAY_4 = ipaddress.IPv4Network("192.88.99.0/24")


class BlockedAddress(Exception):
    """The name resolves only to addresses that are not on the public internet."""


async def resolve_name(host: str, port: int) -> list[str]:
    """The addresses of a name, in the system's order of preference."""
    ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(RESOLVERS, ask)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def carried(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 address carries (mapped, NAT64, 6to4), else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def may_connect(text: str, *, allow_loopback: bool) -> bool:
    """Whether an address is globally routable; `allow_loopback` admits 127.0.0.0/8 and ::1 besides.

    `is_global` alone says yes to multicast, to fec0::/10 and to addresses that carry a private one.
    """
    try:
        address = carried(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if address.is_loopback:
        return allow_loopback
    if isinstance(address, IPv6Address) and address not in UNICAST_6:
        return False
    return (
        address.is_global and not address.is_multicast and not (address.version == 4 and address in RELAY_4)
    )


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once and connects to a checked address, so no second answer gets around it."""

    def __init__(self, *, allow_loopback: bool, resolve: Resolve = resolve_name) -> None:
        self.inner = httpcore.AnyIOBackend()
        self.allow_loopback = allow_loopback
        self.resolve = resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first allowed address that answers.

        Raises:
            BlockedAddress: none is allowed.
        """
        try:
            async with asyncio.timeout(timeout):
                allowed = await self.allowed_addresses(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"the name {host} is not resolved in time") from None
        for number, address in enumerate(allowed, 1):
            try:
                return await self.inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(allowed):
                    raise
        raise AssertionError("allowed_addresses gives at least one")

    async def allowed_addresses(self, host: str, port: int) -> list[str]:
        """The addresses of the host that may be connected to, at least one."""
        try:
            found = await self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} cannot be resolved ({error})") from error
        allowed = [address for address in found if may_connect(address, allow_loopback=self.allow_loopback)]
        if not allowed:
            raise BlockedAddress(
                f"{host} is at {', '.join(found) or 'no address'}, not on the public internet"
            )
        return allowed

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: no web address leads to a local socket."""
        raise BlockedAddress(f"a local socket ({path}) is not on the public internet")

    async def sleep(self, seconds: float) -> None:
        """Wait between attempts of the connection pool."""
        await self.inner.sleep(seconds)
