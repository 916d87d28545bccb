"""Tweets lifted out of a page."""

import re
import unicodedata

import pytest
from lxml import html
from trafilatura import bare_extraction
from trafilatura.settings import use_config

from tasks.parsing.body import extract_body
from tasks.parsing.document import parse_html
from tasks.parsing.embeds import SENTINEL, lift_tweets, sentinel

CONFIG = use_config()
CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")
MODES = [{}, {"fast": True}, {"favor_precision": True}]
SAID = (
    "أعلنت بلدية المدينة يوم الأحد افتتاح الجسر الجديد فوق الميناء بعد أعمال استمرت ثلاث سنوات، "
    "وقالت إن الحركة عليه تبدأ غدا."
)
PROSE = (
    "The council of the invented town met on Sunday and said nothing new about the bridge over the harbour."
)


def embed(number: int, text: str = "The bridge opens.", more: str = "") -> str:
    """A static embed as X writes it."""
    return (
        f'<blockquote class="twitter-tweet" data-lang="ar"><p lang="en" dir="ltr">{text}</p>&mdash; '
        f'Harbour News (@harbour_news) <a href="https://twitter.com/harbour_news/status/{10**18 + number}">'
        f"December 8, 2024</a>{more}</blockquote>"
    )


SCRIPT = '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'


def page(*parts: str) -> html.HtmlElement:
    """A news page whose article has these parts."""
    tree = parse_html(
        '<html><body><nav><a href="/">الرئيسية</a></nav><article><h1>الجسر</h1><div class="entry-content">'
        + "".join(parts)
        + "</div></article><footer><p>All rights reserved</p></footer></body></html>"
    )
    assert tree is not None
    return tree


def letters(tree: html.HtmlElement) -> str:
    """All text of the tree but sentinels and white space."""
    return "".join(SENTINEL.sub("", "".join(tree.itertext())).split())


def test_arabic_article_with_english_tweet_at_its_end() -> None:
    """The tweet becomes an embed, its place the end of the text, and nothing of it stays in the text."""
    tree = page(f"<p>{SAID}</p><p>{SAID[::-1]}</p>", embed(1), " ", SCRIPT)
    (found,) = lift_tweets(tree)
    assert (found.number, found.kind, found.tweet_id) == (0, "blockquote", "1000000000000000001")
    assert found.url == "https://x.com/harbour_news/status/1000000000000000001"
    assert (found.author_handle, found.author_name, found.language) == ("harbour_news", "Harbour News", "en")
    assert (found.text, found.label, found.deleted) == ("The bridge opens.", "December 8, 2024", False)
    body = extract_body(tree, "https://example.invalid/")
    assert "bridge" not in body.text
    assert body.places[0].char_offset == len(body.text)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("run", [1, 2, 8])
def test_sentinels_outlive_boilerplate_removal(mode: dict[str, bool], run: int) -> None:
    """Every sentinel is in the text once, in order, first, last, or several in a row, in each mode."""
    tweets = "".join(embed(n) + SCRIPT for n in range(run))
    tree = page(tweets, f"<p>{SAID}</p>", tweets, f"<p>{PROSE}</p>" * 2, tweets)
    count = len(lift_tweets(tree))
    assert count == 3 * run
    text = bare_extraction(tree, config=CONFIG, include_comments=False, **mode).text
    assert [int(number) for number in SENTINEL.findall(text)] == list(range(count))


@pytest.mark.parametrize("mode", MODES)
def test_running_text_around_an_embed_stays(mode: dict[str, bool]) -> None:
    """An embed within a sentence leaves the words before and after it."""
    tree = page(
        f"<p>{PROSE}</p>" * 3,
        f'<p>before it <twitterwidget data-tweet-id="{10**18}"></twitterwidget> after it</p>',
    )
    lift_tweets(tree)
    text = bare_extraction(tree, config=CONFIG, **mode).text
    assert f"before it {sentinel(0)} after it" in text


