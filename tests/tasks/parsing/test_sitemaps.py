"""Sitemaps."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ListingError
from tasks.parsing import sitemaps
from tasks.parsing.sitemaps import parse_sitemap

URL = "https://n.example/sitemap.xml"
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PLAIN = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {XMLNS} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><!-- a comment -->
<url><loc>https://n.example/old</loc><lastmod>2020-01-01</lastmod></url>
<url><loc> https://n.example/new </loc><lastmod>2026-11-23T08:30:00+03:00</lastmod>
  <image:image><image:loc>https://n.example/picture.jpg</image:loc></image:image></url>
<url><loc>https://n.example/undated</loc></url>
<url><loc>https://n.example/new#again</loc></url>
<url><loc>mailto:x</loc></url><url/>
</urlset>"""
NEWS = f"""<?xml version="1.0"?>
<urlset {XMLNS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://n.example/1</loc><lastmod>2026-11-23T09:00:00Z</lastmod><news:news>
<news:publication><news:name>الميناء</news:name><news:language>ar</news:language></news:publication>
<news:publication_date>2026-11-23T08:30:00Z</news:publication_date><news:title>افتتاح الميناء</news:title>
</news:news></url></urlset>"""
INDEX = f"""<sitemapindex {XMLNS}>
<sitemap><loc>https://n.example/2020.xml</loc><lastmod>2020-12-31</lastmod></sitemap>
<sitemap><loc>https://n.example/2026.xml.gz</loc><lastmod>2026-11-23</lastmod></sitemap>
<sitemap><loc>https://n.example/undated.xml</loc></sitemap></sitemapindex>"""


def urls(sitemap):
    """The addresses of its entries."""
    return [entry.url for entry in sitemap.entries]


def test_sitemap_names_pages_newest_first():
    """Addresses are unique, pictures are not pages, undated ones come last."""
    found = parse_sitemap(PLAIN.encode(), URL)
    assert urls(found) == ["https://n.example/new", "https://n.example/old", "https://n.example/undated"]
    assert found.entries[0].evidence == {"updated": "2026-11-23T08:30:00+03:00"}
    assert found.children == []


def test_news_sitemap_gives_evidence():
    """Title, publication time and language of a Google News sitemap."""
    [entry] = parse_sitemap(NEWS.encode(), URL).entries
    assert entry.evidence == {
        "title": "افتتاح الميناء",
        "published": "2026-11-23T08:30:00Z",
        "updated": "2026-11-23T09:00:00Z",
        "language": "ar",
    }


def test_index_names_sitemaps_newest_first():
    """The children of an index, in the order they are worth asking."""
    found = parse_sitemap(INDEX.encode(), URL)
    assert found.children == [
        f"https://n.example/{name}" for name in ("2026.xml.gz", "2020.xml", "undated.xml")
    ]
    assert found.entries == []


def test_without_namespace():
    """Many sites leave the namespace out."""
    body = PLAIN.replace(XMLNS, "").encode()
    assert len(parse_sitemap(body, URL).entries) == 3


def test_gzip_by_its_first_bytes():
    """A gzipped sitemap is known by its bytes, whatever its name."""
    packed = gzip.compress(PLAIN.encode(), mtime=0)
    assert urls(parse_sitemap(packed, URL)) == urls(parse_sitemap(PLAIN.encode(), URL))


def test_text_sitemap():
    """One address a line, with a byte order mark and empty lines."""
    body = "\ufeffhttps://n.example/1\r\n\r\nhttps://n.example/خبر\r\nhttps://n.example/1\r\n".encode()
    assert urls(parse_sitemap(body, URL)) == ["https://n.example/1", "https://n.example/%D8%AE%D8%A8%D8%B1"]


def test_feed_in_the_place_of_a_sitemap():
    """The sitemap protocol admits feeds."""
    body = b"<rss version='2.0'><channel><item><link>/1</link></item></channel></rss>"
    assert urls(parse_sitemap(body, URL)) == ["https://n.example/1"]


def test_broken_xml_is_read_as_far_as_it_goes():
    """A file cut short keeps what came before."""
    assert urls(parse_sitemap(PLAIN[: PLAIN.index("<url><loc>https://n.example/undated")].encode(), URL)) == [
        "https://n.example/new",
        "https://n.example/old",
    ]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "empty file"),
        (b"<!doctype html><html><head></head></html>", "an HTML page"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "an HTML page"),
        (b"<data/>", "XML with the root <data>"),
        (b"Page not found\nSorry\n", "plain text"),
        (b"\x00\x01\x02", "a binary file"),
        (gzip.compress(PLAIN.encode(), mtime=0)[:-40], "ends early"),
        (b"\x1f\x8bnonsense", "damaged"),
    ],
)
def test_what_is_not_a_sitemap_is_told(body, what):
    """The error says what it was instead."""
    with pytest.raises(ListingError, match=what):
        parse_sitemap(body, URL)


def test_gzip_bomb_is_refused(monkeypatch):
    """What inflates beyond the protocol's limit is not read."""
    monkeypatch.setattr(sitemaps, "MAX_BYTES", 100_000)
    with pytest.raises(ListingError, match="larger than 100,000 bytes"):
        parse_sitemap(gzip.compress(b" " * 5_000_000), URL)


def test_entities_are_not_expanded(tmp_path):
    """Neither a file nor a doubling entity gets into an address."""
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    doctype = f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y "yyyy">]>'
    body = f"{doctype}<urlset><url><loc>https://n.example/&x;&y;</loc></url></urlset>"
    assert all("hidden" not in url and "yyyy" not in url for url in urls(parse_sitemap(body.encode(), URL)))


def test_number_of_entries_is_bounded(monkeypatch):
    """Not more than the protocol's 50,000 of one file."""
    monkeypatch.setattr(sitemaps, "MAX_ENTRIES", 10)
    many = "".join(f"<url><loc>https://n.example/{n}</loc></url>" for n in range(50))
    assert len(parse_sitemap(f"<urlset>{many}</urlset>".encode(), URL).entries) == 10
    assert (
        len(parse_sitemap("\n".join(f"https://n.example/{n}" for n in range(50)).encode(), URL).entries) == 10
    )


PIECES = st.sampled_from(
    [
        b"<urlset>",
        b"<sitemapindex>",
        b"<url>",
        b"<sitemap>",
        b"<loc>",
        b"https://a.example/1",
        b"</loc>",
        b"</url>",
        b"<!--",
        b"-->",
        b"<lastmod>0001-01-01T00:00:00+14:00</lastmod>",
        b"<lastmod>9999-12-31T23:59:59-14:00</lastmod>",
        b"\x1f\x8b",
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"<?pi?>",
        b"&a;",
        b"\x00",
        b"<news:title>",
        b"<url xmlns='\xff'>",
    ]
)


@given(st.binary(max_size=300) | st.lists(PIECES, max_size=20).map(b"".join))
def test_any_bytes_give_a_sitemap_or_a_listing_error(body):
    """Nothing else comes out, whatever goes in."""
    try:
        found = parse_sitemap(body, URL)
    except ListingError:
        return
    assert all(entry.url.startswith("http") for entry in found.entries)
    assert all(child.startswith("http") for child in found.children)
