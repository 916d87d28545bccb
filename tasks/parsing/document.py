"""Markup to one tree, parsed once and shared by everything that reads the page."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

MAX_CHARS = 10_000_000
UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
DECLARATION = re.compile(r"\s{0,99}<\?xml[^>]{0,500}\?>")


def parse_html(text: str) -> HtmlElement | None:
    """The page as a tree without comments; None where there is no element.

    Text beyond MAX_CHARS is left out. Entities are never fetched: HTML has none of its own.
    """
    cleaned = UNREADABLE.sub("", text[:MAX_CHARS])
    opening = DECLARATION.match(cleaned)
    markup = cleaned[opening.end() :] if opening else cleaned
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False, no_network=True
    )
    try:
        root = etree.fromstring(markup.encode("utf-8"), parser=parser)
    except etree.ParserError:
        return None
    except etree.XMLSyntaxError:
        return None
    return root if isinstance(root, HtmlElement) else None
