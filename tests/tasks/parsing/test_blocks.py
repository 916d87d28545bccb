"""trafilatura's tree becomes blocks in reading order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tasks.parsing.blocks import MAX_DEPTH, read_blocks


def blocks(inner: str) -> list[tuple[str, str]]:
    """Kinds and texts of a result tree."""
    return [(block.kind, block.text) for block in read_blocks(etree.fromstring(f"<body>{inner}</body>"))]


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ("<head>عنوان</head><p>نص  أول\n هنا</p>", [("heading", "عنوان"), ("paragraph", "نص أول هنا")]),
        ("<list><item>a</item><item>b</item></list>", [("item", "a"), ("item", "b")]),
        ("<list><item>a<list><item>b</item></list></item></list>", [("item", "a"), ("item", "b")]),
        ("<quote>said <hi>she</hi></quote>", [("quote", "said she")]),
        ("<quote><p>one</p><p>two</p></quote>", [("quote", "one"), ("quote", "two")]),
        (
            "<table><row><cell>a</cell><cell>b</cell></row><row><cell>c</cell></row></table>",
            [("table", "a\tb\nc")],
        ),
        ("<code>x = 1\n  y = 2</code>", [("code", "x = 1\n  y = 2")]),
        ("<p>a <ref>link</ref> b</p>tail", [("paragraph", "a link b"), ("paragraph", "tail")]),
        ("loose<p>a</p>", [("paragraph", "loose"), ("paragraph", "a")]),
        ("<p>one.<lb/>two.</p>", [("paragraph", "one."), ("paragraph", "two.")]),
        ("<p>one<lb/>two</p>", [("paragraph", "one two")]),
        ("<p>one<lb/><lb/>two</p>", [("paragraph", "one"), ("paragraph", "two")]),
        ("<p>one<hi>.<lb/>two</hi> three</p>", [("paragraph", "one."), ("paragraph", "two three")]),
        ("<p>e\u0301</p>", [("paragraph", "\xe9")]),
        ("<p> \n </p><p/>", []),
    ],
)
def test_kinds_and_texts(inner: str, found: list[tuple[str, str]]) -> None:
    """Each element of the result, nested and loose text, line breaks, NFC, nothing empty."""
    assert blocks(inner) == found


def test_depth_is_bounded() -> None:
    """Deeper than the limit the text is kept as one block."""
    inner = "<div>" * (MAX_DEPTH + 20) + "x" + "</div>" * (MAX_DEPTH + 20)
    assert blocks(inner) == [("paragraph", "x")]


@given(
    st.lists(
        st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30), max_size=8
    )
)
def test_no_letter_is_lost(texts: list[str]) -> None:
    """Every letter of every paragraph is in a block, in order."""
    body = etree.Element("body")
    for text in texts:
        etree.SubElement(body, "p").text = text
    joined = "".join("".join(block.text.split()) for block in read_blocks(body))
    letters = "".join("".join(str(text).split()) for text in body.itertext())
    assert joined.replace("\u200b", "") == unicodedata.normalize("NFC", letters)
