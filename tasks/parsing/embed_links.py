"""Embeds that are only an address: a status link alone in its block, or at the foot of a plain quote."""

import re
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from tasks.parsing.embed_quotes import HANDLE_AT_END, NOTHING, Quote, read_quote
from tasks.parsing.embed_wrappers import BLOCKS, MAX_BESIDE_CHARS, holds_only, is_wrapper, letters
from tasks.parsing.tweet_urls import MAX_URL_CHARS, parse_tweet_url

MAX_INLINE = 5
MAX_QUOTE_DEPTH = 4
MAX_QUOTE_ELEMENTS = 200

_INLINE = {"span", "strong", "em", "b", "i", "u", "font", "small"}
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.|mobile\.|pic\.)?(?:twitter|x)\.com/\S*", re.IGNORECASE)


def read_link(link: HtmlElement) -> tuple[HtmlElement, Quote] | None:
    """The block that a link to a tweet fills or signs; None for a link in running text."""
    address = parse_tweet_url(link.get("href"))
    parent = link.getparent()
    if address is None or parent is None:
        return None
    holder = link
    for _ in range(MAX_INLINE):
        if parent is None or parent.tag not in _INLINE or not holds_only(parent, holder):
            break
        holder, parent = parent, parent.getparent()
    if parent is not None and parent.tag in BLOCKS and _is_alone(parent, holder, link):
        return parent, replace(read_quote(parent), text=None)
    return _signed(link)


def read_bare_address(block: HtmlElement) -> tuple[HtmlElement, Quote] | None:
    """The block whose whole text is the address of a tweet."""
    if block.tag not in BLOCKS or not block.text or "status" not in block.text:
        return None
    text = block.text.strip()
    if not (8 < len(text) <= MAX_URL_CHARS and text.isascii() and len(text.split()) == 1):
        return None
    address = parse_tweet_url(text) if "//" in text[:8] else None
    if address is None or not holds_only(block, None, len(text)):
        return None
    return block, replace(NOTHING, handle=address.handle, address=address)


def _is_alone(block: HtmlElement, holder: HtmlElement, link: HtmlElement) -> bool:
    """Whether block was made for the link: a reader would see an address, or nothing, in it."""
    made_for_it = is_wrapper(block)
    if not holds_only(block, holder, MAX_BESIDE_CHARS if made_for_it else 0):
        return False
    if not holds_only(link, None, MAX_URL_CHARS):
        return False
    shown = "".join(islice(link.itertext(), 20)).strip()
    if not shown or _ADDRESS.fullmatch(shown):
        return True
    above = block.getparent()
    made_for_it |= above is not None and is_wrapper(above) and holds_only(above, block)
    return (made_for_it or block.tag == "blockquote") and letters(shown) <= MAX_BESIDE_CHARS


def _signed(link: HtmlElement) -> tuple[HtmlElement, Quote] | None:
    """A blockquote without X's class that still ends in "— Name (@handle) date", the date being the link."""
    parent, previous = link.getparent(), link.getprevious()
    before = parent.text if previous is None else previous.tail
    if not HANDLE_AT_END.search((before or "")[-60:]):
        return None
    for block in islice(link.iterancestors(), MAX_QUOTE_DEPTH):
        if block.tag == "blockquote":
            break
    else:
        return None
    if sum(1 for _ in islice(block.iter(), MAX_QUOTE_ELEMENTS + 1)) > MAX_QUOTE_ELEMENTS:
        return None
    quote = read_quote(block)
    return (
        (block, quote) if quote.name and quote.label and quote.link is link and not quote.swallowed else None
    )
