"""The article's text: trafilatura's choice of the page as blocks, with the place of every lifted tweet."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import use_config

from tasks.parsing.blocks import TextBlock, read_blocks
from tasks.parsing.body_media import Image, Link, find_media
from tasks.parsing.embeds import SENTINEL

BETWEEN = "\n\n"
CONFIG = use_config()
CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stood: before this code point of the text, after this many blocks."""

    char_offset: int
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of the text: paragraph, heading, item, quote, table or code, from `start` to before `end`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text (blocks joined by one empty line), its blocks, and what stood in it; places by embed number."""

    text: str = ""
    paragraphs: tuple[Block, ...] = ()
    places: dict[int, Place] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()


def extract_body(tree: HtmlElement, base_url: str) -> Body:
    """The body of a page whose tweets are sentinel paragraphs; the tree is left as it is."""
    result = bare_extraction(tree, include_comments=False, fast=True, config=CONFIG)
    if result is None or result.body is None:
        return Body()
    body = assemble(read_blocks(result.body))
    texts = [body.text[block.start : block.end] for block in body.paragraphs]
    links, images = find_media(tree, texts, base_url)
    return Body(text=body.text, paragraphs=body.paragraphs, places=body.places, links=links, images=images)


def assemble(found: Iterable[TextBlock]) -> Body:
    """Blocks as one text; a sentinel becomes the place it stood at."""
    pieces: list[str] = []
    blocks: list[Block] = []
    places: dict[int, Place] = {}
    waiting: list[int] = []
    length = 0
    for block in found:
        text, marks = without_sentinels(block.text)
        if not text:
            waiting.extend(number for number, _ in marks)
            continue
        start = length + len(BETWEEN) if pieces else 0
        for number in waiting:
            places[number] = Place(char_offset=start, paragraph=len(blocks))
        waiting = []
        for number, offset in marks:
            places[number] = Place(char_offset=start + offset, paragraph=len(blocks) + (offset >= len(text)))
        pieces.append(text)
        length = start + len(text)
        blocks.append(Block(kind=block.kind, start=start, end=length))
    for number in waiting:
        places[number] = Place(char_offset=length, paragraph=len(blocks))
    return Body(text=BETWEEN.join(pieces), paragraphs=tuple(blocks), places=places)


def without_sentinels(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Text without its sentinels, and each one's number and offset in it."""
    kept, marks, last = "", [], 0
    for found in SENTINEL.finditer(text):
        before = text[last : found.start()]
        kept += before.lstrip() if not kept or kept.endswith(" ") else before
        marks.append((int(found[1]), len(kept)))
        last = found.end()
    if not marks:
        return text, []
    rest = text[last:]
    kept += rest.lstrip() if not kept or kept.endswith(" ") else rest
    trimmed = kept.rstrip()
    return trimmed, [(number, min(offset, len(trimmed))) for number, offset in marks]