def test_wrapper_script_and_caption_go_with_the_embed() -> None:
    """One paragraph is left of a figure made for an embed, and the text after it stays."""
    tree = page(
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">',
        embed(1),
        SCRIPT,
        "</div><figcaption>From X</figcaption></figure> tail <p>next</p>",
    )
    lift_tweets(tree)
    assert [child.tag for child in tree.find(".//div")] == ["p", "p"]
    assert "".join(tree.find(".//div").itertext()) == f"{sentinel(0)} tail next"


def test_only_the_widget_script_goes() -> None:
    """A script of another purpose beside an embed is left to whoever needs it."""
    tree = page(
        f"<p>{PROSE}</p>", embed(1), '<script type="application/ld+json">{}</script>', f"<p>{PROSE}</p>"
    )
    lift_tweets(tree)
    assert tree.find(".//script") is not None


def test_quoted_tweet_is_part_of_the_outer_embed() -> None:
    """A tweet in a tweet is one embed, and the inner text is not mixed into the outer one."""
    tree = page(embed(1, "The outer text." + embed(2, "The inner text.")))
    (found,) = lift_tweets(tree)
    assert (found.tweet_id, found.text) == ("1000000000000000001", "The outer text.")
    assert "inner" not in letters(tree)


@pytest.mark.parametrize("wrapped", ["<div class='lazy-embed'>{}</div>", "{}"])
def test_noscript_copy_is_not_a_second_embed(wrapped: str) -> None:
    """A widget and its copy for readers without scripts are one embed with the copy's text."""
    both = f'<div data-tweet-id="{10**18 + 1}"></div><noscript>{embed(1)}</noscript>'
    tree = page(f"<p>{PROSE}</p>", wrapped.format(both), f"<p>{PROSE}</p>")
    (found,) = lift_tweets(tree)
    assert (found.kind, found.text, found.author_handle) == ("widget", "The bridge opens.", "harbour_news")
    assert letters(tree).count("bridge") == 2  # the prose only


def test_tweet_shown_twice_is_two_embeds() -> None:
    """Two embeds of one tweet both have a place."""
    assert [each.number for each in lift_tweets(page(embed(1), embed(1)))] == [0, 1]


def test_unclosed_quote_gives_the_article_back() -> None:
    """Text swallowed by a quote that is never closed stays in the page, and the next embed is found."""
    unclosed = embed(1, more=f" tail <p>{PROSE}</p>{embed(2)}<p>{PROSE}</p>")
    tree = page(unclosed)
    assert [each.tweet_id for each in lift_tweets(tree)] == ["1000000000000000001", "1000000000000000002"]
    assert letters(tree.find(".//article")) == "".join(f"الجسرtail{PROSE}{PROSE}".split())


def test_not_tweets_stay() -> None:
    """Timelines, share buttons, profile links and links in sentences are left as they are."""
    tree = page(
        '<a class="twitter-timeline" href="https://twitter.com/harbour_news">Posts</a>'
        '<a href="https://twitter.com/intent/tweet?url=https://x.com/a/status/123456789">Share</a>'
        f'<p>{PROSE} <a href="https://x.com/harbour_news/status/123456789">It said so</a>.</p>'
        '<p><a href="https://x.com/harbour_news">@harbour_news</a></p>'
    )
    before = html.tostring(tree)
    assert lift_tweets(tree) == []
    assert html.tostring(tree) == before


def test_fragment_that_is_one_embed() -> None:
    """A tree that is an embed itself becomes the sentinel."""
    tree = html.fromstring(embed(1))
    assert len(lift_tweets(tree)) == 1
    assert tree.text_content() == sentinel(0)


def test_text_that_lxml_would_not_set() -> None:
    """A form feed behind an embed, or what `&#1;` stands for, is a space."""
    for hostile in ("\x0c", "&#12;", "&#1;"):
        tree = page(f"<p>{PROSE}</p>", embed(1), SCRIPT, f" {hostile} tail", embed(2, more=hostile), "end")
        assert len(lift_tweets(tree)) == 2
        assert letters(tree).endswith("tailendAllrightsreserved")


def test_sentinel_reads_back() -> None:
    """A sentinel is read back by its pattern, and NFC does not change it."""
    assert SENTINEL.fullmatch(sentinel(7)).group(1) == "7"
    assert re.fullmatch(SENTINEL, unicodedata.normalize("NFC", sentinel(123456)))
