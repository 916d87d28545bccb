"""One stored page to rows: pure, complete, and without an exception for any input."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.parsing.page import Extraction, extract_page, read_evidence
from tasks.parsing.version import EXTRACTOR_VERSION
from warehouse.keys import key
from warehouse.rows import Article, ArticleImage, ArticleLink, ArticleParagraph, Page
from warehouse.tweet_rows import ArticleEmbed, ArticleTweet, Tweet, TweetAuthor, TweetEntity

LANGUAGES = ("ar", "en", "fr", "ru", "fa")
STORIES = {
    "ar": (
        "افتتاح السوق الجديد في المرفأ",
        [
            "أعلنت بلدية المرفأ اليوم عن افتتاح السوق الجديد في وسط المدينة بعد عامين من العمل المتواصل.",
            "وقال رئيس البلدية سامي حداد «إن العمل انتهى قبل موعده بشهرين»، وإن الكلفة لم تتجاوز ما خُطط له.",
            "وأضافت المهندسة ليلى منصور أن السوق يتسع لمئتي متجر وأن الإيجارات ستبقى كما هي حتى نهاية العام.",
        ],
    ),
    "fa": (
        "گشایش بازار تازه در بندر",
        [
            "شهرداری بندر امروز از گشایش بازار تازه در مرکز شهر پس از دو سال کار پیوسته خبر داد.",
            "شهردار گفت که کار دو ماه زودتر از برنامه به پایان رسید و هزینه‌ها بیشتر نشد.",
            "مهندس مریم کاظمی افزود که بازار گنجایش دویست فروشگاه را دارد و اجاره‌ها ثابت می‌ماند.",
        ],
    ),
    "ru": (
        "В гавани открывается новый рынок",
        [
            "Городской совет объявил сегодня об открытии нового рынка в центре города после двух лет работы.",
            "Мэр сказал, что «работы закончены на два месяца раньше срока».",
            "Инженер Анна Белова добавила, что на рынке двести лавок и что аренда прежняя.",
        ],
    ),
    "en": (
        "New market opens in the harbour",
        [
            "The harbour council announced today that the new market opens after two years of work.",
            "“The work was done two months early,” the mayor said, and the cost was as planned.",
            "Ann Lee, the engineer, added that the market holds two hundred shops.",
        ],
    ),
}
TWEET = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The market is open, see you on Sunday.</p>'
    "&mdash; Harbour Council (@harbour_example) "
    '<a href="https://twitter.com/harbour_example/status/1866000000000000001">'
    "December 9, 2024</a></blockquote>"
)


def story(language: str, extra: str = "") -> str:
    """A whole page of one outlet in one language."""
    title, sentences = STORIES[language]
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return f"""<!doctype html><html lang="{language}"><head><title>{title} | Sada</title>
<link rel="canonical" href="https://sada.example/news/42"><meta property="og:site_name" content="Sada">
<meta property="article:modified_time" content="2024-12-09T12:30:00+03:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}",
"datePublished": "2024-12-09T10:00:00+03:00", "author": {{"@type": "Person", "name": "Ann Lee"}},
"keywords": ["a", "b"], "isAccessibleForFree": true}}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>{paragraphs}
<figure><img src="/a.jpg"><figcaption>x</figcaption></figure>{extra}
<p>{sentences[0]} <a href="/market">{title}</a></p></article><footer>© Sada</footer></body></html>"""


def only(extraction: Extraction, kind: type) -> list[object]:
    """The rows of one type."""
    return [row for row in extraction.rows if isinstance(row, kind)]


@pytest.mark.parametrize("language", STORIES)
def test_an_article_in_each_language(language: str, make_page: Callable[..., Page]) -> None:
    """All fields of the article row."""
    page = make_page(story(language))
    extraction = extract_page(page, LANGUAGES)
    (article,) = only(extraction, Article)
    assert isinstance(article, Article)
    title, sentences = STORIES[language]
    assert (article.title, article.title_source) == (title, "h1")
    assert all(sentence in article.text for sentence in sentences)
    assert (article.language, article.language_declared) == (language, language)
    assert article.script_direction == ("rtl" if language in ("ar", "fa") else "ltr")
    assert (article.authors, article.authors_source) == (("Ann Lee",), "json-ld")
    assert article.published_at == datetime(2024, 12, 9, 7, tzinfo=UTC)
    assert (article.published_source, article.published_precision) == ("json-ld", "second")
    assert article.published_offset_min == 180
    assert (article.modified_at, article.modified_source) == (
        datetime(2024, 12, 9, 9, 30, tzinfo=UTC),
        "meta",
    )
    assert (article.canonical_url, article.host) == ("https://sada.example/news/42", "sada.example")
    assert article.article_id == key(article.canonical_url) == extraction.verdict.article_id
    assert article.content_hash == key(title, article.text)
    assert (article.sitename, article.free_access, article.tags) == ("Sada", True, ("a", "b"))
    assert (article.page_id, article.fetched_at) == (page.page_id, page.fetched_at)
    assert article.extractor_version == EXTRACTOR_VERSION


def test_child_rows(make_page: Callable[..., Page]) -> None:
    """Paragraphs cover the text; the link and the picture are the body's, numbered from 0."""
    extraction = extract_page(make_page(story("ar")), LANGUAGES)
    (article,) = only(extraction, Article)
    assert isinstance(article, Article)
    paragraphs = [row for row in extraction.rows if isinstance(row, ArticleParagraph)]
    assert [row.ord for row in paragraphs] == list(range(len(paragraphs)))
    assert "\n\n".join(article.text[row.start : row.end] for row in paragraphs) == article.text
    assert {row.language for row in paragraphs} == {"ar"}
    links = [row for row in extraction.rows if isinstance(row, ArticleLink)]
    assert [(row.ord, row.url) for row in links] == [(0, "https://sada.example/market")]
    images = [row for row in extraction.rows if isinstance(row, ArticleImage)]
    assert [(row.ord, row.url) for row in images] == [(0, "https://sada.example/a.jpg")]


