"""Sitemaps to entries and further sitemaps: sitemaps.org 0.9, Google News sitemaps, gzipped and text ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree

from config.errors import ListingError
from tasks.parsing.entries import MAX_ENTRIES, Entry, iso_time, read_evidence, utc_time
from tasks.parsing.feeds import parse_feed
from tasks.parsing.inflate import BrokenBody, TooLarge, gunzip
from tasks.parsing.listing_text import what_is
from tasks.parsing.urls import normalize_url

MAX_BYTES = 52_428_800  # the sitemap protocol's own limit, uncompressed
NEWS = {"title": "title", "publication_date": "published", "language": "language"}
FEEDS = ("rss", "feed", "RDF")
OLDEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one file names: pages, and further sitemaps; both newest first where they are dated."""

    entries: list[Entry]
    children: list[str]


def parse_sitemap(body: bytes, url: str) -> Sitemap:
    """A sitemap, sitemap index, news sitemap or text sitemap, plain or gzipped; a feed is taken too.

    Args:
        body: the file as received.
        url: its address; relative addresses in it are resolved against it.

    Raises:
        ListingError: it is none of these; the message says what it was instead.
    """
    try:
        body = gunzip(body, MAX_BYTES)
    except (BrokenBody, TooLarge) as error:
        raise ListingError(f"the gzipped sitemap cannot be read: {error}") from None
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise ListingError("the sitemap is an empty file (0 bytes of content)")
    if not start.startswith(b"<") and b"\0" not in body[:512]:
        return read_text(body, url)
    root = root_name(body)
    if root in FEEDS:
        return Sitemap(entries=parse_feed(body, url, None), children=[])
    if root not in ("urlset", "sitemapindex"):
        raise ListingError(f"not a sitemap but {what_is(body)}")
    entries = list(read_locations(body, url))
    if root == "sitemapindex":
        return Sitemap(entries=[], children=[entry.url for entry in newest_first(entries)])
    return Sitemap(entries=newest_first(entries), children=[])


def newest_first(entries: list[Entry]) -> list[Entry]:
    """The entries by time, undated ones last; those of one time keep their order."""
    return sorted(entries, key=entry_time, reverse=True)


def entry_time(entry: Entry) -> datetime:
    """When the listing says an entry was published, else changed; the oldest time where it does not say."""
    return utc_time(entry.evidence.get("published") or entry.evidence.get("updated")) or OLDEST


def events(body: bytes, *kinds: str) -> Iterator[tuple[str, etree._Element]]:
    """The parser's events; broken XML is read as far as it goes, nothing outside the file is touched.

    Raises:
        ListingError: the XML cannot be read at all.
    """
    try:
        yield from etree.iterparse(
            BytesIO(body),
            events=kinds,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            recover=True,
        )
    except (etree.LxmlError, LookupError, ValueError) as error:
        raise ListingError(f"the sitemap is broken XML: {error}") from None


def root_name(body: bytes) -> str:
    """The local name of the first element; empty where there is none."""
    return next((local(element) for _, element in events(body, "start")), "")


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments."""
    return split_tag(element)[2]


def namespace(element: etree._Element) -> str:
    """An element's namespace; empty where it has none."""
    return split_tag(element)[0]


def split_tag(element: etree._Element) -> tuple[str, str, str]:
    """Namespace, brace and name; lxml's own QName refuses names that its parser lets through."""
    return element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")


def read_locations(body: bytes, base: str) -> Iterator[Entry]:
    """Every <url> or <sitemap> of the file with a valid address, each address once."""
    seen: set[str] = set()
    for _, element in events(body, "end"):
        if local(element) not in ("url", "sitemap") or element.getparent() is None:
            continue
        entry = read_location(element, base)
        element.clear()
        if entry and entry.url not in seen:
            seen.add(entry.url)
            yield entry
        if len(seen) >= MAX_ENTRIES:
            return


def read_location(element: etree._Element, base: str) -> Entry | None:
    """One <url> or <sitemap>; None without a valid address."""
    fields = {local(child): child.text for child in element if namespace(child) == namespace(element)}
    url = normalize_url(fields.get("loc") or "", base) if fields.get("loc") else None
    if url is None:
        return None
    news = {
        NEWS[local(item)]: item.text
        for item in element.iter()
        if local(item) in NEWS and namespace(item) != namespace(element)
    }
    given = {**news, "published": iso_time(news.get("published")), "updated": iso_time(fields.get("lastmod"))}
    return Entry(url=url, evidence=read_evidence(given.items()))


def read_text(body: bytes, base: str) -> Sitemap:
    """A text sitemap: one address a line, UTF-8."""
    lines = [line.strip() for line in body.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    absolute = [line for line in lines if line.lower().startswith(("http://", "https://"))]
    urls = [url for line in absolute[:MAX_ENTRIES] if (url := normalize_url(line, base))]
    if 2 * len(urls) < len(lines[:MAX_ENTRIES]):
        raise ListingError(f"not a sitemap but {what_is(body)}")
    return Sitemap(entries=[Entry(url=url, evidence={}) for url in dict.fromkeys(urls)], children=[])
