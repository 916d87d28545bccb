"""Which parts of a page are embedded tweets: every form of markup, and what it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from tasks.parsing.embed_links import read_bare_address, read_link
from tasks.parsing.embed_quotes import NOTHING, Quote, read_quote
from tasks.parsing.embed_wrappers import MAX_BESIDE_CHARS, holds_only, is_wrapper, move_out_after
from tasks.parsing.tweet_urls import TweetUrl, parse_tweet_id, parse_tweet_url

MAX_LOOK = 100  # elements looked at to learn what a marked element holds
MAX_PLAYER_CHARS = 8192

_ID_ATTRIBUTES = frozenset({"data-tweet-id", "data-tweetid", "tweet-id"})
# addresses that a site's own script turns into the embed
_ADDRESS_ATTRIBUTES = frozenset({"data-oembed-url", "data-tweet-url", "data-embed-url", "tml-embed-src"})
_WRAPPERS_ADDRESSES = frozenset({"url", "data-url", "data-href", "data-src"})
_EMBED_CLASS = re.compile(r"(?:^|\s)twitter-(?:tweet|video)(?:\s|$)")
_ATTRIBUTES = _ID_ATTRIBUTES | _ADDRESS_ATTRIBUTES | _WRAPPERS_ADDRESSES
_PLAYERS = {"platform.twitter.com", "platform.x.com", "twitframe.com", "www.twitframe.com"}
_SOURCES = ("src", "data-src", "data-lazy-src", "data-litespeed-src")
_HOLDERS = {"blockquote", "iframe", "amp-twitter", "twitterwidget", "twitter-widget"}
_CONTROLS = {"a", "button", "li", "ul", "input", "meta", "html", "body", "main"}
_KINDS = {"blockquote": "blockquote", "amp-twitter": "amp", "iframe": "iframe"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One embed found: the element that is it, its form, and what it says."""

    root: HtmlElement
    kind: str
    address: TweetUrl | None
    quote: Quote


def recognise(element: HtmlElement) -> Form | None:
    """The embed that element is or ends; None for links, quotes and widgets of any other purpose."""
    tag = element.tag
    if tag == "a":
        found = read_link(element)
    elif declared := _declared(element):
        return _marked(element, declared)
    elif tag == "iframe":
        address = _player_address(element)
        return Form(root=element, kind="iframe", address=address, quote=NOTHING) if address else None
    elif _EMBED_CLASS.search(element.get("class", "")):
        return _quoted(element)
    else:
        found = read_bare_address(element)
    if found is None:
        return None
    root, quote = found
    return Form(root=root, kind=_KINDS.get(root.tag, "link"), address=quote.address, quote=quote)


def _declared(element: HtmlElement) -> TweetUrl | None:
    """What an attribute made for it names: an id, or on some sites the whole address."""
    names = element.keys()
    if _ATTRIBUTES.isdisjoint(names) or element.tag in _CONTROLS:
        return None
    for value in (element.get(name) for name in names if name in _ID_ATTRIBUTES):
        if address := parse_tweet_url(value):
            return address
        if tweet_id := parse_tweet_id(value):
            return TweetUrl(tweet_id=tweet_id, handle=None)
    stated = (parse_tweet_url(element.get(name)) for name in names if _holds_address(element, name))
    address = next(filter(None, stated), None)
    # where the embed itself is inside, that is found
    return None if address and any(inner.tag in _HOLDERS for inner in _few(element)) else address


def _holds_address(element: HtmlElement, name: str) -> bool:
    if name in _ADDRESS_ATTRIBUTES:
        return True
    if name not in _WRAPPERS_ADDRESSES or "share" in element.get("class", ""):
        return False
    return element.tag == "oembed" or element.get("data-embed-type") is not None or is_wrapper(element)


def _marked(element: HtmlElement, address: TweetUrl) -> Form | None:
    """An element that carries the id; a copy inside, for readers without scripts, has the rest."""
    quote = None
    copy = next((inner for inner in _few(element) if inner.tag == "blockquote"), None)
    if copy is not None:
        quote = read_quote(copy) if element.tag in _HOLDERS or _is_all_of(element, copy) else None
    elif element.tag in _HOLDERS - {"blockquote"}:
        quote = NOTHING
    elif holds_only(element, None, MAX_BESIDE_CHARS):  # what it shows while it loads is not the tweet
        quote = replace(read_quote(element), text=None)
    elif _is_few(element) and (read := read_quote(element)).attributed:
        quote = read
    kind = _KINDS.get(element.tag, "widget")
    return Form(root=element, kind=kind, address=address, quote=quote) if quote else None


def _quoted(element: HtmlElement) -> Form | None:
    """An element of X's own class; one that is neither addressed nor attributed is not a tweet."""
    if element.tag != "blockquote":
        inner = [each for each in _few(element) if each is not element]
        if not _is_few(element) or any(each.tag in _HOLDERS for each in inner):
            return None  # the embed is what it holds
    quote = read_quote(element)
    if quote.address is None and not quote.attributed:
        return None
    if element.tag != "blockquote" and not quote.attributed:
        if not holds_only(element, None, MAX_BESIDE_CHARS):
            return None
        quote = replace(quote, text=None)
    if quote.swallowed and quote.link is not None:
        move_out_after(quote.link, element)
    return Form(root=element, kind="blockquote", address=quote.address, quote=quote)


def _player_address(iframe: HtmlElement) -> TweetUrl | None:
    for name in _SOURCES:
        source = iframe.get(name, "")
        if address := parse_tweet_url(source):
            return address
        if not source or len(source) > MAX_PLAYER_CHARS:
            continue
        try:
            parts = urlsplit(source.strip())
            query = parse_qs(parts.query, max_num_fields=100) if parts.hostname in _PLAYERS else {}
        except ValueError:
            continue
        if tweet_id := parse_tweet_id(query.get("id", [""])[0]):
            return TweetUrl(tweet_id=tweet_id, handle=None)
        if address := parse_tweet_url(query.get("url", [""])[0]):
            return address
    return None


def _is_all_of(element: HtmlElement, copy: HtmlElement) -> bool:
    """Whether element, up from copy, holds nothing else worth keeping."""
    child = copy
    while child is not element:
        parent = child.getparent()
        if not holds_only(parent, child, MAX_BESIDE_CHARS):
            return False
        child = parent
    return True


def _few(element: HtmlElement) -> Iterator[HtmlElement]:
    return islice(element.iter("*"), MAX_LOOK)


def _is_few(element: HtmlElement) -> bool:
    return sum(1 for _ in islice(element.iter("*"), MAX_LOOK + 1)) <= MAX_LOOK
