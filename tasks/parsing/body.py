"""The article's text: trafilatura's choice of the page as blocks, with the place of every lifted tweet."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from tasks.parsing.blocks import TextBlock, read_blocks
from tasks.parsing.body_media import Image, Link, find_media
from tasks.parsing.embeds import SENTINEL
from tasks.parsing.trimming import falls_short, trim_blocks

BETWEEN = "\n\n"
LUMP_CHARS = 1_200


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
    """The text (blocks joined by one empty line) and what stood in it; places are by embed number."""

    text: str = ""
    paragraphs: tuple[Block, ...] = ()
    places: dict[int, Place] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()


def extract_body(
    tree: HtmlElement, base_url: str, title: str | None = None, stated: str | None = None
) -> Body:
    """The body of a page whose tweets are sentinel paragraphs; the tree is left as it is.

    `stated` is the article's text as its JSON-LD gives it: it stands in where the page shows much less.
    """
    blocks = choose_blocks(tree)
    if stated and falls_short(blocks, stated):
        blocks = stated_blocks(stated)
    else:
        blocks = trim_blocks(blocks, tree, title, stated)
    body = assemble(blocks)
    texts = [body.text[block.start : block.end] for block in body.paragraphs]
    links, images = find_media(tree, texts, base_url)
    return Body(text=body.text, paragraphs=body.paragraphs, places=body.places, links=links, images=images)


def choose_blocks(tree: HtmlElement) -> list[TextBlock]:
    """Trafilatura's quick answer; its slow one where the quick one is one lump of text or nothing."""
    blocks = run_trafilatura(tree, fast=True)
    length = sum(len(block.text) for block in blocks)
    if len(blocks) > 1 or (blocks and length < LUMP_CHARS):
        return blocks
    slow = run_trafilatura(tree, fast=False)
    return slow if sum(len(block.text) for block in slow) > length else blocks


def run_trafilatura(tree: HtmlElement, fast: bool) -> list[TextBlock]:
    """The blocks of trafilatura's result."""
    result: Any = bare_extraction(tree, include_comments=False, fast=fast)
    return [] if result is None or result.body is None else read_blocks(result.body)


def stated_blocks(stated: str) -> list[TextBlock]:
    """Text from JSON-LD as paragraphs."""
    lines = (" ".join(line.split()) for line in stated.split("\n"))
    return [TextBlock(kind="paragraph", text=unicodedata.normalize("NFC", line)) for line in lines if line]


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
