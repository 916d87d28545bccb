"""Whether a part of the page holds one thing and nothing else, looked at with a bounded effort."""

import re
from collections.abc import Set

from lxml.html import HtmlElement

MAX_CLIMB = 12
MAX_BESIDE_CHARS = 60
MAX_BESIDE_ELEMENTS = 30

# what a site puts an address into that it did not resolve
BLOCKS = frozenset({"p", "div", "blockquote", "figure", "section", "center", "noscript"})
# parts of the page's frame, of a list or of a table: never a wrapper of one embed
_FRAME = {"html", "body", "main", "article", "nav", "header", "footer", "form"}
_FRAME |= {"li", "ul", "ol", "dl", "dt", "dd", "table", "tbody", "thead", "tr", "td", "th"}
# what may stand beside an embed in its wrapper: nothing the reader would miss
_UNSEEN = {"script", "style", "link", "meta", "br", "wbr"}
_TEXTUAL = {"noscript", "p", "div", "span", "a", "b", "i", "em", "strong", "small", "button"}
_TEXTUAL |= {"figcaption", "cite", "label"}
_WRAPPER = re.compile(
    r"embed|social|tweet|twitter|widget|instagram|telegram|tiktok|bluesky|mastodon", re.IGNORECASE
)
_UNSTORABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def outermost(embed: HtmlElement, others: Set[HtmlElement] = frozenset()) -> HtmlElement:
    """The highest ancestor that holds nothing but embed and none of others, or embed itself."""
    for _ in range(MAX_CLIMB):
        parent = embed.getparent()
        if parent is None or parent in others or parent.tag in _FRAME:
            break
        if not holds_only(parent, embed, MAX_BESIDE_CHARS if is_wrapper(parent) else 0, others):
            break
        embed = parent
    return embed


def is_wrapper(element: HtmlElement) -> bool:
    """Whether tag or class say that element was made to hold an embed."""
    return element.tag == "figure" or _WRAPPER.search(element.get("class") or "") is not None


def holds_only(
    parent: HtmlElement, child: HtmlElement | None, max_chars: int = 0, others: Set[HtmlElement] = frozenset()
) -> bool:
    """Whether parent has, beside child, at most max_chars letters of text and nothing to look at."""
    chars = letters(parent.text)
    elements = 0
    for sibling in parent:
        chars += letters(sibling.tail)
        for inner in () if sibling is child else sibling.iter():
            elements += 1
            chars += _own_letters(inner, sibling)
            if elements > MAX_BESIDE_ELEMENTS or chars > max_chars or inner in others or not _is_small(inner):
                return False
        if chars > max_chars:
            return False
    return chars <= max_chars


def move_out_after(last: HtmlElement, element: HtmlElement) -> None:
    """Close element behind its descendant last: the text that an unclosed tag swallowed follows it again."""
    parent = element.getparent()
    if parent is None:
        return
    while last.getparent() is not element:
        last = last.getparent()
    after, element.tail, last.tail = element.tail, storable(last.tail), None
    end = element
    for place, moved in enumerate(list(last.itersiblings()), parent.index(element) + 1):
        parent.insert(place, moved)
        end = moved
    end.tail = storable((end.tail or "") + (after or "")) or None


def drop(element: HtmlElement) -> None:
    """Take element out of the tree; the text after it stays."""
    parent, previous, after = element.getparent(), element.getprevious(), element.tail
    if parent is None:
        return
    parent.remove(element)
    if previous is not None:
        previous.tail = storable((previous.tail or "") + (after or "")) or None
    else:
        parent.text = storable((parent.text or "") + (after or "")) or None


def storable(text: str | None) -> str | None:
    """Text as lxml lets it be set: a parsed page may hold a form feed, or what `&#1;` stands for."""
    return _UNSTORABLE.sub(" ", text) if text else text


def letters(text: str | None) -> int:
    """How many characters of text are not white space."""
    return len("".join(text.split())) if text else 0


def _own_letters(inner: HtmlElement, top: HtmlElement) -> int:
    unseen = not isinstance(inner.tag, str) or inner.tag in _UNSEEN
    return (0 if unseen else letters(inner.text)) + (0 if inner is top else letters(inner.tail))


def _is_small(element: HtmlElement) -> bool:
    return not isinstance(element.tag, str) or element.tag in _UNSEEN or element.tag in _TEXTUAL
