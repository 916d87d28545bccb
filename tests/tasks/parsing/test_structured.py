"""JSON-LD is found wherever pages put it, and broken JSON costs nothing but itself."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from tasks.parsing.document import parse_html
from tasks.parsing.structured import article_text, parse_json, read_structured

ARTICLE = {"@type": "NewsArticle", "headline": "سوق جديد في المرفأ", "datePublished": "2024-12-09"}


def tree(*scripts: object) -> HtmlElement:
    """A page with these scripts; a string is written as it is."""
    texts = [item if isinstance(item, str) else json.dumps(item) for item in scripts]
    blocks = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    found = parse_html(f"<html><head>{blocks}</head><body><p>x</p></body></html>")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "stated",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "x"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        ARTICLE | {"@type": ["Article", "NewsArticle"]},
        ARTICLE | {"@type": "https://schema.org/ReportageNewsArticle"},
    ],
)
def test_the_article_is_found(stated: object) -> None:
    """Alone, in a list, in a graph, inside a page, with several types, with a full type name."""
    assert read_structured(tree(stated)).first("headline") == ARTICLE["headline"]


def test_articles_of_a_list_are_not_the_page_s_own() -> None:
    """What an ItemList names is another page."""
    stated = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": ARTICLE}]}
    assert read_structured(tree(stated)).articles == ()


def test_the_fullest_article_comes_first() -> None:
    """A stub beside the real description does not hide it."""
    stub = {"@type": "Article", "headline": "stub"}
    assert read_structured(tree(stub, ARTICLE)).first("headline") == ARTICLE["headline"]


def test_a_reference_is_resolved() -> None:
    """An author given by @id is the node of that id."""
    graph = {
        "@graph": [ARTICLE | {"author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "ليلى"}]
    }
    structured = read_structured(tree(graph))
    assert structured.resolve(structured.first("author"))["name"] == "ليلى"


@pytest.mark.parametrize(
    "text",
    ['{"a": 1,}', '<!-- {"a": 1} -->', '//<![CDATA[\n{"a": 1}\n//]]>', '{"a": 1};'],
)
def test_common_mistakes_are_read(text: str) -> None:
    """Trailing commas, comments, CDATA and a semicolon."""
    assert parse_json(text) == {"a": 1}


def test_raw_line_breaks_in_strings_are_read() -> None:
    """A line break inside a string, which strict JSON forbids."""
    assert parse_json('{"a": "one\ntwo"}') == {"a": "one\ntwo"}


def test_a_broken_script_does_not_hide_the_next() -> None:
    """The second script is read although the first is not JSON."""
    assert read_structured(tree("{broken", ARTICLE)).articles


def test_hostile_spacing_ends() -> None:
    """A broken script of a million blanks is given up at once."""
    assert parse_json("{" + " " * 1_000_000 + "x") is None


def test_hostile_depth_ends() -> None:
    """A hundred thousand nested lists are nothing."""
    assert parse_json("[" * 100_000 + "]" * 100_000) is None
    assert read_structured(tree("[" * 100_000)).articles == ()


def test_article_text_has_lines_and_no_markup() -> None:
    """Paragraphs of an escaped body become lines; a sign below is no markup."""
    stated = ARTICLE | {"articleBody": "&lt;p&gt;أولا&lt;/p&gt;<p>2 < 3</p>"}
    text = article_text(read_structured(tree(stated)))
    assert text is not None
    assert [line for line in text.split("\n") if line] == ["أولا", "2 < 3"]


@given(st.text(max_size=300))
def test_never_raises(text: str) -> None:
    """Any script content is read or left out."""
    parse_json(text)