def test_an_english_tweet_in_an_arabic_article(make_page: Callable[..., Page]) -> None:
    """The tweet is rows with its place; none of its words is in the article's text."""
    extraction = extract_page(make_page(story("ar", TWEET)), LANGUAGES)
    (article,) = only(extraction, Article)
    assert isinstance(article, Article)
    (tweet,) = [row for row in extraction.rows if isinstance(row, Tweet)]
    (shown,) = [row for row in extraction.rows if isinstance(row, ArticleTweet)]
    assert tweet.tweet_id == "1866000000000000001"
    assert "market is open" not in article.text
    assert article.language == "ar"
    assert shown.char_offset is not None
    assert 0 < shown.char_offset < len(article.text)
    assert shown.paragraph == 3


def test_everything_that_an_article_shows(make_page: Callable[..., Page]) -> None:
    """An embed, a post of another platform, a tweet in the page's state and a flattened one, each as rows."""
    post = (
        '<script src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="quay/42"></script>'
    )
    flattened = "<p>The quay is open too.</p><p>— The Quay (@quay_example) December 8, 2024</p>"
    state = json.dumps(
        {"body": [STORIES["ar"][1][0], {"type": "tweet", "id": "1866000000000000002", "text": "Third."}]}
    )
    told = f'<script type="application/json">{state}</script>'
    tagged = TWEET.replace("see you", '<a href="https://twitter.com/hashtag/x">#market</a> see you')
    extraction = extract_page(make_page(story("ar", f"{tagged}{post}{flattened}{told}")), LANGUAGES)
    (article,) = only(extraction, Article)
    assert isinstance(article, Article)
    shown = [row for row in extraction.rows if isinstance(row, ArticleTweet)]
    assert [(row.ord, row.embed_kind) for row in shown] == [(0, "blockquote"), (1, "script"), (2, "text")]
    assert article.text[shown[2].char_offset : shown[2].char_end].startswith(
        "The quay is open too.\n\n— The Quay"
    )
    (embed,) = [row for row in extraction.rows if isinstance(row, ArticleEmbed)]
    assert (embed.platform, embed.author_handle, embed.paragraph) == ("telegram", "quay", 3)
    tweets = {row.tweet_key: row for row in extraction.rows if isinstance(row, Tweet)}
    assert {row.tweet_key for row in shown} == set(tweets)
    (tag,) = [row for row in extraction.rows if isinstance(row, TweetEntity)]
    assert (tweets[tag.tweet_key].text or "")[tag.start : tag.end] == "#market"
    authors = [row.author_key for row in extraction.rows if isinstance(row, TweetAuthor)]
    assert authors == ["@harbour_example", "@quay_example"]


def test_an_english_paragraph_in_an_arabic_article(make_page: Callable[..., Page]) -> None:
    """Each paragraph has its own language."""
    extraction = extract_page(make_page(story("ar", f"<p>{STORIES['en'][1][0]}</p>")), LANGUAGES)
    languages = [row.language for row in extraction.rows if isinstance(row, ArticleParagraph)]
    assert languages == ["ar", "ar", "ar", "en", "ar"]


@pytest.mark.parametrize("language", STORIES)
def test_twice_is_equal(language: str, make_page: Callable[..., Page]) -> None:
    """The same page gives the same rows, in the same order."""
    page = make_page(story(language, TWEET))
    assert extract_page(page, LANGUAGES) == extract_page(page, LANGUAGES)


