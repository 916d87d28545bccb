"""Feeds to entries: RSS 2.0, RSS 1.0/RDF and Atom through feedparser, JSON Feed by its own small parser."""

import json
from collections.abc import Iterable
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


def parse_feed(body: bytes, url: str, charset: str | None) -> list[Entry]:
    """The entries of a feed in its order, each address once.

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
    entries = list(unique(items, url))
    if items and not entries:
        raise ListingError(f"none of the feed's {len(items)} entries has a web address")
    return entries


def unique(items: Iterable[tuple[str, dict[str, str]]], base: str) -> Iterable[Entry]:
    """The items that have a valid address, each address once."""
    seen: set[str] = set()
    for link, evidence in items:
        url = normalize_url(link, base) if link.strip() else None
        if url and url not in seen:
            seen.add(url)
            yield Entry(url=url, evidence=evidence)


def read_xml_feed(body: bytes, url: str, charset: str | None) -> list[tuple[str, dict[str, str]]]:
    """Link and evidence of every item of an RSS, RDF or Atom feed."""
    refuse_endless_nesting(body)
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    text = decode(body, charset).text
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
    return [read_item(item, language) for item in feed.entries[:MAX_ENTRIES]]


def refuse_endless_nesting(body: bytes) -> None:
    """Stop at a file whose elements never close; feedparser's time grows with the square of their number.

    Raises:
        ListingError: it has more than MAX_TAGS tags and is nested deeper than libxml2's limit of 256.
    """
    if body.count(b"<") <= MAX_TAGS:
        return
    parser = etree.XMLParser(recover=True, huge_tree=False, resolve_entities=False, no_network=True)
    try:
        etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return  # feedparser reads what it can of broken XML
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise ListingError("the feed is nested without end")


def is_fatal(error: BaseException) -> bool:
    """Whether feedparser gave up on the XML, rather than correct a label."""
    return not isinstance(error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType)


def read_item(item: Any, language: object) -> tuple[str, dict[str, str]]:
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


def read_json_feed(body: bytes, url: str) -> list[tuple[str, dict[str, str]]]:
    """Link and evidence of every item of a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ListingError(f"broken JSON: {type(error).__name__}: {error}") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version", "")):
        raise ListingError("not a feed but some other JSON (a JSON Feed has 'version' and 'items')")
    found = [read_json_item(item, feed) for item in items[:MAX_ENTRIES] if isinstance(item, dict)]
    return found


def read_json_item(item: dict[str, Any], feed: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Link and evidence of one item of a JSON Feed."""
    link = next((item[key] for key in ("url", "id", "external_url") if isinstance(item.get(key), str)), "")
    authors = item.get("authors") or [item.get("author")]
    names = (
        [author.get("name") for author in authors if isinstance(author, dict)]
        if isinstance(authors, list)
        else []
    )
    tags = item.get("tags")
    evidence = read_evidence(
        (
            ("title", item.get("title")),
            ("published", iso_time(item.get("date_published"))),
            ("updated", iso_time(item.get("date_modified"))),
            ("summary", item.get("summary")),
            ("author", "; ".join(name for name in names if isinstance(name, str))),
            ("section", tags[0] if isinstance(tags, list) and tags else None),
            ("language", item.get("language") or feed.get("language")),
        )
    )
    return link, evidence
