"""What a listing names, and how its XML is written."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from lxml import etree

from flows.newsroom.outlets import Listing
from flows.newsroom.views import View, describe

DEFAULT: Any = None  # the prefix of the default namespace; the type stubs of lxml know text only


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a listing; `published` is None where the listing gives no time."""

    url: str
    title: str
    summary: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    section: str = ""


def list_items(view: View, listing: Listing) -> list[Item]:
    """The articles a listing names, newest first, and after them what is not an article."""
    items = [
        Item(
            url=view.absolute(article.path),
            title=article.title,
            summary=describe(article),
            published=article.published if listing.dates else None,
            modified=article.modified if listing.dates else None,
            authors=article.authors,
            section=view.outlet.sections[article.section],
        )
        for article in view.articles[: listing.articles]
    ]
    extras = (extra for extra in view.outlet.extras if listing.extras and extra.listed)
    return items + [Item(view.absolute(extra.path), extra.title) for extra in extras]


def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    """A new child; nothing is added to it where text is None."""
    child = etree.SubElement(parent, tag, attributes)
    child.text = text
    return child


def serialize(root: etree._Element, encoding: str = "utf-8") -> bytes:
    """The document with its declaration."""
    buffer = BytesIO()
    etree.ElementTree(root).write(buffer, xml_declaration=True, encoding=encoding, pretty_print=True)
    return buffer.getvalue()
