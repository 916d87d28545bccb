"""Forms of embeds."""

import pytest
from lxml import html

from tasks.parsing.embed_forms import Form, recognise

ID = "1865941871443546566"
COPY = (
    '<blockquote class="twitter-tweet"><p lang="en">The bridge opens.</p>— Harbour (@harbour_news) '
    f'<a href="https://x.com/harbour_news/status/{ID}">May 1, 2024</a></blockquote>'
)


def form_of(markup: str) -> Form | None:
    """The form of the first element of the markup."""
    return recognise(
        html.fromstring(f"<html><body><article>{markup}</article></body></html>").find(".//article")[0]
    )


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        (COPY, "blockquote"),
        (COPY.replace("twitter-tweet", "tw-align-center twitter-video"), "blockquote"),
        (
            f'<blockquote data-tweetid="{ID}"><a href="https://x.com/harbour_news/status/{ID}"></a></blockquote>',
            "blockquote",
        ),
        (f'<amp-twitter data-tweetid="{ID}"><i-sizer></i-sizer></amp-twitter>', "amp"),
        (f'<amp-twitter data-tweetid="https://twitter.com/harbour_news/status/{ID}"></amp-twitter>', "amp"),
        (f'<twitterwidget class="twitter-tweet" data-tweet-id="{ID}"></twitterwidget>', "widget"),
        (f'<div class="lazy" data-tweet-id="{ID}"><p>Loading …</p></div>', "widget"),
        (f'<div data-tweet-id="{ID}"><noscript>{COPY}</noscript></div>', "widget"),
        (
            f'<iframe src="https://platform.twitter.com/embed/Tweet.html?dnt=true&amp;id={ID}&amp;lang=ar"></iframe>',
            "iframe",
        ),
        (f'<iframe data-src="//platform.x.com/embed/index.html?id={ID}"></iframe>', "iframe"),
        (f'<iframe data-tweet-id="{ID}"></iframe>', "iframe"),
        (
            f'<iframe src="https://twitframe.com/show?url=https%3A%2F%2Fx.com%2Fa%2Fstatus%2F{ID}"></iframe>',
            "iframe",
        ),
        (f"<p>https://x.com/harbour_news/status/{ID}</p>", "link"),
        (f'<oembed url="https://x.com/harbour_news/status/{ID}"></oembed>', "widget"),
        (f'<div data-oembed-url="https://x.com/harbour_news/status/{ID}"></div>', "widget"),
        (f'<div tml-embed-src="https://x.com/harbour_news/status/{ID}"></div>', "widget"),
        (
            f'<div class="social-embed" data-href="https://x.com/harbour_news/status/{ID}?s=2"></div>',
            "widget",
        ),
        (f'<div data-embed-type="tweet" data-src="https://x.com/harbour_news/status/{ID}"></div>', "widget"),
    ],
)
def test_every_form_names_its_tweet(markup: str, kind: str) -> None:
    """Each form of markup is recognised and gives the id."""
    form = form_of(markup)
    assert form is not None
    assert form.address is not None
    assert (form.kind, form.address.tweet_id) == (kind, ID)


@pytest.mark.parametrize(
    "markup",
    [
        '<a class="twitter-timeline" href="https://twitter.com/harbour_news">Posts</a>',
        '<blockquote class="twitter-timeline"><p>Posts</p></blockquote>',
        '<blockquote class="twitter-tweet"><p>A pull quote in borrowed clothes.</p></blockquote>',
        '<blockquote class="twitter-tweet"></blockquote>',
        "<blockquote><p>An ordinary quote.</p></blockquote>",
        f'<a class="share" data-tweet-id="{ID}">Share</a>',
        f'<div class="social-share" data-url="https://x.com/harbour_news/status/{ID}"></div>',
        f'<div class="card" data-href="https://x.com/harbour_news/status/{ID}"></div>',
        f'<div data-embed-type="tweet" data-src="https://x.com/harbour_news/status/{ID}">{COPY}</div>',
        '<div data-tweet-id="{{ id }}"></div>',
        f'<div data-tweet-id="{ID}"><p>' + "Words of the article itself. " * 9 + "</p></div>",
        '<iframe src="https://platform.twitter.com/widgets/follow_button.html?id=x"></iframe>',
        f'<iframe src="https://player.example.org/embed?id={ID}"></iframe>',
        '<iframe src="https://[broken?id=1"></iframe>',
    ],
)
def test_what_is_not_a_tweet(markup: str) -> None:
    """Timelines, share buttons, other players and other quotes are left alone."""
    assert form_of(markup) is None


def test_text_shown_while_loading_is_not_the_text() -> None:
    """What a widget says until its script runs is no tweet; its copy for readers without scripts is."""
    loading, copied = (form_of(f'<div data-tweet-id="{ID}">{inner}</div>') for inner in ("Loading", COPY))
    assert loading is not None
    assert copied is not None
    assert (loading.quote.text, copied.quote.text) == (None, "The bridge opens.")
