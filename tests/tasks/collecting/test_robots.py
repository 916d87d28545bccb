"""robots.txt."""

import asyncio

import pytest


@pytest.fixture
def ask(session):
    """Asks what may be asked of the addresses, and the delay of the first."""

    def run(*urls, **changes):
        async def inner():
            async with session(**{"delay_s": 0.0, **changes}) as opened:
                refusals = await asyncio.gather(*map(opened.robots.allowed, urls))
                return refusals, opened.web.hosts.of(urls[0]).delay_s

        return asyncio.run(inner())

    return run


def test_rules_for_us_come_before_those_for_all(site, reply, ask):
    """Our own group holds alone (RFC 9309 §2.2.1)."""
    site.replies["/robots.txt"] = reply(
        b"User-agent: *\nDisallow: /\n\nUser-agent: Isnad\nDisallow: /x\nCrawl-delay: 3"
    )
    (free, denied), delay_s = ask(site.url("/a"), site.url("/x"))
    assert free is None
    assert denied.outcome == "robots_denied"
    assert delay_s == 3.0


def test_asked_once_for_each_origin(site, reply, ask):
    """Also where many ask at the same time; another host has its own."""
    site.replies["/robots.txt"] = reply(b"")
    ask(*(site.url(f"/{n}") for n in range(9)), site.url("/a", "127.0.0.2"))
    assert [path for _, path, _ in site.asked] == ["/robots.txt"] * 2


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_client_errors_allow_all(site, reply, ask, status):
    """A missing file forbids nothing."""
    site.replies["/robots.txt"] = reply(b"Disallow: /", status)
    assert ask(site.url("/a")) == ([None], 0.0)


@pytest.mark.parametrize("status", [500, 503])
def test_server_errors_forbid_all_for_now(site, reply, ask, status):
    """What cannot be known is not risked."""
    site.replies["/robots.txt"] = reply(b"", status)
    [refusal], _ = ask(site.url("/a"))
    assert refusal.outcome == "robots_denied"
    assert str(status) in refusal.error


def test_unreachable_host_keeps_its_own_outcome(ask):
    """No network is not the same as a prohibition."""
    [refusal], _ = ask("http://127.0.0.9:9/a")
    assert refusal.outcome == "connect_error"
    assert "robots.txt" in refusal.error


def test_only_the_first_500_kib_count(site, reply, ask):
    """Rules beyond are not read."""
    site.replies["/robots.txt"] = reply(b"User-agent: *\n" + b"# filling\n" * 60_000 + b"Disallow: /\n")
    assert ask(site.url("/a"))[0] == [None]


def test_redirect_to_the_rules(site, reply, ask):
    """A redirect is followed."""
    site.replies["/robots.txt"] = reply(status=301, headers={"Location": "/real.txt"})
    site.replies["/real.txt"] = reply(b"User-agent: *\nDisallow: /a")
    assert ask(site.url("/a"))[0][0].outcome == "robots_denied"


def test_any_bytes_are_survived(site, reply, ask):
    """Not text at all: nothing is forbidden."""
    site.replies["/robots.txt"] = reply(bytes(range(256)) * 9)
    assert ask(site.url("/a"))[0] == [None]


def test_looks_are_written_down_now_and_then(site, reply, session, monkeypatch):
    """Large files of many hosts do not pile up in memory."""
    monkeypatch.setattr("tasks.collecting.robots.MAX_HELD", 100)
    site.replies["/robots.txt"] = reply(b"# long\n" * 9)
    written = []

    async def run():
        async with session(delay_s=0.0, write_down=lambda looks: written.append(len(looks))) as opened:
            for number in range(1, 6):
                await opened.robots.allowed(site.url("/", f"127.0.0.{number}"))

    asyncio.run(run())
    assert written == [2, 2, 1]
