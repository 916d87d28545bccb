"""Fetching many addresses."""

import asyncio
import gzip
import json
from collections import Counter
from hashlib import sha256

import pytest

from tasks.collecting.hosts import Past
from tasks.collecting.lanes import fetch_addresses
from warehouse.known import Known

PAGE = "<html><body><p>افتتح الميناء الجديد صباح اليوم</p></body></html>".encode()


@pytest.fixture
def fetch_all(session):
    """Runs fetch_addresses to its end: the outcomes in the order they came."""

    def run(addresses, known=None, alone=True, **given):
        async def collect():
            async with session(**given) as opened:
                return [
                    answer async for answer in fetch_addresses(opened, addresses, known or {}, alone=alone)
                ]

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
        "/lzma": reply(b"...", headers={**html, "Content-Encoding": "lzma"}),
        "/part": reply(PAGE, 206),
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
        "lzma": "broken_body",
        "part": "broken_body",
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
    assert len(pauses.seconds) == 5  # the first one after robots.txt
    assert all(4.9 <= seconds <= 6.3 for seconds in pauses.seconds)


def test_a_source_may_set_the_pause_and_robots_may_lengthen_it(site, reply, address, fetch_all, pauses):
    """The longer of the source's own delay and crawl-delay holds."""
    site.replies["/robots.txt"] = reply(b"User-agent: *\nCrawl-delay: 7\n")
    pages = [address(site.url("/1")), address(site.url("/2"))]
    fetch_all(pages, past=Past(delays_s={"127.0.0.1": 2.0}))
    fetch_all(pages, past=Past(delays_s={"127.0.0.1": 9.0}))
    assert [round(seconds) >= pause for seconds, pause in zip(pauses.seconds, (7, 7, 9, 9), strict=True)]


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


def test_many_hosts_at_once(site, reply, address, fetch_all):
    """Lanes of several hosts all end, also where there are more of them than may run together."""
    site.replies |= {f"/{n}": reply(PAGE) for n in range(3)}
    hosts = [f"127.0.0.{n}" for n in range(1, 9)]
    found = fetch_all(
        [address(site.url(f"/{n}", host)) for host in hosts for n in range(3)], requests_at_once=2
    )
    assert Counter(fetch.outcome for fetch, _ in found) == {"stored": 24}


def test_more_answers_than_may_wait(site, address, fetch_all):
    """A slow reader gets them all."""
    found = fetch_all([address(site.url(f"/{n}")) for n in range(150)])
    assert len(found) == 150


def test_reader_may_stop_early(site, reply, address, session):
    """Leaving the loop ends the lanes without an error."""
    site.replies |= {f"/{n}": reply(PAGE) for n in range(9)}

    async def first():
        async with session() as opened:
            answers = fetch_addresses(opened, [address(site.url(f"/{n}")) for n in range(9)], {})
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


def test_every_redirect_is_kept(site, reply, address, fetch_all):
    """Status and address of each answer on the way; a page that leads on at once counts as one."""
    site.replies |= {
        "/a": reply(status=301, headers={"Location": "/b"}),
        "/b": reply(b'<meta http-equiv="refresh" content="0; url=/c">'),
        "/c": reply(PAGE),
    }
    [(fetch, page)] = fetch_all([address(site.url("/a"))])
    assert json.loads(page.redirects) == [[301, site.url("/a")], [0, site.url("/b")]]
    assert (page.url, page.final_url, fetch.attempts) == (site.url("/a"), site.url("/c"), 3)


def test_what_robots_says_of_use_is_kept_with_the_page(site, reply, address, fetch_all):
    """The words of the group that holds for us."""
    site.replies["/robots.txt"] = reply(b"User-agent: *\nContent-Signal: search=yes, ai-train=no\n")
    site.replies["/a"] = reply(PAGE)
    [(_, page)] = fetch_all([address(site.url("/a"))])
    assert page.content_signal == "content-signal: search=yes, ai-train=no"


def test_what_may_go_better_is_put_off(site, reply, address, fetch_all, now):
    """With what the listing said, so that another night can ask as if it had been named then."""
    site.replies |= {"/busy": reply(b"", 503), "/gone": reply(b"", 410)}
    asked = [address(site.url(path), evidence='{"title": "x"}') for path in site.replies]
    found = {fetch.url.rpartition("/")[2]: fetch for fetch, _ in fetch_all(asked)}
    busy = found["busy"]
    assert busy.evidence == '{"title": "x"}'
    assert busy.retry_host == "127.0.0.1"
    assert abs((busy.retry_at - busy.fetched_at).total_seconds()) < 1
    assert (found["gone"].retry_at, found["gone"].evidence) == (None, None)


def test_who_asked_for_time_is_asked_after_it(site, reply, address, fetch_all, now):
    """The host's other addresses rest without a request, until the instant it named."""
    site.replies |= {"/0": reply(b"", 429, {"Retry-After": "7200"})}
    found = [fetch for fetch, _ in fetch_all([address(site.url(f"/{n}")) for n in range(3)])]
    assert [fetch.outcome for fetch in found] == ["http_error", "host_resting", "host_resting"]
    assert [fetch.attempts for fetch in found] == [1, 0, 0]
    assert all(7_100 < (fetch.retry_at - fetch.fetched_at).total_seconds() <= 7_200 for fetch in found)


def test_redirect_to_a_host_of_another_lot_is_handed_over(site, reply, address, fetch_all):
    """It comes back as an address to go on with; asked there, it ends as if nothing had happened."""
    site.replies |= {
        "/a": reply(status=302, headers={"Location": site.url("/b", "127.0.0.2")}),
        "/b": reply(PAGE),
    }
    asked = address(site.url("/a"))
    [hop] = fetch_all([asked], alone=False)
    assert (hop.url, hop.next_url, hop.attempts) == (asked.url, site.url("/b", "127.0.0.2"), 1)
    assert site.paths() == ["/a"]
    [(fetch, page)] = fetch_all([hop], alone=False)
    assert (fetch.outcome, fetch.attempts, fetch.address_id) == ("stored", 2, asked.address_id)
    assert json.loads(page.redirects) == [[302, asked.url]]
    [(alone, _)] = fetch_all([asked])
    assert (alone.outcome, alone.attempts) == ("stored", 2)


def test_several_requests_to_one_host_where_allowed(site, reply, address, fetch_all):
    """Every address still has one outcome."""
    site.replies |= {f"/{n}": reply(PAGE + b"%d" % n) for n in range(9)}
    asked = [address(site.url(f"/{n}")) for n in range(9)]
    found = fetch_all(asked, requests_per_host=3, delay_s=0.0)
    assert sorted(fetch.url for fetch, _ in found) == sorted(a.url for a in asked)
