"""The HTTP client."""

import asyncio
from dataclasses import replace

import pytest

from tasks.collecting.client import open_client
from tasks.collecting.guard import BlockedAddress


def ask(policy, *urls):
    """Asks the addresses one after the other."""

    async def run():
        async with open_client(policy) as http:
            return [await http.get(url) for url in urls]

    return asyncio.run(run())


def test_says_who_it_is(site, reply, policy):
    """The User-Agent is the policy's, and only what we can inflate is asked for."""
    site.replies["/"] = reply(b"x")
    ask(policy, site.url("/"))
    headers = site.asked[0][2]
    assert headers["User-Agent"] == "isnad/0 (+test)"
    assert headers["Accept-Encoding"] == "gzip, deflate, br, zstd"


def test_keeps_no_cookies(site, reply, policy):
    """A cookie set by one answer is not sent with the next request."""
    site.replies["/"] = reply(b"x", headers={"Set-Cookie": "id=1; Path=/"})
    ask(policy, site.url("/"), site.url("/"))
    assert len(site.asked) == 2
    assert all("Cookie" not in headers for _, _, headers in site.asked)


def test_connects_through_the_guard(site, policy):
    """Httpx uses our network backend."""
    with pytest.raises(BlockedAddress):
        ask(replace(policy, allow_loopback=False), site.url("/"))
    assert site.asked == []


def test_takes_no_proxy_from_the_environment(site, reply, policy, monkeypatch):
    """A proxy would connect where the guard cannot see."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.replies["/"] = reply(b"x")
    assert ask(policy, site.url("/"))[0].status_code == 200
