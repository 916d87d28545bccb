"""The markup of one embedded tweet as one marked string, with the place of its link to the tweet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

from lxml.html import HtmlElement

from tasks.parsing.tweet_urls import parse_redirected_url

BREAK, BLOCK = "\v", "\x1d"  # marks of <br> and of a block's edge; both are taken out of the page's own text
MAX_EMOJI_CHARS = 16
MAX_ANCHORS = 200

_SKIPPED = {"script", "style", "template", "iframe", "svg", "blockquote"}
_BLOCKS = {"p", "div", "li", "ul", "ol", "section", "footer", "header", "figure", "cite", "noscript"}
_SCREEN_READER = re.compile(r"(?:^|\s)(?:sr-only|visually-hidden|screen-reader-text)(?:\s|$)")
_SPACE = re.compile(r"[ \t\n\r\f\v\x1d]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One link of an embed: its address as written, what it shows on one line, and where that ends."""

    href: str
    shown: str
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """Text of an embed; link is its last link to a tweet, whose text stands from start to end."""

    text: str
    start: int
    end: int
    link: HtmlElement | None
    language: str | None
    anchors: tuple[Anchor, ...] = ()


def read_marked(root: HtmlElement) -> MarkedText:
    """Read root without scripts, hidden texts and nested blockquotes (tweets quoted in the tweet)."""
    parts: list[str] = []
    anchors: list[Anchor] = []
    first = 0  # the part that the link now open begins with
    length = opened = start = end = 0
    link = language = None
    for step, item in _walk(root):
        if isinstance(item, str):
            parts.append(item)
            length += len(item)
        elif item.tag == "p" and step == "open":
            language = language or item.get("lang")
        elif item.tag == "a" and step == "open":
            opened, first = length, len(parts)
        elif item.tag == "a":
            if parse_redirected_url(item.get("href")):
                start, end, link = opened, length, item
            if (href := item.get("href")) and len(anchors) < MAX_ANCHORS:
                anchors.append(Anchor(href=href, shown=line_of("".join(parts[first:])), end=length))
    if link is None:
        start = end = length
    return MarkedText(
        text="".join(parts), start=start, end=end, link=link, language=language, anchors=tuple(anchors)
    )


def lines_of(marked: str) -> str:
    """The text as shown, NFC: a break is a newline, a block stands apart by an empty line."""
    blocks = []
    for block in marked.split(BLOCK):
        lines = [line_of(line) for line in block.split(BREAK)]
        blocks.append("\n".join(lines).strip("\n"))
    return normalize("NFC", "\n\n".join(filter(None, blocks)))


def line_of(marked: str) -> str:
    """The text on one line, NFC."""
    return normalize("NFC", _SPACE.sub(" ", marked).strip())


def _walk(root: HtmlElement) -> Iterator[tuple[str, HtmlElement | str]]:
    """Texts, openings and closings below root in document order, without recursion."""
    yield "text", _clean(root.text)
    stack = [(root, iter(root))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        edge = BLOCK if element.tag in _BLOCKS else ""
        if child is None:
            stack.pop()
            if stack:
                yield "close", element
                yield "text", edge + _clean(element.tail)
        elif _is_skipped(child):
            yield "text", _clean(child.tail)
        elif child.tag in ("br", "img"):
            yield "text", (BREAK if child.tag == "br" else _emoji(child)) + _clean(child.tail)
        else:
            yield "open", child
            yield "text", (BLOCK if child.tag in _BLOCKS else "") + _clean(child.text)
            stack.append((child, iter(child)))


def _is_skipped(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return True
    return _SCREEN_READER.search(element.get("class") or "") is not None


def _emoji(image: HtmlElement) -> str:
    """The alternative text of a picture that stands for a character."""
    alt = _clean(image.get("alt"))
    named = re.search(r"emoji|smiley", image.get("class") or "", re.IGNORECASE)
    return alt if len(alt) <= MAX_EMOJI_CHARS and (named or not any(map(str.isalnum, alt))) else ""


def _clean(text: str | None) -> str:
    return _SPACE.sub(" ", text) if text else ""
