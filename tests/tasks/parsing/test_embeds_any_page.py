"""Tweets lifted out of any page: very many, very deep, and in every nesting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from tasks.parsing.embeds import SENTINEL, lift_tweets

SCRIPT = '<script async src="https://platform.twitter.com/widgets.js"></script>'


def embed(number: int) -> str:
    """A static embed as X writes it."""
    return (
        '<blockquote class="twitter-tweet"><p lang="en">The bridge opens.</p>&mdash; Harbour News '
        f'(@harbour_news) <a href="https://twitter.com/harbour_news/status/{10**18 + number}">'
        "December 8, 2024</a></blockquote>"
    )


def page(*parts: str) -> html.HtmlElement:
    """A page whose article has these parts."""
    return html.fromstring("<html><body><article>" + "".join(parts) + "</article></body></html>")


def letters(tree: html.HtmlElement) -> str:
    """All text of the tree but sentinels and white space."""
    return "".join(SENTINEL.sub("", "".join(tree.itertext())).split())


def test_ten_thousand_embeds() -> None:
    """Very many embeds are each found once."""
    assert len(lift_tweets(page(*(embed(n) for n in range(10_000))))) == 10_000


@pytest.mark.parametrize(
    ("tag", "mark"),
    [("div", {}), ("blockquote", {"class": "twitter-tweet"}), ("div", {"data-tweet-id": "123456789"})],
)
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
