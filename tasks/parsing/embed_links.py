"""Embeds that are only an address: a status link alone in its block, or at the foot of a plain quote."""

import re

from lxml.html import HtmlElement

from tasks.parsing.embed_quotes import HANDLE_AT_END, Quote, read_quote
from tasks.parsing.embed_wrappers import MAX_BESIDE_CHARS, holds_only, is_wrapper, letters
from tasks.parsing.tweet_urls import MAX_URL_CHARS, parse_tweet_url

MAX_INLINE = 5
MAX_QUOTE_DEPTH = 4
MAX_QUOTE_ELEMENTS = 200

_INLINE = {"span", "strong", "em", "b", "i", "u", "font", "small"}
_BLOCKS = {"p", "div", "blockquote", "figure", "section", "center", "noscript"}
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
    if parent is not None and parent.tag in _BLOCKS and _is_alone(parent, holder, link):
        return parent, read_quote(parent)
    return _signed(link)


def read_bare_address(block: HtmlElement) -> tuple[HtmlElement, Quote] | None:
    """The block whose whole text is the address of a tweet."""
