"""The newsroom's feeds, one function for each kind, and the register of all its listings."""

import gzip
import json
from collections.abc import Callable, Iterable
from email.utils import format_datetime

from lxml import etree

from flows.newsroom.items import DEFAULT, Item, add, list_items, serialize
from flows.newsroom.outlets import Listing
from flows.newsroom.sitemaps import render_index, render_news
from flows.newsroom.views import View

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS = "http://purl.org/rss/1.0/"

XML = "http://www.w3.org/XML/1998/namespace"

File = tuple[str, str, bytes]


def render_listing(view: View, listing: Listing) -> list[File]:
    """The files of one listing: path, Content-Type, body; a path ending in .gz is compressed."""
    content_type, render = KINDS[listing.kind]
    files = render(view, listing)
    return [
        (path, content_type, gzip.compress(body, mtime=0) if path.endswith(".gz") else body)
        for path, body in files
    ]


def render_rss(view: View, listing: Listing) -> list[tuple[str, bytes]]:
    """RSS 2.0, in the outlet's encoding."""
    root = etree.Element("rss", version="2.0", nsmap={"dc": DC, "atom": ATOM})
    channel = add(root, "channel")
    for tag, text in channel_fields(view):
        add(channel, tag, text)
    add(channel, "language", view.outlet.language)
    for item in list_items(view, listing):
        entry = add(channel, "item")
        for tag, text in item_fields(item):
            add(entry, tag, text)
        add(entry, "guid", item.url, isPermaLink="true")
        if item.published:
            add(entry, "pubDate", format_datetime(item.published))
    return [(listing.path, serialize(root, view.outlet.encoding))]


def render_rdf(view: View, listing: Listing) -> list[tuple[str, bytes]]:
    """RSS 1.0, in the outlet's encoding."""
    items = list_items(view, listing)
    root = etree.Element(f"{{{RDF}}}RDF", nsmap={DEFAULT: RSS, "rdf": RDF, "dc": DC})
    channel = add(root, f"{{{RSS}}}channel")
    channel.set(f"{{{RDF}}}about", view.absolute(listing.path))
    for tag, text in channel_fields(view):
        add(channel, f"{{{RSS}}}{tag}", text)
    order = add(add(channel, f"{{{RSS}}}items"), f"{{{RDF}}}Seq")
    for item in items:
        add(order, f"{{{RDF}}}li").set(f"{{{RDF}}}resource", item.url)
        entry = add(root, f"{{{RSS}}}item")
        entry.set(f"{{{RDF}}}about", item.url)
        for tag, text in item_fields(item):
            add(entry, tag if tag.startswith("{") else f"{{{RSS}}}{tag}", text)
        if item.published:
            add(entry, f"{{{DC}}}date", item.published.isoformat())
    return [(listing.path, serialize(root, view.outlet.encoding))]


def channel_fields(view: View) -> list[tuple[str, str]]:
    """What both forms of RSS say of the outlet."""
    return [("title", view.outlet.name), ("link", view.absolute("/")), ("description", view.outlet.tagline)]


def item_fields(item: Item) -> Iterable[tuple[str, str]]:
    """What both forms of RSS say of an entry."""
    fields = [("title", item.title), ("link", item.url), ("description", item.summary)]
    fields += [(f"{{{DC}}}creator", author) for author in item.authors] + [(f"{{{DC}}}subject", item.section)]
    return [(tag, text) for tag, text in fields if text]


def render_atom(view: View, listing: Listing) -> list[tuple[str, bytes]]:
    """Atom (RFC 4287)."""
    items = list_items(view, listing)
    latest = max(item.modified or item.published for item in items if item.published)
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={DEFAULT: ATOM})
    root.set(f"{{{XML}}}lang", view.outlet.language)
    add(root, f"{{{ATOM}}}title", view.outlet.name)
    add(root, f"{{{ATOM}}}id", view.absolute(listing.path))
    add(root, f"{{{ATOM}}}link", rel="self", href=view.absolute(listing.path))
    add(root, f"{{{ATOM}}}updated", latest.isoformat())
    for item in items:
        entry = add(root, f"{{{ATOM}}}entry")
        add(entry, f"{{{ATOM}}}title", item.title)
        add(entry, f"{{{ATOM}}}id", item.url)
        add(entry, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=item.url)
        add(entry, f"{{{ATOM}}}updated", (item.modified or item.published or latest).isoformat())
        if item.published:
            add(entry, f"{{{ATOM}}}published", item.published.isoformat())
        if item.summary:
            add(entry, f"{{{ATOM}}}summary", item.summary)
        for author in item.authors:
            add(add(entry, f"{{{ATOM}}}author"), "name", author)
        if item.section:
            add(entry, f"{{{ATOM}}}category", term=item.section)
    return [(listing.path, serialize(root))]


def render_json(view: View, listing: Listing) -> list[tuple[str, bytes]]:
    """JSON Feed 1.1."""
    items = [
        {
            "id": item.url,
            "url": item.url,
            "title": item.title,
            "summary": item.summary or None,
            "date_published": item.published.isoformat() if item.published else None,
            "date_modified": item.modified.isoformat() if item.modified else None,
            "authors": [{"name": name} for name in item.authors] or None,
            "tags": [item.section] if item.section else None,
        }
        for item in list_items(view, listing)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.outlet.name,
        "home_page_url": view.absolute("/"),
        "feed_url": view.absolute(listing.path),
        "language": view.outlet.language,
        "items": [{key: value for key, value in item.items() if value is not None} for item in items],
    }
    return [(listing.path, json.dumps(feed, ensure_ascii=False, indent=1).encode())]


KINDS: dict[str, tuple[str, Callable[[View, Listing], list[tuple[str, bytes]]]]] = {
    "rss": ("application/rss+xml", render_rss),
    "rdf": ("application/rdf+xml", render_rdf),
    "atom": ("application/atom+xml; charset=utf-8", render_atom),
    "json": ("application/feed+json", render_json),
    "news": ("application/xml", render_news),
    "index": ("application/xml", render_index),
}
