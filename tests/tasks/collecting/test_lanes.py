"""Fetching many addresses."""

import asyncio
import gzip
from collections import Counter
from dataclasses import replace
from hashlib import sha256

import pytest

from tasks.collecting.known import Known
from tasks.collecting.lanes import fetch_addresses

PAGE = "<html><body><p>افتتح الميناء الجديد صباح اليوم</p></body></html>".encode()


@pytest.fixture
def fetch_all(policy, now, pauses):
    """Runs fetch_addresses to its end: the outcomes in the order they came."""

    def run(addresses, known=None, delays=None, **changes):
        async def collect():
            answers = fetch_addresses(
                addresses, known or {}, replace(policy, **changes), now=now, sleep=pauses, delays=delays or {}
            )
            return [answer async for answer in answers]

        return asyncio.run(collect())

    return run


def test_page_is_stored_as_received(site, reply, address, fetch_all):
    """The body is kept byte for byte, with the headers, the type and what led to it."""
    site.replies["/a"] = reply(PAGE, headers={"Content-Type": "Text/HTML; charset=UTF-8", "ETag": '"1"'})
    asked = address(site.url("/a"), evidence='{"title": "x"}', listing_url="http://e.org/feed")
    [(fetch, page)] = fetch_all([asked])
    assert (fetch.outcome, fetch.status, fetch.attempts, fetch.etag) == ("stored", 200, 1, '"1"')
    assert (page.body, page.content_type, page.charset) == (PAGE, "text/html", "UTF-8")
    assert (page.evidence, page.listing_url, page.discovered_via) == (
        asked.evidence,
        asked.listing_url,
        "feed",
    )
    assert fetch.page_id == page.page_id
    assert fetch.body_sha256 == page.body_sha256 == sha256(PAGE).hexdigest()
    assert fetch.elapsed_ms is not None
    assert fetch.elapsed_ms > 0


def test_every_address_has_one_outcome(site, reply, address, fetch_all):
    """Whatever the server does, each address yields one row, and only stored ones a page."""
    html = {"Content-Type": "text/html"}
    site.replies |= {
        "/ok": reply(PAGE),
        "/gone": reply(b"gone", 410),
        "/down": reply(b"", 503),
        "/empty": reply(b""),
        "/pdf": reply(b"%PDF-1.7 ...", headers=html),
        "/picture": reply(b"x", headers={"Content-Type": "image/png"}),
        "/json": reply(b'{"a": 1}', headers={"Content-Type": "application/json"}),
        "/short-gzip": reply(gzip.compress(PAGE * 9)[:-20], headers={**html, "Content-Encoding": "gzip"}),
        "/bomb": reply(gzip.compress(b"0" * 10_000_000), headers={**html, "Content-Encoding": "gzip"}),
        "/big": reply(b"0" * 200_000),
        "/cut": reply(PAGE, cut=10),
        "/br": reply(b"...", headers={**html, "Content-Encoding": "br"}),
        "/loop": reply(status=302, headers={"Location": "/loop"}),
        "/ftp": reply(status=302, headers={"Location": "ftp://127.0.0.1/x"}),
        "/nowhere": reply(status=301, headers={}),
        "/unasked-304": reply(status=304),
        "/inward": reply(status=302, headers={"Location": "http://10.0.0.1/"}),
    }
    addresses = [address(site.url(path)) for path in site.replies]
    found = fetch_all(addresses)
    assert {fetch.url.rpartition("/")[2]: fetch.outcome for fetch, _ in found} == {
        "ok": "stored",
        "gone": "http_error",
        "down": "http_error",
        "empty": "empty",
        "pdf": "unsupported_type",
        "picture": "unsupported_type",
        "json": "unsupported_type",
        "short-gzip": "broken_body",
        "bomb": "too_large",
        "big": "too_large",
        "cut": "broken_body",
        "br": "broken_body",
        "loop": "bad_redirect",
        "ftp": "bad_redirect",
        "nowhere": "bad_redirect",
        "unasked-304": "http_error",
        "inward": "blocked_address",
    }
    assert Counter(fetch.address_id for fetch, _ in found) == Counter(a.address_id for a in addresses)
    assert all((page is not None) == (fetch.outcome == "stored") for fetch, page in found)
    assert all(fetch.error for fetch, _ in found if fetch.outcome != "stored")


def test_one_host_is_asked_in_order_and_with_a_pause(site, reply, address, fetch_all, pauses):
    """Within a host the requests follow each other, one pause between two."""
    site.replies |= {f"/{n}": reply(PAGE + b"%d" % n) for n in range(5)}
    fetch_all([address(site.url(f"/{n}")) for n in range(5)])
    assert site.paths() == [f"/{n}" for n in range(5)]
    assert pauses.seconds == [5.0] * 4


def test_a_source_may_set_the_pause_and_robots_may_lengthen_it(site, reply, address, fetch_all, pauses):
    """The longer of the source's own delay and crawl-delay holds."""
    site.replies["/robots.txt"] = reply(b"User-agent: *\nCrawl-delay: 7\n")
    pages = [address(site.url("/1")), address(site.url("/2"))]
    fetch_all(pages, delays={"127.0.0.1": 2.0})
    fetch_all(pages, delays={"127.0.0.1": 9.0})
    assert pauses.seconds == [7.0, 9.0]


