"""Feeds to entries: RSS 2.0, RSS 1.0/RDF and Atom through feedparser, JSON Feed by its own small parser."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import feedparser
from lxml import etree

from config.errors import ListingError
from tasks.parsing.charset import decode
from tasks.parsing.entries import MAX_ENTRIES, Entry, iso_time, read_evidence
from tasks.parsing.listing_text import plain_text, what_is
from tasks.parsing.urls import normalize_url

MAX_TAGS = 50_000  # of these, feedparser reads the worst nesting in a second
MOST_TAGS = 500_000  # of the worst of these, feedparser reads 80,000 a second
MAX_DEPTH = 256
Item = tuple[str, dict[str, str]]
DOCTYPE = r"""<!DOCTYPE(?:[^"'\[<>]++|"[^"]*+"|'[^']*+')*+"""
PROLOG = re.compile(rf"(?:\s++|<\?.*?\?>|<!--.*?-->|{DOCTYPE}>)*+", re.DOTALL | re.IGNORECASE)
SUBSET = re.compile(rf"{DOCTYPE}\[", re.IGNORECASE)
ELEMENT = re.compile(r"<\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The entries of a feed in its order, each address once; `invalid` counts items without an address."""

    entries: list[Entry]
    invalid: int


def parse_feed(body: bytes, url: str, charset: str | None) -> Feed:
    """A feed: RSS, RDF, Atom or JSON Feed.

    Args:
        body: the feed as received.
        url: its address; relative links are resolved against it.
        charset: charset parameter of its Content-Type header.

    Raises:
        ListingError: it is not a feed; the message says what it was instead.
    """
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise ListingError("the feed is an empty file (0 bytes of content)")
    items = read_json_feed(body, url) if start.startswith(b"{") else read_xml_feed(body, url, charset)
    if len(items) > MAX_ENTRIES:
        raise ListingError(f"the feed has more than {MAX_ENTRIES:,} entries")
    urls = [normalize_url(link, url) if link.strip() else None for link, _ in items]
    if items and not any(urls):
        raise ListingError(f"none of the feed's {len(items)} entries has a web address")
    entries: dict[str, Entry] = {}
    for address, (_, evidence) in zip(urls, items, strict=True):
        if address and address not in entries:
            entries[address] = Entry(url=address, evidence=evidence)
    return Feed(entries=list(entries.values()), invalid=urls.count(None))


def read_xml_feed(body: bytes, url: str, charset: str | None) -> list[Item]:
    """Link and evidence of every item of an RSS, RDF or Atom feed."""
    text = drop_prolog(decode(body, charset).text)
    refuse_endless_nesting(text)
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        # A stream, because feedparser takes bytes for a file name first and a text for an address.
        feed = feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # feedparser lets errors of its many readers through
        raise ListingError(f"the feed cannot be read ({type(error).__name__}: {error})") from None
    if not feed.entries and not (feed.get("version") and feed.feed):
        raise ListingError(f"not a feed but {what_is(body)}")
    if not feed.entries and feed.bozo and feed.get("bozo_exception") and is_fatal(feed.bozo_exception):
        raise ListingError(f"the feed is broken XML: {feed.bozo_exception}")
    language = feed.feed.get("language")
    return [read_item(item, language) for item in feed.entries[: MAX_ENTRIES + 1]]


def drop_prolog(text: str) -> str:
    """The text from its first element on; empty where it has none. Raises as refuse_entities.

    In what comes before, feedparser finds entities to expand, in a time that grows with its length squared.
    """
    start = refuse_entities(text, "feed")
    element = ELEMENT.search(text, start)
    return text[element.start() :] if element else ""


def refuse_entities(text: str, what: str) -> int:
    """Where the prolog of an XML text ends: white space, instructions, comments, a document type.

    Raises:
        ListingError: its document type declares entities; one may name a file, or stand for gigabytes.
    """
    start = next(PROLOG.finditer(text)).end()
    if SUBSET.match(text, start) and "<!ENTITY" in text:
        raise ListingError(f"the {what} declares XML entities of its own, which are refused")
    return start


def refuse_endless_nesting(text: str) -> None:
    """Stop at a file whose elements never close; feedparser's time grows with the square of their number.

    Raises:
        ListingError: it has more than MAX_TAGS tags and nests deeper than MAX_DEPTH, or more than MOST_TAGS.
    """
    tags = text.count("<")
    if tags > MOST_TAGS:
        raise ListingError(f"the feed has more than {MOST_TAGS:,} tags")
    if tags <= MAX_TAGS:
        return
    target: Any = Depth()  # the stubs want bytes taken too, which never come
    parser = etree.XMLParser(target=target, encoding="utf-8", recover=True, resolve_entities=False)
    try:
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return  # feedparser reads what it can of broken XML


class Depth:
    """A parser's target that keeps nothing and stops where the nesting is too deep."""

    depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ListingError("the feed is nested without end")

    def end(self, tag: str) -> None:
        """An element ends."""
        self.depth -= 1

    def close(self) -> None:
        """Nothing is left to do."""


def is_fatal(error: BaseException) -> bool:
    """Whether feedparser gave up on the XML, rather than correct a label."""
    return not isinstance(error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType)


def read_item(item: Any, language: object) -> Item:
    """Link and evidence of one item; the link FeedBurner keeps comes before its own, which counts clicks."""
    link = item.get("feedburner_origlink") or item.get("link") or ""
    tags = [tag.get("term") for tag in item.get("tags", ()) if tag.get("term")]
    content = next((part.get("language") for part in item.get("content", ())), None)
    evidence = read_evidence(
        (
            ("title", plain_text(item.get("title"))),
            ("published", iso_time(item.get("published"))),
            ("updated", iso_time(item.get("updated")) if "updated" in item else None),
            ("summary", plain_text(item.get("summary"))),
            ("author", item.get("author")),
            ("section", tags[0] if tags else None),
            ("language", content or language),
        )
    )
    return str(link), evidence


def read_json_feed(body: bytes, url: str) -> list[Item]:
    """Link and evidence of every item of a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ListingError(f"broken JSON: {type(error).__name__}: {error}") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version", "")):
        raise ListingError("not a feed but some other JSON (a JSON Feed has 'version' and 'items')")
    return [read_json_item(item if isinstance(item, dict) else {}, feed) for item in items[: MAX_ENTRIES + 1]]


def read_json_item(item: dict[str, Any], feed: dict[str, Any]) -> Item:
    """Link and evidence of one item of a JSON Feed."""
    link = next((item[key] for key in ("url", "id", "external_url") if isinstance(item.get(key), str)), "")
    authors = item.get("authors") or [item.get("author")]
    known = [author for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    tags = item.get("tags")
    evidence = read_evidence(
        (
            ("title", item.get("title")),
            ("published", iso_time(item.get("date_published"))),
            ("updated", iso_time(item.get("date_modified"))),
            ("summary", item.get("summary")),
            ("author", "; ".join(author["name"] for author in known if isinstance(author.get("name"), str))),
            ("section", tags[0] if isinstance(tags, list) and tags else None),
            ("language", item.get("language") or feed.get("language")),
        )
    )
    return link, evidence
