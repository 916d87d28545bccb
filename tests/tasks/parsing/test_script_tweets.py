"""Tweets that only a page's scripts tell of."""

import json
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tasks.parsing.document import parse_html
from tasks.parsing.script_tweets import ScriptTweet, own_tweets, read_script_tweets

URL = "https://twitter.com/harbour_news/status/1866000000000000001"
QUOTE = (
    '<blockquote class="twitter-tweet"><p lang="en">The bridge opens.</p>— Harbour (@harbour_news) '
    f'<a href="{URL}">December 8, 2024</a></blockquote>'
)
SAID = "The council of the invented town met on Sunday and said that the bridge over the harbour opens."
NOTHING: frozenset[str] = frozenset()


def page(value: Any, kind: str = "application/json", form: str = "{}") -> html.HtmlElement:
    """A page with one script."""
    text = form.format(json.dumps(value))
    tree = parse_html(f'<html><body><script type="{kind}">{text}</script><p>{SAID}</p></body></html>')
    assert tree is not None
    return tree


def own(value: Any, **given: str) -> list[ScriptTweet]:
    """The article's own tweets of a page with one script."""
    return own_tweets(read_script_tweets(page(value, **given)), f"First.\n\n{SAID}", NOTHING)


@pytest.mark.parametrize(
    ("block", "text", "confidence"),
    [
        ({"type": "twitter", "value": QUOTE}, "The bridge opens.", 0.8),
        (
            {"type": "oembed_response", "subtype": "twitter", "raw_oembed": {"url": URL, "html": QUOTE}},
            "The bridge opens.",
            0.8,
        ),
        ({"html": f"<p>{SAID}</p>{QUOTE}"}, "The bridge opens.", 0.8),
        ({"type": "tweet", "id": "1866000000000000001"}, None, 0.6),
        ({"content_type": "tweet", "url": URL, "content": {"id": "1866000000000000001"}}, None, 0.6),
        (
            {"__typename": "TwitterEmbed", "data": {"url": URL}, "text": "The bridge opens."},
            "The bridge opens.",
            0.6,
        ),
        ({"component": "x", "tweetId": "1866000000000000001"}, None, 0.6),
    ],
)
def test_blocks_of_the_body(block: dict[str, Any], text: str | None, confidence: float) -> None:
    """A block that names a tweet, in a list with a paragraph of the article, is an embed of it."""
    paragraph = {"type": "text", "content": f"<p>{SAID}</p>"}
    (found,) = own({"props": {"article": {"body": [paragraph, block, {"type": "ad"}]}}})
    assert (found.embed.tweet_id, found.embed.text) == ("1866000000000000001", text)
    assert (found.embed.kind, found.confidence) == ("script", confidence)


def test_state_that_a_script_assigns() -> None:
    """Objects set by a script of code are read as well."""
    value = {"content_elements": [{"content": SAID}, {"subtype": "twitter", "url": URL}]}
    form = "window.App=window.App||{{}};App.content={};App.go()"
    (found,) = own(value, kind="application/javascript", form=form)
    assert found.embed.author_handle == "harbour_news"


@pytest.mark.parametrize(
    "value",
    [
        {"type": "twitter", "url": URL},
        {"body": [{"content": SAID}, {"type": "link", "url": URL}]},
        {"body": [{"content": SAID}, {"content": f'<p>They <a href="{URL}">said so</a> on Sunday.</p>'}]},
        {
            "body": [
                {"content": "Words of another article, as long as those of this one."},
                {"type": "tweet", "url": URL},
            ]
        },
        {"related": [{"content": SAID}, {"type": "tweet", "url": URL}]},
        {
            "shareLinks": [
                {"content": SAID},
                {"type": "twitter", "url": f"https://twitter.com/intent/tweet?url={URL}"},
            ]
        },
        {"body": [{"content": SAID}, {"type": "twitter", "url": "https://twitter.com/harbour_news"}]},
        {"body": [{"content": SAID}, {"type": "twitter-timeline", "url": URL}]},
        {"body": [{"content": SAID}, {"type": "tweet", "id": 1.866e18}]},
        {"body": [{"content": SAID}, {"type": "tweet", "id": "42"}]},
        {"body": [{"content": SAID}, {"subtitle": "twitter", "url": URL}]},
    ],
)
def test_what_is_not_the_articles(value: Any) -> None:
    """Links, buttons, other articles' bodies and ids that are none give nothing."""
    assert own(value) == []


def test_known_tweets_need_no_company() -> None:
    """A tweet that the page's markup shows may be told of anywhere."""
    told = read_script_tweets(
        page({"cache": {"type": "tweet", "id": "1866000000000000001", "text": "Open."}})
    )
    assert own_tweets(told, SAID, NOTHING) == []
    (found,) = own_tweets(told, SAID, frozenset({"1866000000000000001"}))
    assert found.embed.text == "Open."


def test_description_of_the_page() -> None:
    """A SocialMediaPosting of JSON-LD is the article's, where its address is a tweet's."""
    posting = {
        "@type": "SocialMediaPosting",
        "url": URL,
        "articleBody": "The bridge &amp; the quay open.",
        "author": {"@type": "Person", "name": "Harbour"},
    }
    value = {
        "@type": "NewsArticle",
        "headline": "x",
        "hasPart": [posting, posting | {"url": "https://sada.example/1"}],
    }
    (found,) = own(value, kind="application/ld+json")
    assert (found.embed.text, found.embed.author_name) == ("The bridge & the quay open.", "Harbour")
    assert found.confidence < 1
    for other in ({"@type": "Claim", "url": URL}, {"@type": "Person", "sameAs": [URL]}):
        assert own({"@type": "NewsArticle", "about": other}, kind="application/ld+json") == []


@pytest.mark.parametrize(
    "text",
    [
        '"tweet":' + "[" * 100_000,
        ':"tweet"' + "={" * 300_000,
        '{"type":"tweet","a":' + "9" * 10_000 + "}",
        '{"type":"tweet","text":"\\ud800","url":"' + URL + '"}',
        "{" + ",".join(f'"k{n}":{{"type":"tweet"}}' for n in range(20_000)) + "}",
        '[{"html":"twitter-tweet <blockquote' + ">" * 100_000 + '"}]',
    ],
    ids=range(6),
)
def test_hostile_scripts(text: str) -> None:
    """Broken, deep and wide JSON ends soon, and what is read can be stored."""
    for kind in ("application/json", "application/ld+json", ""):
        tree = parse_html(
            f'<html><body><script type="{kind}">x = {text}</script><script type="{kind}">{text}</script>'
        )
        assert tree is not None
        before = process_time()
        for each in read_script_tweets(tree):
            (each.embed.text or "").encode()
        assert process_time() - before < 5


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
        st.sampled_from([URL, QUOTE, SAID, "tweet", "twitter", "SocialMediaPosting", "1866000000000000001"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["type", "@type", "id", "url", "html", "text", "author", "tweetId", "body"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=20,
)  # fmt: skip


@given(VALUES, st.sampled_from(["application/json", "application/ld+json"]))
@settings(max_examples=100, deadline=None)
def test_any_json(value: Any, kind: str) -> None:
    """Any type anywhere is read without failing; what is found names a tweet or its author."""
    for each in own_tweets(read_script_tweets(page([value, ":tweet twitter-tweet"], kind)), SAID, NOTHING):
        assert each.embed.tweet_id or each.embed.author_handle
