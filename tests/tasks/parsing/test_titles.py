"""The headline a reader sees."""

import pytest

from tasks.parsing.document import parse_html
from tasks.parsing.meta import read_meta
from tasks.parsing.structured import read_structured
from tasks.parsing.titles import Title, find_title, tidy

HEADLINE = "افتتاح السوق الجديد في مدينة المرفأ"


def title(head: str, body: str, evidence: dict[str, str] | None = None) -> Title | None:
    """The title of a page with this head and body."""
    tree = parse_html(f"<html><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return find_title(tree, read_structured(tree), read_meta(tree), evidence or {})


def ld(headline: str) -> str:
    """A JSON-LD script with a headline."""
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}"}}</script>'


@pytest.mark.parametrize(
    ("head", "body", "text", "source"),
    [
        (f"<title>{HEADLINE} | صدى المرفأ</title>", f"<h1>{HEADLINE}</h1>", HEADLINE, "h1"),
        (f"<title>{HEADLINE} | صدى المرفأ</title>", "<h1>صدى المرفأ</h1>", HEADLINE, "title"),
        (f"<title>{HEADLINE}</title>", f"<h1>صدى المرفأ</h1><h1>{HEADLINE}</h1>", HEADLINE, "h1"),
        (ld(HEADLINE), "", HEADLINE, "json-ld"),
        (f'<meta property="og:title" content="{HEADLINE}">', "", HEADLINE, "meta"),
        ("", f"<h1>{HEADLINE}</h1>", HEADLINE, "h1"),
        (
            ld("The market opens in the harbour"),
            "<h1>Business The market opens in the harbour</h1>",
            "The market opens in the harbour",
            "h1",
        ),
        (
            ld("A longer headline for the market")
            + '<meta property="og:title" content="A longer headline for the market">',
            "<h1>A short headline for the market</h1>",
            "A longer headline for the market",
            "json-ld",
        ),
        (
            '<meta property="og:site_name" content="Gazette"><title>Gazette – New market opens</title>',
            "",
            "New market opens",
            "title",
        ),
    ],
)
def test_headline(head: str, body: str, text: str, source: str) -> None:
    """The heading that agrees with a declared title, else the declared one without the site's name."""
    assert title(head, body) == Title(text=text, source=source)


def test_the_feed_s_title_is_last() -> None:
    """Where the page has none, the listing's is taken."""
    assert title("", "<p>x</p>", {"title": HEADLINE}) == Title(text=HEADLINE, source="feed")


def test_no_title_is_none() -> None:
    """Nothing is invented."""
    assert title("", "<p>x</p>") is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  a\n b ", "a b"),
        ("&quot;x&quot; &amp; y", '"x" & y'),
        ("e\u0301", "\xe9"),
        ("Ver\u00adfassung", "Verfassung"),
        ("", None),
        (3, None),
        (["first", "second"], "first"),
    ],
)
def test_tidy(value: object, text: str | None) -> None:
    """One line, NFC, no entities, no soft hyphens."""
    assert tidy(value) == text
