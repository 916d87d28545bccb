"""Trying one source."""

import asyncio
from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter

from config.sources import Source
from tasks.collecting.check import check_source

FEED = b"""<rss version="2.0"><channel><title>N</title>
<item><link>/1</link><pubDate>Mon, 23 Nov 2026 08:30:00 +0300</pubDate></item>
<item><link>/2</link><pubDate>Sun, 22 Nov 2026 08:30:00 GMT</pubDate></item>
<item><link>/3</link><pubDate>0001-01-01T00:00:00+14:00</pubDate></item></channel></rss>"""


@pytest.fixture
def check(session):
    """Checks a source given as in the sources file."""

    def run(**given):
        source = TypeAdapter(Source).validate_python({"name": "s", **given})

        async def inner():
            async with session() as opened:
                return await check_source(opened, source)

        return asyncio.run(inner())

    return run


def test_says_what_was_found(site, reply, check):
    """Number of addresses and the newest time."""
    site.replies["/rss"] = reply(FEED)
    found = check(kind="feed", url=site.url("/rss"))
    assert (found.source, found.kind, found.ok, found.addresses, found.error) == ("s", "feed", True, 3, None)
    assert found.newest_at == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


def test_says_what_is_wrong(site, reply, check):
    """The outcome and a sentence."""
    site.replies["/rss"] = reply(b"<html></html>")
    found = check(kind="feed", url=site.url("/rss"))
    assert (found.ok, found.addresses, found.newest_at) == (False, 0, None)
    assert found.error.startswith("bad_listing: not a feed but an HTML page")


def test_empty_feed_is_ok_and_said_to_be_empty(site, reply, check):
    """It could be read."""
    site.replies["/rss"] = reply(b"<rss version='2.0'><channel><title>N</title></channel></rss>")
    found = check(kind="feed", url=site.url("/rss"))
    assert found.ok
    assert "empty" in found.error


def test_index_with_one_bad_child_is_ok(site, reply, check):
    """There is enough to collect; the fault is told."""
    site.replies |= {
        "/i": reply(
            b"<sitemapindex><sitemap><loc>/a</loc></sitemap><sitemap><loc>/b</loc></sitemap></sitemapindex>"
        ),
        "/a": reply(b"<urlset><url><loc>/1</loc></url></urlset>"),
    }
    found = check(kind="sitemap", url=site.url("/i"))
    assert (found.ok, found.addresses) == (True, 1)
    assert found.error.startswith("http_error")
