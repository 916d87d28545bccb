"""Feeds and sitemaps: how far they swell, where they reach, and the good one."""

import re
import zlib
from collections.abc import Callable

import pytest
from lxml import etree

from tests.site.faults import SECTIONS, Fault
from tests.site.hostile import Hostile
from tests.site.reader import ask, read_raw

ENTITY = re.compile(r'<!ENTITY (\w+) "([^"]*)">')
NAMED = re.compile(r"&(\w+);")


def expanded(document: str) -> int:
    """How many characters the entities named in the document's content become."""
    lengths: dict[str, int] = {}
    for name, value in ENTITY.findall(document):
        parts = NAMED.findall(value)
        lengths[name] = sum(lengths[part] for part in parts) if parts else len(value)
    return sum(lengths[name] for name in NAMED.findall(document.partition("]>")[2]))


def get(hostile: Hostile, path: str) -> str:
    """A whole document of a path."""
    answer = ask(hostile.url(path))
    assert "xml" in answer.headers["content-type"]
    return answer.body.decode()


def swells(path: str, root: str, most: int, least: int) -> Callable[[Hostile], None]:
    """A well-formed document of less than `most` characters becomes one of at least `least`."""

    def check(hostile: Hostile) -> None:
        document = get(hostile, path)
        assert f"<!DOCTYPE {root} [" in document
        assert len(document) < most
        assert expanded(document) >= least
        etree.fromstring(NAMED.sub("", document.partition("]>")[2]))

    return check


def external(hostile: Hostile) -> None:
    """The entities are a file and a path of the server, and both are named."""
    document = get(hostile, "/xml-external.rss")
    assert '<!ENTITY file SYSTEM "file:///etc/hostname">' in document
    assert f'<!ENTITY page SYSTEM "{hostile.url("/page/from-an-entity")}">' in document
    assert NAMED.findall(document) == ["file", "page"]


def deep(hostile: Hostile) -> None:
    """100,000 elements are opened and none is closed."""
    document = get(hostile, "/xml-deep.rss")
    assert document.count("<a>") == 100_000
    assert "</" not in document


def gzip_sitemap(hostile: Hostile) -> None:
    """A gzip file of 10 MB that begins as a sitemap and goes on with spaces."""
    raw = read_raw(hostile.url("/gzip-bomb.sitemap.gz"))
    assert b"Content-Type: application/gzip" in raw.head
    assert b"Content-Encoding" not in raw.head
    assert 9_000_000 < len(raw.body) < 12_000_000
    inflated = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw.body[:50_000])
    assert f"<loc>{hostile.url('/page')}</loc></url>".encode() in inflated[:1000]
    assert len(inflated.rstrip(b" \n")) < 1000
    assert len(inflated) * len(raw.body) / 50_000 == pytest.approx(10_000 * (1 << 20), rel=0.1)


def endless(hostile: Hostile) -> None:
    """After 2 MB of items there are still more, each with an address of its own."""
    raw = read_raw(hostile.url("/feed-endless.rss"), 2_000_000)
    assert raw.ended == "enough"
    assert b"</channel>" not in raw.body
    found = re.findall(rb"<link>(http://127\.0\.0\.1:\d+/page/\d+)</link>", raw.body)
    assert len(set(found)) == len(found) > 10_000


CHECKS: dict[str, Callable[[Hostile], None]] = {
    "/xml-bomb.rss": swells("/xml-bomb.rss", "rss", 2000, 3_000_000_000),
    "/xml-quadratic.rss": swells("/xml-quadratic.rss", "rss", 150_000, 1_000_000_000),
    "/xml-external.rss": external,
    "/xml-deep.rss": deep,
    "/xml-bomb.sitemap": swells("/xml-bomb.sitemap", "urlset", 2000, 3_000_000_000),
    "/gzip-bomb.sitemap.gz": gzip_sitemap,
    "/feed-endless.rss": endless,
}


@pytest.mark.parametrize("fault", SECTIONS["feeds"], ids=lambda fault: fault.path)
def test_is_made_as_it_says(hostile: Hostile, fault: Fault) -> None:
    """Each feed and sitemap is made as the registry says."""
    CHECKS[fault.path](hostile)


def test_the_good_feed_names_its_paths(hostile: Hostile) -> None:
    """The feed has an item for each path, on the host that was asked."""
    answer = ask(hostile.url("/feed?paths=/page/1,/drip%3Fevery=1%26x=2", "127.0.0.7"))
    feed = etree.fromstring(answer.body)
    links = [link.text for link in feed.iterfind("channel/item/link")]
    assert links == [hostile.url(path, "127.0.0.7") for path in ("/page/1", "/drip?every=1&x=2")]
    assert all(title.text for title in feed.iterfind("channel/item/title"))
    assert ask(hostile.url("/feed")).body.count(b"<item>") == 1
