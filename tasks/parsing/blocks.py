"""trafilatura's result tree as blocks of plain text, in reading order."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

KINDS = {
    "p": "paragraph",
    "head": "heading",
    "item": "item",
    "quote": "quote",
    "table": "table",
    "code": "code",
}
CONTAINERS = frozenset({*KINDS, "list", "div", "body", "article", "section", "main", "figure"})
OUTER = frozenset({"item", "quote"})
BREAK = "\x1e"
MAX_DEPTH = 200
SENTENCE_END = re.compile(r"[.!?؟。…»”\":]$")
SPACE = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """One block: paragraph, heading, item, quote, table or code, and its text in NFC."""

    kind: str
    text: str


def read_blocks(body: etree._Element) -> list[TextBlock]:
    """The blocks of the tree; text outside any block is a paragraph."""
    blocks: list[TextBlock] = []
    for is_edge, group in groupby(runs(body, "paragraph", 0), lambda run: run[1] is None):
        if not is_edge:
            listed = list(group)
            blocks.extend(split(listed[0][0], "".join(text or "" for _, text in listed)))
    return blocks


def runs(element: etree._Element, kind: str, depth: int) -> Iterator[tuple[str, str | None]]:
    """Pieces of text with their block's kind; None is the edge of a block."""
    if depth > MAX_DEPTH:
        yield kind, text_of(element)
        return
    yield kind, element.text or ""
    for child in element:
        tag = str(child.tag)
        if tag == "lb":
            yield kind, BREAK
        elif tag in CONTAINERS:
            inner = kind if kind in OUTER and KINDS.get(tag, kind) == "paragraph" else KINDS.get(tag, kind)
            yield inner, None
            if inner in ("table", "code"):
                yield inner, table_text(child) if inner == "table" else text_of(child)
            else:
                yield from runs(child, inner, depth + 1)
            yield inner, None
        else:
            yield from runs(child, kind, depth + 1)
        yield kind, child.tail or ""


def table_text(table: etree._Element) -> str:
    """Rows as lines, cells apart by a tab."""
    rows = []
    for row in table.iter("row", "tr"):
        cells = (SPACE.sub(" ", text_of(cell, " ")).strip() for cell in row.iter("cell", "td", "th"))
        rows.append("\t".join(cell for cell in cells if cell))
    return "\n".join(filter(None, rows)) or SPACE.sub(" ", text_of(table, " "))


def split(kind: str, text: str) -> Iterator[TextBlock]:
    """One block, or more: two line breaks part paragraphs, and so does one after the end of a sentence."""
    text = unicodedata.normalize("NFC", text)
    if kind in ("table", "code"):
        kept = text.replace(BREAK, "\n")
        if kept.strip():
            yield TextBlock(kind=kind, text=re.sub(r"\n{2,}", "\n", kept.strip()))
        return
    held = ""
    for part in text.split(BREAK):
        line = SPACE.sub(" ", part).strip()
        if held and (not line or SENTENCE_END.search(held)):
            yield TextBlock(kind=kind, text=held)
            held = ""
        held = f"{held} {line}" if held and line else held or line
    if held:
        yield TextBlock(kind=kind, text=held)


def text_of(element: etree._Element, between: str = "") -> str:
    """All text inside an element."""
    return between.join(map(str, element.itertext()))
