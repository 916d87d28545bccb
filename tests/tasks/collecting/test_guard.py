"""Connections to the public internet only."""

import asyncio

import httpcore
import pytest

from tasks.collecting.guard import BlockedAddress, GuardedBackend, may_connect


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_public_addresses_are_allowed(address):
    """Globally routable ones, also an IPv4 one behind NAT64."""
    assert may_connect(address, allow_loopback=False)


@pytest.mark.parametrize(
    "address",
    [
        *[
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.2.1",
            "192.88.99.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1%eth0",
            "fd00::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2001:0:7f00:1::",
            "nonsense",
        ],
        "",
    ],
)
def test_other_addresses_are_refused(address):
    """Private, local, reserved and multicast ones, and IPv6 ones that carry such an IPv4 one."""
    assert not may_connect(address, allow_loopback=False)


def test_loopback_is_admitted_alone():
    """The flag for tests and the demo opens nothing else."""
    assert all(may_connect(address, allow_loopback=True) for address in ("127.0.0.1", "127.9.9.9", "::1"))
    assert not any(may_connect(a, allow_loopback=True) for a in ("10.0.0.1", "0.0.0.0", "169.254.169.254"))


def connect(answers, port, *, allow_loopback=True):
    """Connects to `news.example`, which resolves to one of the answers after the other."""
    left = iter(answers)

    async def resolve(host, _port):
        return next(left)

    async def run():
        backend = GuardedBackend(allow_loopback=allow_loopback, resolve=resolve)
        stream = await backend.connect_tcp("news.example", port, timeout=2.0)
        peer = stream.get_extra_info("server_addr")
        await stream.aclose()
        return peer

    return asyncio.run(run())


def test_the_checked_address_is_the_one_used(site):
    """The name is resolved once; what a second answer would say does not matter."""
    assert connect([["127.0.0.2"], ["10.0.0.1"]], site.port)[0] == "127.0.0.2"


def test_refused_addresses_are_passed_over(site):
    """Of several addresses only the allowed ones are tried, the next where one does not answer."""
    assert connect([["10.0.0.1", "::1", "127.0.0.3"]], site.port)[0] == "127.0.0.3"


def test_name_with_private_addresses_only_is_blocked():
    """The error names the host and what it resolves to."""
    with pytest.raises(BlockedAddress, match=r"news.example is at 10.0.0.1, 127.0.0.1"):
        connect([["10.0.0.1", "127.0.0.1"]], 80, allow_loopback=False)


def test_name_that_does_not_resolve():
    """A failing resolver is an error of the connection."""

    async def run():
        async def resolve(host, port):
            raise OSError("no such name")

        await GuardedBackend(allow_loopback=True, resolve=resolve).connect_tcp("news.example", 80)

    with pytest.raises(httpcore.ConnectError, match="cannot be resolved"):
        asyncio.run(run())


def test_local_sockets_are_never_used():
    """No path of this machine can be asked."""
    with pytest.raises(BlockedAddress):
        asyncio.run(GuardedBackend(allow_loopback=True).connect_unix_socket("/run/x.sock"))


def test_a_name_that_takes_too_long():
    """Resolving is part of connecting, and bounded like it."""

    async def never(host, port):
        await asyncio.Event().wait()

    async def run():
        await GuardedBackend(allow_loopback=False, resolve=never).connect_tcp(
            "slow.example", 80, timeout=0.01
        )

    with pytest.raises(httpcore.ConnectTimeout, match=r"slow\.example"):
        asyncio.run(run())
