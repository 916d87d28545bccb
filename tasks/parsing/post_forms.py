"""Which parts of a page are embedded posts of other platforms than X: their markup, and what it names.

The forms are those of the embed codes that Bluesky, Mastodon, Truth Social, Telegram, Instagram, Threads,
TikTok and Facebook hand out, of AMP's elements, and addresses that a site never resolved.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from tasks.parsing.embed_wrappers import BLOCKS, MAX_BESIDE_CHARS, holds_only, letters, move_out_after
from tasks.parsing.post_urls import MAX_URL_CHARS, PostUrl, parse_post_url
from tasks.parsing.post_words import (
    NO_WORDS,
    Reader,
    Words,
    read_captioned,
    read_card,
    read_cited,
    read_shared,
    read_signed,
)

MAX_LOOK = 400  # elements looked at to learn what an embed holds
MAX_AFTER_CHARS = 200

_SOURCES = ("src", "data-src", "data-lazy-src", "data-litespeed-src")
_ADDRESSES = frozenset({"data-oembed-url", "data-embed-url", "data-post-url"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PostForm:
    """One post found: the element that is it, its form, and what it says."""

    root: HtmlElement
    kind: str
    address: PostUrl
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Code:
    """One platform's embed code: what it is called, where it has the address, and how it is read."""

    platform: str
    attributes: tuple[str, ...]
    read: Reader
    kind: str = "blockquote"


_CODES = {
    "bluesky-embed": _Code(platform="bluesky", attributes=("data-bluesky-uri",), read=read_signed),
    "mastodon-embed": _Code(platform="mastodon", attributes=("data-embed-url",), read=read_card),
    "truthsocial-embed": _Code(platform="truthsocial", attributes=("data-embed-url",), read=read_card),
    "instagram-media": _Code(platform="instagram", attributes=("data-instgrm-permalink",), read=read_shared),
    "tiktok-embed": _Code(platform="tiktok", attributes=("cite",), read=read_captioned),
    "text-post-media": _Code(platform="threads", attributes=("data-text-post-permalink",), read=read_card),
    "fb-post": _Code(platform="facebook", attributes=("data-href",), read=read_cited, kind="widget"),
    "fb-video": _Code(platform="facebook", attributes=("data-href",), read=read_cited, kind="widget"),
}
_AMP = {
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "amp-tiktok": ("data-src", "https://www.tiktok.com/embed/v2/{}"),
    "amp-facebook": ("data-href", "{}"),
    "amp-iframe": ("src", "{}"),
}


def recognise_post(element: HtmlElement) -> PostForm | None:
    """The post that element is; None for links in sentences, share buttons, profiles and timelines."""
    read = _READERS.get(element.tag)
    return read(element) if read else None


def _told(element: HtmlElement, kind: str, address: str | None) -> PostForm | None:
    found = parse_post_url(address)
    return PostForm(root=element, kind=kind, address=found, words=NO_WORDS) if found else None


def _script(script: HtmlElement) -> PostForm | None:
    post = script.get("data-telegram-post")
    return _told(script, "script", f"https://t.me/{post}") if post else None


def _oembed(element: HtmlElement) -> PostForm | None:
    return _told(element, "widget", element.get("url"))


def _framed(iframe: HtmlElement) -> PostForm | None:
    fediverse = "mastodon-embed" in (iframe.get("class") or "")
    for name in _SOURCES:
        if address := parse_post_url(iframe.get(name), fediverse):
            return PostForm(root=iframe, kind="iframe", address=address, words=NO_WORDS)
    return None


def _of_amp(element: HtmlElement) -> PostForm | None:
    attribute, pattern = _AMP[element.tag]
    value = (element.get(attribute) or "").strip()
    return _told(element, "amp", value if "//" in value else pattern.format(value))


def _coded(element: HtmlElement, code: _Code) -> PostForm | None:
    """An embed code: addressed by its attribute, else by its last link to a post of the platform."""
    fediverse = code.platform == "mastodon"
    links = [(link, parse_post_url(link.get("href"), fediverse)) for link in _links(element)]
    own = [(link, address) for link, address in links if address and address.platform == code.platform]
    stated = (parse_post_url(element.get(name), fediverse) for name in code.attributes)
    address = next(filter(None, stated), None) or (own[-1][1] if own else None)
    if address is None or address.platform != code.platform:
        return None
    if element.tag == "blockquote":
        _give_back(element, [link for link, to in own if to and to.post_id == address.post_id])
    kind = code.kind if element.tag == "blockquote" or code.kind == "widget" else "widget"
    return PostForm(root=element, kind=kind, address=address, words=code.read(element))


def _give_back(quote: HtmlElement, links: list[HtmlElement]) -> None:
    """Text behind an embed that is no part of it stands in it only because it was never closed."""
    last = links[-1] if links else next(quote.iter("section"), None)
    if last is not None and _letters_after(last, quote) > MAX_AFTER_CHARS:
        move_out_after(last, quote)


def _letters_after(last: HtmlElement, top: HtmlElement) -> int:
    count = 0
    while last is not top:
        count += letters(last.tail)
        for sibling in last.itersiblings():
            count += sum(map(letters, sibling.itertext(with_tail=True)))
            if count > MAX_AFTER_CHARS:
                return count
        last = last.getparent()
    return count


def _block(block: HtmlElement) -> PostForm | None:
    """An embed code, a place-holder that an attribute names, or a block whose whole text is the address."""
    for name in block.get("class", "").split() if block.tag in ("blockquote", "div") else ():
        if code := _CODES.get(name):
            return _coded(block, code)
    for name in () if _ADDRESSES.isdisjoint(block.keys()) else sorted(_ADDRESSES):
        address = parse_post_url(block.get(name))
        if address and holds_only(block, None, MAX_BESIDE_CHARS):
            return PostForm(root=block, kind="widget", address=address, words=NO_WORDS)
    if not block.text or "://" not in block.text:
        return None
    text = block.text.strip()
    if len(text) > MAX_URL_CHARS or not text.startswith(("https://", "http://")) or len(text.split()) != 1:
        return None
    return _told(block, "link", text) if holds_only(block, None, len(text)) else None


def _linked(link: HtmlElement) -> PostForm | None:
    """A link that shows its address and is alone in its block."""
    if not link.text or "://" not in link.text:
        return None
    shown, parent = link.text.strip(), link.getparent()
    if parent is None or parent.tag not in BLOCKS or len(link):
        return None
    if not shown.startswith(("https://", "http://")) or len(shown.split()) != 1:
        return None
    return _told(parent, "link", link.get("href")) if holds_only(parent, link) else None


def _links(element: HtmlElement) -> Iterator[HtmlElement]:
    return (inner for inner in islice(element.iter("*"), MAX_LOOK) if inner.tag == "a")


_READERS: dict[str, Callable[[HtmlElement], PostForm | None]] = {
    "a": _linked,
    "iframe": _framed,
    "oembed": _oembed,
    "script": _script,
    **dict.fromkeys(_AMP, _of_amp),
    **dict.fromkeys(BLOCKS, _block),
}
