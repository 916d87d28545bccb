"""What surrounds the text goes; what is text, or holds a tweet's place, stays."""

import pytest

from tasks.parsing.blocks import TextBlock
from tasks.parsing.document import parse_html
from tasks.parsing.embeds import sentinel
from tasks.parsing.trimming import falls_short, is_promo, trim_blocks

TEXT = "أعلنت بلدية المرفأ اليوم عن افتتاح السوق الجديد في وسط المدينة بعد عامين من العمل."


def block(text: str, kind: str = "paragraph") -> TextBlock:
    """One block."""
    return TextBlock(kind=kind, text=text)


def trimmed(
    *blocks: TextBlock, markup: str = "<p>x</p>", title: str | None = None, stated: str | None = None
) -> list[str]:
    """Texts of the blocks that stay."""
    tree = parse_html(f"<html><body>{markup}</body></html>")
    assert tree is not None
    return [item.text for item in trim_blocks(blocks, tree, title, stated)]


def test_the_title_is_dropped_at_the_top_only() -> None:
    """A repeated headline goes, the same words later stay."""
    title = "افتتاح السوق الجديد"
    blocks = [block(title, "heading"), *[block(TEXT)] * 4, block(title)]
    assert trimmed(*blocks, title="افتتاح السوق الجديد!") == [TEXT] * 4 + [title]


def test_lines_above_the_first_sentence() -> None:
    """Headings and date lines go, a short line without either stays."""
    blocks = [block("اقتصاد", "heading"), block("9 ديسمبر 2024"), block("المرفأ - صدى"), block(TEXT)]
    assert trimmed(*blocks) == ["المرفأ - صدى", TEXT]


def test_headings_at_the_end() -> None:
    """A heading with nothing under it is of something else."""
    assert trimmed(block(TEXT), block("الأكثر قراءة", "heading")) == [TEXT]


@pytest.mark.parametrize(
    "text",
    [
        "اقرأ أيضا: خبر آخر",
        "إقرأ أيضاً",
        "شاهد أيضا المعرض",
        "Read more: another story",
        "READ ALSO",
        "Comments",
        "Читайте также: ещё",
        "Lire aussi : autre",
        "Lesen Sie auch",
        "بیشتر بخوانید: خبری دیگر",
        "Ayrıca oku",
        "Advertisement",
    ],
)
def test_promos(text: str) -> None:
    """Lines that send the reader elsewhere, in several languages."""
    assert is_promo(block(text))


@pytest.mark.parametrize(
    "text", [TEXT, "Related " + "words " * 40, "The comments were read aloud", "Commentators agree"]
)
def test_no_promos(text: str) -> None:
    """Sentences that begin like one, or are long, are text."""
    assert not is_promo(block(text))


def test_a_paragraph_that_is_one_link() -> None:
    """A whole block that is the text of a link leads elsewhere."""
    other = "خبر آخر عن المدينة لا يتصل بهذا"
    assert trimmed(block(TEXT), block(other), block(TEXT), markup=f'<a href="/1">{other}</a>') == [TEXT, TEXT]


def test_a_tweet_s_place_is_never_dropped() -> None:
    """Blocks with a sentinel stay, wherever they stand."""
    marked = [block(sentinel(0)), block(TEXT), block(f"Read more {sentinel(1)}")]
    assert trimmed(*marked) == [item.text for item in marked]


def test_what_the_stated_text_does_not_have() -> None:
    """Where JSON-LD has nearly all of it, the one paragraph it lacks goes; headings stay."""
    lines = [f"{TEXT} {number}" for number in range(12)]
    blocks = [
        *map(block, lines[:6]),
        block("عنوان فرعي", "heading"),
        block("اشترك في نشرتنا"),
        *map(block, lines[6:]),
    ]
    assert trimmed(*blocks, stated="\n".join(lines)) == [*lines[:6], "عنوان فرعي", *lines[6:]]


def test_a_stated_summary_changes_nothing() -> None:
    """A short stated text is no measure of the article."""
    assert trimmed(block(TEXT), block(TEXT + " ثانيا"), stated="ملخص") == [TEXT, TEXT + " ثانيا"]


@pytest.mark.parametrize(
    ("shown", "stated", "short"), [(100, 1_000, True), (1_000, 1_100, False), (10, 400, False)]
)
def test_falls_short(shown: int, stated: int, short: bool) -> None:
    """Much less than stated, and the stated text is long enough to be an article."""
    assert falls_short([block("x" * shown)], "y" * stated) is short
