"""Tweets lifted out of a page."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
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
        f'Harbour News (@harbour_news) <a href="https://twitter.com/harbour_news/status/{10**18 + number}?ref_src=twsrc">'
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


def test_ten_thousand_embeds() -> None:
    """Very many embeds are each found once."""
    assert len(lift_tweets(page(*(embed(n) for n in range(10_000))))) == 10_000


@pytest.mark.parametrize("tag", ["div", "blockquote"])
@pytest.mark.parametrize("mark", [{}, {"class": "twitter-tweet"}, {"data-tweet-id": "123456789"}])
def test_a_hundred_thousand_levels(tag: str, mark: dict[str, str]) -> None:
    """Nesting without end, an embed at its bottom, neither fails nor takes long."""
    root = inner = html.Element("body")
    held = []
    for _ in range(100_000):
        inner = etree.SubElement(inner, tag, mark)
        held.append(inner)  # a proxy that lxml lets go costs a walk to the root
    inner.append(html.fromstring(embed(1)))
    assert len(lift_tweets(root)) == 1


TAGS = st.sampled_from(
    ["p", "div", "blockquote", "a", "span", "figure", "li", "noscript", "iframe", "script", "h2"]
)
MARKS = st.sampled_from(
    [
        "",
        'class="twitter-tweet"',
        'class="embed"',
        'data-tweet-id="123456789"',
        'href="https://x.com/harbour_news/status/123456789"',
        'src="https://platform.twitter.com/embed/Tweet.html?id=123456789"',
    ]
)
WORDS = st.text(alphabet="abcابج —(@)2024 ", max_size=12)
MARKUP = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, mark, parts, tail: f"<{tag} {mark}>{''.join(parts)}</{tag}>{tail}",
        TAGS,
        MARKS,
        st.lists(inner, max_size=4),
        WORDS,
    ),
    max_leaves=25,
)


@given(MARKUP)
def test_any_markup(markup: str) -> None:
    """Any nesting of embeds, wrappers and text is lifted without failing, with one sentinel an embed."""
    tree = html.fromstring(f"<html><body><article><p>first</p>{markup}<p>last</p></article></body></html>")
    found = lift_tweets(tree)
    left = SENTINEL.findall("".join(tree.itertext()))
    assert left == [str(each.number) for each in found] == [str(n) for n in range(len(found))]
    assert letters(tree).startswith("first")
    assert letters(tree).endswith("last")


PLAIN = st.text(alphabet="abcابج ،.", min_size=1, max_size=30)


@given(
    st.lists(
        st.tuples(PLAIN, st.sampled_from(["<p>{}</p>", "{}", "<div><p>{}</p></div>", "<h2>{}</h2>"])),
        max_size=8,
    )
)
def test_no_text_outside_embeds_is_lost(parts: list[tuple[str, str]]) -> None:
    """Whatever stands between embeds is still there, in order."""
    between = [form.format(text) for text, form in parts]
    wanted = letters(page(*between))
    tree = page(*(part + embed(n) + SCRIPT for n, part in enumerate(between)))
    assert len(lift_tweets(tree)) == len(parts)
    assert letters(tree) == wanted


def test_sentinel_reads_back() -> None:
    """A sentinel is read back by its pattern, and NFC does not change it."""
    assert SENTINEL.fullmatch(sentinel(7)).group(1) == "7"
    assert re.fullmatch(SENTINEL, unicodedata.normalize("NFC", sentinel(123456)))
