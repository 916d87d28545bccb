"""What the page says of itself."""

import json

import pytest
from lxml.html import HtmlElement

from tasks.parsing import fields
from tasks.parsing.document import parse_html
from tasks.parsing.meta import Meta, read_meta
from tasks.parsing.structured import Structured, read_structured

URL = "https://www.gazette.example/news/42?utm_source=x"


def read(head: str = "", node: dict[str, object] | None = None) -> tuple[HtmlElement, Structured, Meta]:
    """A page with this head and JSON-LD."""
    stated = json.dumps({"@type": "NewsArticle", "headline": "x"} | node) if node else ""
    script = f'<script type="application/ld+json">{stated}</script>' if node else ""
    tree = parse_html(f'<html lang="ar-EG"><head>{head}{script}</head><body><p>x</p></body></html>')
    assert tree is not None
    return tree, read_structured(tree), read_meta(tree)


@pytest.mark.parametrize(
    ("stated", "canonical"),
    [
        ("https://www.gazette.example/news/42", "https://www.gazette.example/news/42"),
        ("https://gazette.example/news/42", "https://gazette.example/news/42"),
        ("/news/42", "https://www.gazette.example/news/42"),
        ("https://news.gazette.example/42", "https://news.gazette.example/42"),
        ("https://www.gazette.example/", None),
        ("https://elsewhere.example/news/42", None),
        ("https://fakegazette.example/news/42", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_canonical(stated: str, canonical: str | None) -> None:
    """The stated one of the same site, made absolute; no front page, no other site, no script."""
    _, structured, meta = read(f'<link rel="canonical" href="{stated}">')
    own = fields.find_canonical(*read()[1:], URL)
    assert fields.find_canonical(structured, meta, URL) == (canonical or own)


def test_tags_are_split_and_unique() -> None:
    """A string with Arabic commas is a list; each tag once."""
    _, structured, meta = read(node={"keywords": "اقتصاد، المرفأ, اقتصاد;سوق"})
    assert fields.find_tags(structured, meta) == ("اقتصاد", "المرفأ", "سوق")


def test_tags_from_meta_where_json_ld_has_none() -> None:
    """article:tag, one element each."""
    head = '<meta property="article:tag" content="سوق"><meta property="article:tag" content="ميناء">'
    assert fields.find_tags(*read(head)[1:]) == ("سوق", "ميناء")


def test_section_description_sitename_image() -> None:
    """Each from its usual place."""
    head = (
        '<meta property="article:section" content="اقتصاد"><meta name="description" content="ملخص الخبر">'
        '<meta property="og:site_name" content="صدى المرفأ"><meta property="og:image" content="/a.jpg">'
    )
    _, structured, meta = read(head)
    assert fields.find_section(structured, meta) == "اقتصاد"
    assert fields.find_description(structured, meta, {}) == "ملخص الخبر"
    assert fields.find_sitename(structured, meta) == "صدى المرفأ"
    assert fields.find_image(structured, meta, URL) == "https://www.gazette.example/a.jpg"


def test_from_json_ld() -> None:
    """The same from JSON-LD nodes."""
    node: dict[str, object] = {
        "publisher": {"@type": "Organization", "name": "صدى المرفأ"},
        "image": [{"@type": "ImageObject", "url": "https://gazette.example/b.jpg"}],
        "articleSection": ["اقتصاد"],
    }
    _, structured, meta = read(node=node)
    assert fields.find_sitename(structured, meta) == "صدى المرفأ"
    assert fields.find_image(structured, meta, URL) == "https://gazette.example/b.jpg"
    assert fields.find_section(structured, meta) == "اقتصاد"


def test_what_is_not_said_is_none() -> None:
    """An empty page has no fields, and the feed's summary is used last."""
    _, structured, meta = read()
    assert fields.find_section(structured, meta) is None
    assert fields.find_tags(structured, meta) == ()
    assert fields.find_image(structured, meta, URL) is None
    assert fields.find_free_access(structured, meta) is None
    assert fields.find_description(structured, meta, {"summary": "من الخلاصة"}) == "من الخلاصة"


@pytest.mark.parametrize(
    ("stated", "free"),
    [(True, True), (False, False), ("False", False), ("https://schema.org/True", True), ("perhaps", None)],
)
def test_free_access(stated: object, free: bool | None) -> None:
    """Booleans, their names and their addresses."""
    assert fields.find_free_access(*read(node={"isAccessibleForFree": stated})[1:]) is free


def test_declared_language() -> None:
    """The primary subtag of the document's language."""
    assert fields.declared_language(*read()) == "ar"


def test_outlet_names() -> None:
    """Site name, publisher, host, and the host without its ending."""
    names = fields.outlet_names(*read('<meta property="og:site_name" content="Gazette">')[1:], URL)
    assert set(names) >= {"Gazette", "gazette.example", "gazette"}
