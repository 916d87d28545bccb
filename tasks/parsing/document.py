"""Markup to one tree, parsed once and shared by everything that reads the page."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

MAX_CHARS = 10_000_000
CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13)) + b"\x7f"
DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<\?xml[^>]{0,500}\?>")
MACHINERY = (
    "script", "style", "noscript", "template", "link", "meta", "head", "svg", "math", "canvas", "iframe",
    "object", "embed", "applet", "frame", "frameset", "nav", "footer", "menu", "menuitem", "dialog",
    "button", "select", "option", "optgroup", "datalist", "input", "textarea", "label", "legend", "output",
    "progress", "param", "track", "map", "area", "audio", "rp", "rt", "rtc", "blink", "marquee", "use",
    "noindex",
)  # fmt: skip


def parse_html(text: str) -> HtmlElement | None:
    """The page as a tree without comments; None where there is no element.

    Text beyond MAX_CHARS is left out. HTML has no entities of its own to fetch, and the network is off.
    """
    markup = text[:MAX_CHARS].encode("utf-8", "replace").translate(None, CONTROLS)
    opening = DECLARATION.match(markup)
    # the default class lookup runs in C; lxml.html's own asks a Python function for each element
    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        no_network=True,
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        root = etree.fromstring(markup[opening.end() :] if opening else markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return root if isinstance(root, HtmlElement) else None


def drop_machinery(tree: HtmlElement) -> None:
    """Take out what is never part of a text: scripts, styles, menus and forms' controls; their tails stay."""
    etree.strip_elements(tree, *MACHINERY, with_tail=False)
