"""The headline: what the page shows as its heading, checked against what it declares."""

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

from lxml.html import HtmlElement

from tasks.parsing.meta import Meta
from tasks.parsing.structured import Structured

MAX_CHARS = 500
MAX_HEADINGS = 30
SITE = re.compile(r"\s+[|\-–—·•»::]+\s+|\s*\|\s*")
NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A headline; `source` is json-ld, meta, h1, title or feed."""

    text: str
    source: str


def find_title(
    tree: HtmlElement, structured: Structured, meta: Meta, evidence: dict[str, str]
) -> Title | None:
    """The heading that agrees with a declared title; the declared one where two agree against it."""
    headline, shared = tidy(structured.first("headline")), tidy(meta.first("og:title", "twitter:title"))
    window = tidy(text_of(tree.find(".//title")))
    declared = [title for title in (headline, shared, window) if title]
    heading = shown_heading(tree, declared)
    if headline and shared and folded(headline) == folded(shared) != folded(heading or ""):
        return Title(text=headline, source="json-ld")
    if heading:
        whole = next((title for title in (headline, shared) if title and is_end_of(title, heading)), None)
        return Title(text=whole or heading, source="h1")
    if headline:
        return Title(text=headline, source="json-ld")
    if shared:
        return Title(text=without_site(shared, meta), source="meta")
    if window:
        return Title(text=without_site(window, meta), source="title")
    named = tidy(evidence.get("title"))
    return Title(text=named, source="feed") if named else None


def shown_heading(tree: HtmlElement, declared: list[str]) -> str | None:
    """The first h1 that shares its words with a declared title; the only one where nothing is declared."""
    headings = []
    for element in tree.iter("h1"):
        heading = tidy(text_of(element))
        if heading and any(agree(heading, title) for title in declared):
            return heading
        headings.append(heading)
        if len(headings) >= MAX_HEADINGS:
            break
    return next(filter(None, headings), None) if not declared else None


def agree(heading: str, title: str) -> bool:
    """Half of the words in common, or one inside the other."""
    one, other = folded(heading), folded(title)
    left, right = set(one.split()), set(other.split())
    if not left or not right:
        return False
    inside = len(left) > 2 and one in other
    return inside or len(left & right) >= 0.5 * len(left | right)


def is_end_of(title: str, heading: str) -> bool:
    """Whether the heading is the title after a kicker ("Politics | …")."""
    one, other = folded(title), folded(heading)
    return len(one.split()) > 3 and len(other) > len(one) and other.endswith(" " + one)


def without_site(title: str, meta: Meta) -> str:
    """A title without the outlet's name at its end or beginning."""
    site = folded(meta.first("og:site_name", "application-name") or "")
    parts = list(SITE.finditer(title))
    if not parts:
        return title
    first, last = parts[0], parts[-1]
    head, tail = title[: last.start()].strip(), title[last.end() :].strip()
    if site and folded(title[: first.start()]) == site:
        return title[first.end() :].strip()
    known = bool(site) and (folded(tail) == site or site in folded(tail))
    return head if known or len(head.split()) >= 3 > len(tail.split()) else title


def tidy(value: object) -> str | None:
    """One line of NFC text without markup's entities; None where nothing is left."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    text = " ".join(unescape(value[: 4 * MAX_CHARS]).replace("\u00ad", "").split())[:MAX_CHARS]
    return unicodedata.normalize("NFC", text) or None


def folded(text: str) -> str:
    """Text to compare: no case, no punctuation."""
    return NOT_WORD.sub(" ", text.casefold()).strip()


def text_of(element: HtmlElement | None) -> str:
    """All text inside an element."""
    return "" if element is None else " ".join(element.itertext(with_tail=False))
