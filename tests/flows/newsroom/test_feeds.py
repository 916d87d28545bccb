"""Feeds and sitemaps: well-formed, and naming what they should."""

import gzip
import json
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from flows.newsroom.outlets import Listing, Outlet, load_outlets
from flows.newsroom.site import Site

LISTINGS = [(outlet, listing) for outlet in load_outlets() for listing in outlet.listings]


def urls_of(body: bytes, kind: str) -> list[str]:
    """The addresses a listing names, read with a plain parser."""
    if kind == "json":
        return [item["url"] for item in json.loads(body)["items"]]
    tree = etree.fromstring(body)
    if kind == "atom":
        return [str(url) for url in tree.xpath("//*[local-name()='entry']/*[local-name()='link']/@href")]
    tag = "loc" if kind in ("news", "index") else "link"
    parent = {"news": "url", "index": "sitemap"}.get(kind, "item")
    return [str(url) for url in tree.xpath(f"//*[local-name()='{parent}']/*[local-name()='{tag}']/text()")]


def test_every_kind_of_listing_is_there() -> None:
    """RSS 2.0, RSS 1.0, Atom, JSON Feed, a news sitemap and a sitemap index."""
    assert {listing.kind for _, listing in LISTINGS} == {"rss", "rdf", "atom", "json", "news", "index"}


@pytest.mark.parametrize(("outlet", "listing"), LISTINGS, ids=[listing.source for _, listing in LISTINGS])
def test_a_listing_names_its_articles_and_what_else_it_should(
    outlet: Outlet, listing: Listing, night_1: Site
) -> None:
    """It can be parsed and names the newest articles and the addresses meant to be in it."""
    response = night_1[outlet.slug, listing.path]
    urls = urls_of(response.body, listing.kind)
    if listing.kind == "index":
        base = f"http://{outlet.address}"
        urls = urls_of(gzip.decompress(night_1[outlet.slug, urls[0].removeprefix(base)].body), "news")
    articles = [f"http://{outlet.address}{article.path}" for article in outlet.on(1)[: listing.articles]]
    assert urls[: len(articles)] == articles
    assert len(urls) - len(articles) == sum(extra.listed for extra in outlet.extras if listing.extras)


def test_a_feed_in_the_outlets_encoding_says_so(night_1: Site) -> None:
    """The windows-1256 outlets' feeds declare it in the XML declaration, rightly."""
    for slug, path in (("marfa", "/index.rdf"), ("sada", "/feed")):
        body = night_1[slug, path].body
        assert b"encoding='WINDOWS-1256'" in body[:60]
        assert any("نوارة" in text or "المرفأ" in text for text in etree.fromstring(body).itertext())


def test_rss_times_keep_their_zone(night_1: Site) -> None:
    """PubDate is the article's time with the outlet's offset."""
    nilab = next(outlet for outlet in load_outlets() if outlet.slug == "nilab")
    shown = etree.fromstring(night_1["nilab", "/fa/rss"].body).findtext(".//pubDate")
    assert shown is not None
    assert parsedate_to_datetime(shown) == nilab.on(1)[0].published
    assert shown.endswith("+0330")


def test_one_feed_gives_no_times(night_1: Site) -> None:
    """Its articles' dates must come from the pages."""
    assert b"pubDate" not in night_1["sada", "/feed"].body
