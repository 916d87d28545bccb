"""What surrounds an article's text and is no part of it: its title, lines above it, links to other pages."""

import re
from collections.abc import Callable, Sequence

from lxml.html import HtmlElement

from tasks.parsing.blocks import TextBlock
from tasks.parsing.embeds import SENTINEL
from tasks.parsing.titles import folded

TITLE_BLOCKS = 4
SHORT_CHARS = 60
PROMO_CHARS = 140
LINKED_CHARS = 400
COVERED = 0.9
BODY_RATIO = 1.3
MIN_BODY_CHARS = 500
ENDED = re.compile(r"[.!?؟。…»”\"]$")
YEAR = re.compile(r"(?:19|20)\d\d|[٠۰-۲٢][٠-٩۰-۹]{3}")
NOT_WORD = re.compile(r"[\W_]+")
PROMO = re.compile(
    r"(?:read more|read also|also read|read next|more from|more on|more ?:|"
    r"related|see also|see more|don.t miss|"
    r"you (?:may|might) also|"
    r"recommended|comments?$|advertise?ment$|advertising$|"
    r"follow (?:us|\w+ on)|sign up|subscribe|click here|click to|"
    r"watch:|listen:|download the|share this|join our|"
    r"اقر[أا] أيض|إقرأ أيض|اقر[أا]ً? المزيد|شاهد أيض|طالع أيض|قد يهمك|مواضيع ذات صلة|أخبار ذات صلة|"
    r"تابعونا|تابعنا|للمزيد|إعلان$|"
    r"بیشتر بخوانید|مطالب مرتبط|بخوانید:|читайте так|читать далее|подписывайтесь|смотрите также|реклама$|"
    r"lire aussi|à lire|lesen sie|mehr zum|mehr themen|auch interessant|anzeige$|"
    r"leer también|lea también|leggi anche|"
    r"ayrıca oku|i̇lgili haber|lees ook|leia (?:também|mais)|קראו גם|עוד בנושא)",
    re.IGNORECASE,
)


def trim_blocks(
    blocks: Sequence[TextBlock], tree: HtmlElement, title: str | None, stated: str | None
) -> list[TextBlock]:
    """The blocks without their surroundings; `stated` is the article's text as the JSON-LD gives it."""
    kept = without_opening(without(blocks, is_title(title), TITLE_BLOCKS))
    linked = link_texts(tree)
    kept = without(kept, lambda block: is_promo(block) or squeezed(block.text) in linked)
    while kept and kept[-1].kind == "heading":
        kept.pop()
    return covered(kept, squeezed(stated)) if stated else kept


def without(
    blocks: Sequence[TextBlock], unwanted: Callable[[TextBlock], bool], first: int | None = None
) -> list[TextBlock]:
    """Blocks but the unwanted ones (among the first few); a block that holds a tweet's place stays."""
    limit = len(blocks) if first is None else first
    return [
        block
        for number, block in enumerate(blocks)
        if number >= limit or SENTINEL.search(block.text) or not unwanted(block)
    ]


def is_title(title: str | None) -> Callable[[TextBlock], bool]:
    """Tells a block that repeats the headline."""
    wanted = folded(title or "")
    return lambda block: bool(wanted) and folded(block.text) == wanted


def without_opening(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Blocks without headings and date lines before the first sentence."""
    for number, block in enumerate(blocks):
        if len(block.text) >= SHORT_CHARS or ENDED.search(block.text):
            head = [item for item in blocks[:number] if SENTINEL.search(item.text) or not opens(item)]
            return [*head, *blocks[number:]]
    return list(blocks)


def opens(block: TextBlock) -> bool:
    """Whether a short block is a heading or a line with a date."""
    return block.kind == "heading" or bool(YEAR.search(block.text))


def is_promo(block: TextBlock) -> bool:
    """A short block that sends the reader elsewhere."""
    return len(block.text) <= PROMO_CHARS and bool(PROMO.match(block.text))


def link_texts(tree: HtmlElement) -> set[str]:
    """Texts of all links, as they read when they are a block of their own."""
    found: set[str] = set()
    for element in tree.iter("a"):
        text = element.text if len(element) == 0 else "".join(element.itertext(with_tail=False))
        if text and 12 < len(text) < LINKED_CHARS:
            found.add(squeezed(text))
    return found


def covered(blocks: list[TextBlock], stated: str) -> list[TextBlock]:
    """Where the stated text has nearly all of the blocks: headings, and the blocks it has."""
    has = [squeezed(SENTINEL.sub("", block.text))[:80] in stated for block in blocks]
    length = sum(len(block.text) for block in blocks)
    shared = sum(len(block.text) for block, known in zip(blocks, has, strict=True) if known)
    if not length or shared < COVERED * length:
        return blocks
    return [
        block
        for block, known in zip(blocks, has, strict=True)
        if known or block.kind != "paragraph" or SENTINEL.search(block.text)
    ]


def falls_short(blocks: Sequence[TextBlock], stated: str) -> bool:
    """Whether the stated text is so much longer that the blocks cannot be the article."""
    length = sum(len(block.text) for block in blocks)
    return len(stated) > max(MIN_BODY_CHARS, BODY_RATIO * length)


def squeezed(text: str) -> str:
    """Letters and digits only, without case."""
    return NOT_WORD.sub("", text.casefold())
