"""A page that is no article is said to be so, and why."""

from collections.abc import Callable

import pytest

from tasks.parsing.page import extract_page
from tasks.parsing.page_kind import not_html
from warehouse.rows import Page

LANGUAGES = ("ar", "en", "ru")
SENTENCE = "أعلنت بلدية المرفأ اليوم عن افتتاح السوق الجديد في وسط المدينة بعد عامين من العمل المتواصل. "


@pytest.mark.parametrize(
    ("content_type", "body", "reason"),
    [
        ("text/html", b"", "empty: no bytes"),
        ("text/html", b" \n ", "empty: no bytes"),
        ("text/html", b"%PDF-1.7 ...", "not HTML: a PDF document"),
        ("application/pdf", b"something", "not HTML: application/pdf"),
        ("text/html", b"\x89PNG\r\n", "not HTML: an image"),
        ("text/html", b"\x1f\x8b\x08", "not HTML: gzip data"),
        ("text/html", b'{"error": "no"}', "not HTML: JSON"),
        ("text/html", b"<?xml version='1.0'?><rss><channel/></rss>", "not HTML: a feed or sitemap"),
        ("text/plain", b"just words", "not HTML: text without markup"),
        ("text/html", b"<!doctype html><html><p>x</p></html>", None),
        (None, b"<p>x</p>", None),
        ("application/octet-stream", b"<html><p>x</p></html>", None),
    ],
)
def test_not_html(content_type: str | None, body: bytes, reason: str | None) -> None:
    """Bytes that are something else, whatever the header says."""
    assert not_html(content_type, body, body.decode("latin-1")) == reason


CARD = "<article><h3><a href='/{0}'>عنوان الخبر رقم {0}</a></h3><p>ملخص قصير للخبر رقم {0}</p></article>"
PAGES = {
    "not found: the page says so, with status 200": (
        "<html><head><title>404 - الصفحة غير موجودة</title></head><body><h1>الصفحة غير موجودة</h1>"
        f"<p>عذرا، {SENTENCE}</p></body></html>"
    ),
    "consent or challenge page": (
        "<html><head><title>Before you continue</title></head><body><p>We value your privacy. "
        + "We and our partners store information on a device. " * 8
        + "</p></body></html>"
    ),
    "video without an article": (
        '<html><head><meta property="og:type" content="video.other"><title>فيديو</title></head>'
        f"<body><h1>فيديو</h1><p>{SENTENCE * 3}</p></body></html>"
    ),
    "too little text": (
        "<html><head><title>خبر</title></head>"
        "<body><p>نص قصير جدا هنا عن السوق الجديد في المرفأ اليوم.</p></body></html>"
    ),
    "empty: no text": "<html><head><title>x</title></head><body></body></html>",
    "index: a list of other pages": (
        '<html><head><title>أخبار</title><meta property="og:type" content="website"></head><body><main>'
        + "".join(CARD.format(number) for number in range(20))
        + "</main></body></html>"
    ),
}


@pytest.mark.parametrize("reason", PAGES)
def test_pages_that_are_no_articles(reason: str, make_page: Callable[..., Page]) -> None:
    """Each kind gives a verdict with its reason, and no row."""
    extraction = extract_page(make_page(PAGES[reason]), LANGUAGES)
    assert (extraction.verdict.verdict, extraction.verdict.reason) == ("not_article", reason)
    assert extraction.rows == ()
    assert extraction.verdict.article_id is None


@pytest.mark.parametrize(
    "title",
    ["Why 404 people were not found after the storm", "Cookie policy of the state changes", "افتتاح السوق"],
)
def test_an_article_about_it_is_an_article(title: str, make_page: Callable[..., Page]) -> None:
    """A real article whose headline sounds like an error page stays an article."""
    paragraphs = "".join(f"<p>{number}: {SENTENCE * 3}</p>" for number in range(6))
    article = f"<article><h1>{title}</h1>{paragraphs}</article>"
    markup = f"<html><head><title>{title}</title></head><body>{article}</body></html>"
    assert extract_page(make_page(markup), LANGUAGES).verdict.verdict == "article"


def test_a_short_declared_article_about_something_not_found(make_page: Callable[..., Page]) -> None:
    """Three sentences under such a headline are an article where the page declares one."""
    stated = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Boat not found"}</script>'
    )
    markup = (
        f"<html><head>{stated}<title>Boat not found</title></head><body><p>{SENTENCE * 2}</p></body></html>"
    )
    assert extract_page(make_page(markup), LANGUAGES).verdict.verdict == "article"


def test_one_sentence_of_a_declared_article(make_page: Callable[..., Page]) -> None:
    """Breaking news is often one sentence; where the page declares an article, that is one."""
    markup = (
        f'<html><head><meta property="og:type" content="article"></head><body><p>{SENTENCE}</p></body></html>'
    )
    assert extract_page(make_page(markup), LANGUAGES).verdict.verdict == "article"
