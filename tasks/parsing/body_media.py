"""Links and pictures of the body, found again in the page around the text that was kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from tasks.parsing.embeds import SENTINEL
from tasks.parsing.urls import normalize_url

MAX_LINKS = 1_000
MAX_IMAGES = 200
MAX_TRIED = 2_000  # blocks looked up in the kept text: each look-up reads it
MAX_BLOCK_CHARS = 20_000
MIN_ANCHOR_CHARS = 40
MIN_SIDE_PX = 60
BLOCKS = frozenset((
    "article", "aside", "blockquote", "body", "dd", "div", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5",
    "h6", "li", "main", "p", "pre", "section", "td", "th",
))  # fmt: skip
BESIDE = frozenset({"aside", "nav", "footer", "form", "header"})
SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-srcset", "srcset")
CREDIT = re.compile(r"credit|copyright|source|photograph|agency|auth?or|byline", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link: absolute URL, its text, and the rel attribute."""

    url: str
    text: str | None
    rel: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One picture: absolute URL, and what the page says of it."""

    url: str
    caption: str | None
    credit: str | None
    alt: str | None


def find_media(
    tree: HtmlElement, texts: Sequence[str], base_url: str
) -> tuple[tuple[Link, ...], tuple[Image, ...]]:
    """Links inside the kept blocks, and pictures in the smallest element that holds the kept paragraphs."""
    if not texts:
        return (), ()
    kept = squeezed(" ".join(texts))
    frame = find_frame(tree, kept)
    found = find_links(tree if frame is None else frame, kept, base_url)
    links = tuple(islice(found, MAX_LINKS))
    images: dict[str, Image] = {}
    for element in frame.iter("img") if frame is not None else ():
        image = read_image(element, frame, base_url)
        if image:
            images.setdefault(image.url, image)
        if len(images) >= MAX_IMAGES:
            break
    return links, tuple(images.values())


def find_links(tree: HtmlElement, kept: str, base_url: str) -> Iterator[Link]:
    """Links whose block is part of the kept text, in the order of the page."""
    known: dict[HtmlElement, bool] = {}
    for element in tree.iter("a"):
        address = element.get("href")
        if not address or address.startswith(("#", "javascript:")):
            continue
        block = next((parent for parent in element.iterancestors() if parent.tag in BLOCKS), None)
        if block is None:
            continue
        if block not in known and len(known) >= MAX_TRIED:
            return
        if block not in known:
            known[block] = is_kept(block, kept)
        url = normalize_url(address, base_url) if known[block] else None
        if url:
            yield Link(url=url, text=line(element) or None, rel=element.get("rel") or None)


def is_kept(block: HtmlElement, kept: str, least: int = 12) -> bool:
    """Whether a block's whole text is in the kept text."""
    text = squeezed(SENTINEL.sub("", "".join(block.itertext(with_tail=False))))
    return least <= len(text) <= MAX_BLOCK_CHARS and text in kept


def find_frame(tree: HtmlElement, kept: str) -> HtmlElement | None:
    """The smallest element around every kept paragraph; None where none is found again."""
    frame: list[HtmlElement] = []
    for element in islice(tree.iter("p"), MAX_TRIED):
        if is_kept(element, kept, MIN_ANCHOR_CHARS):
            around = list(element.iterancestors())[::-1]
            same = sum(1 for _ in shared(frame, around)) if frame else len(around)
            frame = around[:same]
    return frame[-1] if frame else None


def shared(one: Sequence[HtmlElement], other: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    """The common beginning of two ways from the root."""
    for mine, its in zip(one, other, strict=False):
        if mine is not its:
            return
        yield mine


def read_image(element: HtmlElement, frame: HtmlElement, base_url: str) -> Image | None:
    """A picture of the article: not tiny, not beside it, not the face of a link to another page."""
    figure = None
    for parent in element.iterancestors():
        if parent is frame:
            break
        if parent.tag in BESIDE:
            return None
        if parent.tag == "figure":
            figure = parent
        if parent.tag == "a" and figure is None and parent.find(".//h3") is not None:
            return None
    if any(
        0 < int(size) < MIN_SIDE_PX
        for name in ("width", "height")
        if (size := element.get(name) or "").isdecimal()
    ):
        return None
    stated = (element.get(name) or "" for name in SOURCES)
    address = next((value for value in stated if value and not value.startswith("data:")), "")
    url = normalize_url(address.split(" ", 1)[0].rstrip(","), base_url) if address else None
    if not url or url.rsplit("?", 1)[0].endswith((".svg", ".gif")):
        return None
    caption, credit = read_caption(figure)
    return Image(
        url=url, caption=caption, credit=credit, alt=" ".join((element.get("alt") or "").split()) or None
    )


def read_caption(figure: HtmlElement | None) -> tuple[str | None, str | None]:
    """The caption and the credit of a figure; a credit is what is marked as one."""
    legend = next(figure.iter("figcaption"), None) if figure is not None else None
    if legend is None:
        return None, None
    marked = next((part for part in legend.iterdescendants() if CREDIT.search(part.get("class") or "")), None)
    credit = line(marked) if marked is not None else ""
    caption = line(legend)
    if credit and caption != credit:
        caption = caption.replace(credit, "").strip()
    return (caption if caption != credit else None) or None, credit or None


def line(element: HtmlElement) -> str:
    """All text of an element on one line."""
    return " ".join("".join(element.itertext(with_tail=False)).split())


def squeezed(text: str) -> str:
    """Text without any spacing, to compare."""
    return "".join(text.split())