def test_disallowed_path_is_not_asked(site, reply, address, fetch_all, pauses):
    """What robots.txt forbids costs no request and no pause."""
    site.replies["/robots.txt"] = reply(b"User-agent: isnad\nDisallow: /private\n")
    found = fetch_all([address(site.url("/private/1")), address(site.url("/private/2"))])
    assert [(fetch.outcome, fetch.attempts) for fetch, _ in found] == [("robots_denied", 0)] * 2
    assert site.paths() == []
    assert pauses.seconds == []


def test_redirect_into_a_disallowed_path_is_not_followed(site, reply, address, fetch_all):
    """Each hop is held against robots.txt."""
    site.replies["/robots.txt"] = reply(b"User-agent: *\nDisallow: /private\n")
    site.replies["/a"] = reply(status=302, headers={"Location": "/private/x"})
    [(fetch, _)] = fetch_all([address(site.url("/a"))])
    assert fetch.outcome == "robots_denied"
    assert site.paths() == ["/a"]


def test_same_bytes_as_known_are_a_duplicate(site, reply, address, fetch_all):
    """A page that has not changed is not kept again; the row names the kept one."""
    site.replies["/a"] = reply(PAGE)
    url = site.url("/a")
    known = Known(page_id="p0", body_sha256=sha256(PAGE).hexdigest(), etag=None, last_modified=None)
    [(fetch, page)] = fetch_all([address(url)], {url: known})
    assert (fetch.outcome, fetch.page_id, page) == ("duplicate", "p0", None)


def test_validators_are_sent_and_304_is_not_modified(site, reply, address, fetch_all):
    """What is known of a page makes the request conditional."""

    def answer(headers):
        same = (
            headers["If-None-Match"] == '"1"'
            and headers["If-Modified-Since"] == "Mon, 23 Nov 2026 00:00:00 GMT"
        )
        return reply(status=304) if same else reply(PAGE)

    site.replies["/a"] = answer
    url = site.url("/a")
    known = Known(page_id="p0", body_sha256="x", etag='"1"', last_modified="Mon, 23 Nov 2026 00:00:00 GMT")
    [(fetch, page)] = fetch_all([address(url)], {url: known})
    assert (fetch.outcome, fetch.page_id, page) == ("not_modified", "p0", None)


def test_one_url_from_two_sources_is_asked_once(site, reply, address, fetch_all):
    """The second source's row is a duplicate of the first's page."""
    site.replies["/a"] = reply(PAGE)
    url = site.url("/a")
    [(first, page), (second, none)] = fetch_all([address(url, "a"), address(url, "b")])
    assert (first.outcome, second.outcome, none) == ("stored", "duplicate", None)
    assert second.page_id == page.page_id
    assert (second.source, second.attempts) == ("b", 0)
    assert site.paths() == ["/a"]


def test_repeat_of_a_failed_url_has_the_same_fault(site, address, fetch_all):
    """Nothing is called a duplicate of a page that does not exist."""
    url = site.url("/missing")
    found = fetch_all([address(url, "a"), address(url, "b")])
    assert [fetch.outcome for fetch, _ in found] == ["http_error"] * 2


def test_many_hosts_at_once(site, reply, address, fetch_all):
    """Lanes of several hosts all end, also where there are more of them than may run together."""
    site.replies |= {f"/{n}": reply(PAGE) for n in range(3)}
    hosts = [f"127.0.0.{n}" for n in range(1, 9)]
    found = fetch_all([address(site.url(f"/{n}", host)) for host in hosts for n in range(3)], hosts_at_once=2)
    assert Counter(fetch.outcome for fetch, _ in found) == {"stored": 24}


def test_more_answers_than_may_wait(site, address, fetch_all):
    """A slow reader gets them all."""
    found = fetch_all([address(site.url(f"/{n}")) for n in range(150)])
    assert len(found) == 150


def test_reader_may_stop_early(site, reply, address, policy, now, pauses):
    """Leaving the loop ends the lanes without an error."""
    site.replies |= {f"/{n}": reply(PAGE) for n in range(9)}

    async def first():
        answers = fetch_addresses(
            [address(site.url(f"/{n}")) for n in range(9)], {}, policy, now=now, sleep=pauses, delays={}
        )
        async for answer in answers:
            await answers.aclose()
            return answer

    assert asyncio.run(first())[0].outcome == "stored"


def test_unreachable_host_is_tried_once(address, fetch_all):
    """No server at all: each address says so, and only robots.txt was tried."""
    found = fetch_all([address("http://127.0.0.9:9/1"), address("http://127.0.0.9:9/2")])
    assert [(fetch.outcome, fetch.attempts) for fetch, _ in found] == [("connect_error", 0)] * 2
    assert all("robots.txt" in fetch.error for fetch, _ in found)


def test_private_address_is_blocked(site, reply, address, fetch_all):
    """Loopback is refused where it is not allowed, without a request."""
    site.replies["/a"] = reply(PAGE)
    [(fetch, _)] = fetch_all([address(site.url("/a"))], allow_loopback=False)
    assert fetch.outcome == "blocked_address"
    assert site.asked == []


def test_nothing_to_ask(fetch_all):
    """No addresses, no outcomes."""
    assert fetch_all([]) == []
