"""The small mark-up of article bodies."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from flows.newsroom.markup import plain_text, render_block, render_body


def resolve(target: str) -> str:
    """Addresses as they are."""
    return f"http://here{target}"


def test_blocks_become_their_elements() -> None:
    """Headings, quotations, lists, pictures, boxes and paragraphs."""
    blocks = ("one", "## two", "> three", "- a\n- b", "{image /x.png | four | me}", "{related /y | five}")
    tags = [element.tag for element in html.fragments_fromstring(render_body(blocks, resolve))]
    assert tags == ["p", "h2", "blockquote", "ul", "figure", "aside"]


def test_links_are_resolved() -> None:
    """A link's address goes through the outlet."""
    assert (
        render_block("see [this & that](/x)", resolve)
        == '<p>see <a href="http://here/x">this &amp; that</a></p>'
    )


def test_posts_are_blocks() -> None:
    """A post's block is its platform's embed code."""
    assert 'class="bluesky-embed"' in render_block("{post pilots-bluesky}", resolve)


def test_plain_text_keeps_the_words_of_links() -> None:
    """A summary has no brackets."""
    assert plain_text("see [this](/x) now") == "see this now"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="[]()"), min_size=1))
def test_text_survives_as_text(text: str) -> None:
    """Whatever a paragraph says is shown, and none of it is read as HTML."""
    made = html.fragment_fromstring(render_block(f"x{text}", resolve))
    assert made.tag == "p"
    assert len(made) == 0
    assert made.text == f"x{text}"
