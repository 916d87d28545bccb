"""The forms of embedded tweets, as mark-up."""

import re

import lxml.html
import pytest

from flows.newsroom.embeds import FORMS, link_marks, render_tweet
from flows.newsroom.outlets import load_outlets
from flows.newsroom.site import Site
from flows.newsroom.tweets import load_tweets

EMBED = re.compile(r"\{tweet (\S+) (\S+)\}")
USES = [
    (outlet.slug, article, *found.groups())
    for outlet in load_outlets()
    for article in outlet.articles
    for block in article.body
    if (found := EMBED.fullmatch(block))
]
SELECTORS = {
    "tail": ".//blockquote[@class='twitter-tweet'][p]/p[last()][not(a[contains(@href, '/status/')])]/..",
    "paragraph": ".//figure//blockquote[count(p)=2]/p[2]/a[contains(@href, '/status/')]",
    "address": ".//figure/div[@class='wp-block-embed__wrapper'][not(*)]",
    "link": ".//blockquote[not(p)]/a[not(text())]",
    "deleted": ".//blockquote/a/span[@class='sr-only']",
    "paragraphs": ".//figure//blockquote[count(p)=3]",
    "nested": ".//blockquote/blockquote[@class='twitter-tweet']",
    "amp": ".//amp-twitter[@data-tweetid]",
    "widget": ".//twitterwidget[@data-tweet-id]",
    "div": ".//div[@data-tweet-id][not(*)]",
    "iframe": ".//div/iframe[contains(@src, 'platform.twitter.com/embed') and contains(@src, 'id=')]",
    "noscript": ".//div[@data-tweet-id]/noscript//blockquote",
}


def test_every_form_is_used() -> None:
    """Each form of REFERENCES stands in at least one article."""
    assert {form for *_, form in USES} == set(FORMS) == set(SELECTORS)


@pytest.mark.parametrize(
    ("outlet", "article", "name", "form"), USES, ids=[f"{use[2]}-{use[3]}" for use in USES]
)
def test_a_page_shows_its_tweet_in_the_form_it_says(
    outlet: str, article: object, name: str, form: str, night_1: Site
) -> None:
    """The page's mark-up is of that form and holds the tweet's id."""
    body = night_1[outlet, article.path].body  # type: ignore[attr-defined]
    tree = lxml.html.fromstring(body)
    assert tree.xpath(SELECTORS[form])
    assert load_tweets()[name].tweet_id.encode() in body


def test_the_arabic_example_ends_with_an_english_tweet() -> None:
    """The accord's article is Arabic, quotes several speakers, and its last block is an English tweet."""
    sahel = next(outlet for outlet in load_outlets() if outlet.slug == "sahel")
    article = sahel.articles[0]
    found = EMBED.fullmatch(article.body[-1])
    assert found is not None
    assert load_tweets()[found[1]].language == "en"
    assert sahel.language == "ar"
    assert "".join(article.body).count("«") >= 8


def test_marks_become_links_and_text_is_escaped() -> None:
    """Hashtags in any script, mentions and pictures are links; the rest is text."""
    made = link_marks("a <b> & #سوريا @some_one\npic.twitter.com/Ab1")
    assert "a &lt;b&gt; &amp; " in made
    assert made.count("<a href=") == 3
    assert "<br>" in made
    assert 'href="https://t.co/Ab1"' in made


def test_a_deleted_tweet_shows_the_notice_only() -> None:
    """What the tweet said is not in its embed."""
    made = render_tweet("embassy-claim", "deleted")
    assert "Tweet may have been deleted" in made
    assert load_tweets()["embassy-claim"].text[0] not in made
