"""The rows of an article from its findings and its body."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from tasks.parsing.article_rows import article_rows
from tasks.parsing.authors import Byline
from tasks.parsing.blocks import TextBlock
from tasks.parsing.body import Body, assemble
from tasks.parsing.context import Context
from tasks.parsing.findings import Findings
from tasks.parsing.reservations import Usage
from warehouse.rows import Article, ArticleParagraph, Page

LANGUAGES = ("ar", "en")
ARABIC = "أعلنت بلدية المرفأ اليوم عن افتتاح السوق الجديد في وسط المدينة بعد عامين من العمل المتواصل."
ENGLISH = (
    "The harbour council announced today that the new market in the centre opens after two years of work."
)
EMPTY = Findings(
    canonical_url="https://www.sada.example/news/42",
    title=None,
    window_title=None,
    byline=Byline(names=(), source=None),
    published=None,
    modified=None,
    description=None,
    section=None,
    tags=(),
    sitename=None,
    image_url=None,
    free_access=None,
    language_declared=None,
    usage=Usage(content_signal=None, tdm_reserved=None, tdm_policy=None, no_ai=None),
)
CONTEXT = Context(
    article_id="a1",
    page_id="p1",
    run_id="r1",
    date=date(2024, 12, 9),
    source="minbar",
    fetched_at=datetime(2024, 12, 9, 6, tzinfo=UTC),
)


def body(*texts: str) -> Body:
    """A body of paragraphs."""
    return assemble(TextBlock(kind="paragraph", text=text) for text in texts)


def test_nothing_is_invented(make_page: Callable[..., Page]) -> None:
    """What was not found is None or empty, never a default."""
    (article, *_) = article_rows(make_page("<p>x</p>"), EMPTY, body(ARABIC), CONTEXT, LANGUAGES)
    assert isinstance(article, Article)
    assert article.title is None
    assert article.published_at is None
    assert article.published_precision is None
    assert article.modified_at is None
    assert article.free_access is None
    assert article.authors == ()
    assert (article.host, article.word_count) == ("sada.example", 16)


@pytest.mark.parametrize(
    ("texts", "languages"),
    [
        ((ARABIC, ENGLISH), ["ar", "en"]),
        ((ARABIC, ARABIC, "Harbour"), ["ar", "ar", "ar"]),
        ((ARABIC, "See you on Sunday at the market"), ["ar", "en"]),
        ((ENGLISH, "Merci beaucoup, a-t-il dit"), ["en", "en"]),
        (("نعم",), ["und"]),
    ],
)
def test_paragraph_languages(
    texts: tuple[str, ...], languages: list[str], make_page: Callable[..., Page]
) -> None:
    """A long paragraph has its own language; a short one another only in another script."""
    rows = article_rows(make_page("<p>x</p>"), EMPTY, body(*texts), CONTEXT, LANGUAGES)
    assert [row.language for row in rows if isinstance(row, ArticleParagraph)] == languages


@pytest.mark.parametrize(
    ("text", "words"),
    [("مُتَقَدِّم جِدًّا", 2), ("می‌خواهم بروم", 2), ("it's late", 2), ("one – two", 2), ("a_b 12", 2)],
)
def test_word_count(text: str, words: int, make_page: Callable[..., Page]) -> None:
    """Vowel marks, a zero-width non-joiner and an apostrophe do not part a word."""
    (article, *_) = article_rows(make_page("<p>x</p>"), EMPTY, body(text), CONTEXT, LANGUAGES)
    assert isinstance(article, Article)
    assert article.word_count == words
