"""The body: text, blocks with offsets, and the places of lifted tweets."""

from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from tasks.parsing.blocks import TextBlock
from tasks.parsing.body import Body, Place, assemble, extract_body, stated_blocks
from tasks.parsing.document import parse_html
from tasks.parsing.embeds import sentinel

URL = "https://sada.example/news/42"
SENTENCES = [
    "أعلنت بلدية المرفأ اليوم عن افتتاح السوق الجديد في وسط المدينة بعد عامين من العمل المتواصل.",
    "وقال رئيس البلدية سامي حداد إن العمل انتهى قبل موعده بشهرين، وإن الكلفة لم تتجاوز ما خُطط له.",
    "وأضافت المهندسة ليلى منصور أن السوق يتسع لمئتي متجر، وأن أسعار الإيجار ستبقى كما هي حتى نهاية العام.",
    "ومن المقرر أن تُفتح أبواب السوق للزوار صباح الأحد المقبل، على أن يستمر العمل في الموقف المجاور.",
]


def tree(*blocks: str) -> HtmlElement:
    """An article of these blocks of markup, with a menu and a footer around it."""
    inner = "".join(blocks)
    found = parse_html(
        f'<html><body><nav><a href="/">الرئيسية</a></nav><article><h1>افتتاح السوق</h1>{inner}</article>'
        "<footer>جميع الحقوق محفوظة</footer></body></html>"
    )
    assert found is not None
    return found


def paragraphs() -> list[str]:
    """The sentences as paragraphs."""
    return [f"<p>{sentence}</p>" for sentence in SENTENCES]


def check(body: Body) -> None:
    """Blocks cover the text in order, apart by exactly two line breaks."""
    texts = [body.text[block.start : block.end] for block in body.paragraphs]
    assert "\n\n".join(texts) == body.text
    assert all(texts)


def test_the_text_is_the_article() -> None:
    """Menu and footer are left out, and so is the title, which is a column of its own."""
    body = extract_body(tree(*paragraphs()), URL, "افتتاح السوق")
    check(body)
    assert body.text == "\n\n".join(SENTENCES)


def test_a_sentinel_between_paragraphs_is_a_place() -> None:
    """It is not in the text; the place is the beginning of the next block."""
    first, *rest = paragraphs()
    body = extract_body(tree(first, f"<p>{sentinel(0)}</p>", *rest), URL, "افتتاح السوق")
    check(body)
    assert body.text == "\n\n".join(SENTENCES)
    assert body.places == {0: Place(char_offset=body.paragraphs[1].start, paragraph=1)}


def test_a_sentinel_at_the_end() -> None:
    """After the last block the place is the end of the text."""
    body = extract_body(tree(*paragraphs(), f"<p>{sentinel(3)}</p>"), URL, "افتتاح السوق")
    assert body.places == {3: Place(char_offset=len(body.text), paragraph=len(body.paragraphs))}


def test_the_tree_is_left_as_it_is() -> None:
    """Extraction does not change the tree it is given."""
    page = tree(*paragraphs())
    before = page.text_content()
    extract_body(page, URL)
    assert page.text_content() == before


def test_an_empty_page_has_an_empty_body() -> None:
    """No text, no blocks."""
    page = parse_html("<html><body></body></html>")
    assert page is not None
    assert extract_body(page, URL) == Body()


def test_the_stated_text_stands_in_where_the_page_shows_little() -> None:
    """A page that shows a teaser, with the whole article in its JSON-LD."""
    whole = "\n".join(SENTENCES * 3)
    body = extract_body(tree(paragraphs()[0]), URL, "افتتاح السوق", whole)
    check(body)
    assert body.text == "\n\n".join(SENTENCES * 3)


def test_stated_blocks_are_lines() -> None:
    """One paragraph a line, spacing collapsed."""
    assert [block.text for block in stated_blocks("a  b\n\n c ")] == ["a b", "c"]


def test_a_sentinel_inside_a_block() -> None:
    """The offset is where it stood in the cleaned text."""
    body = assemble([TextBlock(kind="paragraph", text=f"قبل {sentinel(7)} بعد")])
    assert body.text == "قبل بعد"
    assert body.places == {7: Place(char_offset=4, paragraph=0)}


@given(st.lists(st.tuples(st.booleans(), st.text(alphabet="ab ", max_size=8)), max_size=8))
def test_places_are_inside_the_text(parts: list[tuple[bool, str]]) -> None:
    """However sentinels and blocks follow each other, every place exists and no sentinel stays."""
    blocks = [
        TextBlock(kind="paragraph", text=(sentinel(number) if marked else "") + text.strip())
        for number, (marked, text) in enumerate(parts)
        if marked or text.strip()
    ]
    body = assemble(blocks)
    check(body)
    assert set(body.places) == {number for number, (marked, _) in enumerate(parts) if marked}
    assert all(0 <= place.char_offset <= len(body.text) for place in body.places.values())
    assert all(0 <= place.paragraph <= len(body.paragraphs) for place in body.places.values())
    assert all(sentinel(number) not in body.text for number in body.places)