def test_windows_1256(make_page: Callable[..., Page]) -> None:
    """An Arabic page in windows-1256 that declares nothing is read, and its verdict says how."""
    extraction = extract_page(make_page(story("ar").encode("windows-1256")), LANGUAGES)
    (article,) = only(extraction, Article)
    assert isinstance(article, Article)
    assert article.title == STORIES["ar"][0]
    assert (extraction.verdict.charset, extraction.verdict.charset_source) == ("cp1256", "detected")


def test_evidence_fills_what_the_page_does_not_say(make_page: Callable[..., Page]) -> None:
    """Time and author of the feed, with their source."""
    text = "".join(f"<p>{sentence}</p>" for sentence in STORIES["en"][1])
    evidence = '{"published": "2024-12-09T08:00:00Z", "author": "Bo Kim", "title": "New market"}'
    page = make_page(f"<html><body><article>{text}</article></body></html>", evidence=evidence)
    (article,) = only(extract_page(page, LANGUAGES), Article)
    assert isinstance(article, Article)
    assert (article.published_source, article.authors_source, article.title_source) == (
        "feed",
        "feed",
        "feed",
    )


@pytest.mark.parametrize("stated", [None, "", "{", "[1]", '{"a": 1}', "[" * 50_000])
def test_unreadable_evidence_is_none(stated: str | None) -> None:
    """Evidence that is no object of strings is ignored."""
    assert read_evidence(stated) == {}


MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "<blockquote class='twitter-tweet'>",
                "<table><tr><td>",
                "<h1>",
                "<a href='//['>",
                "<time datetime='2024-99-99'>",
                "<script type='application/ld+json'>",
                '{"@type":"NewsArticle","author":[[{}]]}',
                "</script>",
                "<meta property='og:url' content='http://[']>",
                "<link rel=canonical href='http://[::1'>",
                "<br>",
                "<img src='http://[' srcset=','>",
                "<!--",
                "]]>",
                "&#0;",
                "&amp",
                "<title>",
                "نص عربي طويل بعض الشيء. ",
                "<svg>",
            ]
        ),
        st.text(max_size=40),
    ),
    max_size=40,
).map("".join)


@given(markup=MARKUP)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_never_raises(markup: str, make_page: Callable[..., Page]) -> None:
    """Anything like HTML gives a verdict."""
    extraction = extract_page(make_page(f"<html><body>{markup}".encode("utf-8", "surrogatepass")), LANGUAGES)
    assert extraction.verdict.verdict in ("article", "not_article")


@given(body=st.binary(max_size=400), charset=st.one_of(st.none(), st.text(max_size=12)))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_verdict(body: bytes, charset: str | None, make_page: Callable[..., Page]) -> None:
    """Bytes that are no page at all."""
    assert (
        extract_page(make_page(body, charset=charset), LANGUAGES).verdict.extractor_version
        == EXTRACTOR_VERSION
    )


@pytest.mark.parametrize(
    ("final_url", "own"),
    [
        ("https://sada.example/news/42", True),
        ("https://sada.example/news/42?utm_source=feed", True),
        ("https://sada.example/amp/news/42", False),
        ("https://m.sada.example/news/42", False),
    ],
)
def test_another_address_of_an_article(make_page: Callable[..., Page], final_url: str, own: bool) -> None:
    """AMP and mobile pages are joined to the article by its canonical address, and marked."""
    (article,) = only(extract_page(make_page(story("en"), final_url=final_url), LANGUAGES), Article)
    assert isinstance(article, Article)
    assert article.canonical_url == "https://sada.example/news/42"
    assert article.own_address is own


def test_what_is_said_of_the_use_of_the_text(make_page: Callable[..., Page]) -> None:
    """In the words of robots.txt, of the headers and of the page; null where nothing is said."""
    markup = story("en").replace("<head>", '<head><meta name="robots" content="noai">', 1)
    page = make_page(
        markup,
        content_signal="content-signal: ai-train=no",
        headers='[["tdm-reservation", "1"], ["tdm-policy", "https://sada.example/terms"]]',
    )
    (said,) = only(extract_page(page, LANGUAGES), Article)
    (silent,) = only(extract_page(make_page(story("en")), LANGUAGES), Article)
    found = [(a.content_signal, a.tdm_reserved, a.tdm_policy, a.no_ai) for a in (said, silent)]  # type: ignore[attr-defined]
    assert found == [
        ("content-signal: ai-train=no", True, "https://sada.example/terms", True),
        (None, None, None, None),
    ]


def test_a_page_of_links_is_not_even_parsed(make_page: Callable[..., Page]) -> None:
    """Many thousands of links are a list, whatever stands between them."""
    extraction = extract_page(make_page(story("en") + '<li><a href="/x">x</a>' * 20_001), LANGUAGES)
    assert extraction.verdict.verdict == "not_article"
    assert extraction.verdict.reason == "index: a list of other pages (20,003 links)"
