"""What one embed says of itself."""

import pytest
from lxml import html

from tasks.parsing.embed_quotes import Quote, read_quote

LINK = '<a href="https://twitter.com/harbour_news/status/1865941871443546566?ref_src=twsrc">{}</a>'


def read(markup: str) -> Quote:
    """The quote inside a blockquote with this content."""
    return read_quote(html.fromstring(f'<blockquote class="twitter-tweet">{markup}</blockquote>'))


@pytest.mark.parametrize(
    "markup",
    [
        '<p lang="en">The bridge — at last — opens.</p>&mdash; Harbour News (@harbour_news) ' + LINK,
        '<p lang="en">The bridge — at last — opens.</p>\n<p>— Harbour   News (@harbour_news) '
        + LINK
        + "</p>",
        '<p lang="en">The bridge — at last — opens.<br>— Harbour News (@harbour_news) ' + LINK + "</p>",
        "<p>— Harbour News (@harbour_news) " + LINK + '</p><p lang="en">The bridge — at last — opens.</p>',
        '<p lang="en">The bridge — at last — opens.</p><p>Harbour News (@harbour_news) ' + LINK + "</p>",
    ],
)
def test_attribution_wherever_it_stands(markup: str) -> None:
    """Name, handle and date are read from the tail, a second paragraph, the same one, or before the text."""
    quote = read(markup.format("December 8, 2024"))
    assert quote.text == "The bridge — at last — opens."
    assert (quote.name, quote.handle, quote.label) == ("Harbour News", "harbour_news", "December 8, 2024")


def test_arabic_embed() -> None:
    """An Arabic embed keeps its name, its digits and its hashtags as shown."""
    quote = read(
        '<p lang="ar" dir="rtl">افتتح الجسر اليوم <a href="https://twitter.com/hashtag/x">#الجسر</a><br>'
        '<a href="https://t.co/abc">pic.twitter.com/abc</a></p>&mdash; أخبار الميناء (@harbour_news) '
        + LINK.format("٨ ديسمبر ٢٠٢٤")
    )
    assert quote.text == "افتتح الجسر اليوم #الجسر\npic.twitter.com/abc"
    assert (quote.name, quote.label, quote.language) == ("أخبار الميناء", "٨ ديسمبر ٢٠٢٤", "ar")


def test_several_paragraphs_are_one_text() -> None:
    """All paragraphs before the attribution are the text."""
    quote = read(
        "<p>one</p><p>two</p><p>— Harbour News (@harbour_news) " + LINK.format("May 1, 2024") + "</p>"
    )
    assert quote.text == "one\n\ntwo"


def test_quoted_tweet_is_left_out() -> None:
    """The text, author and address are those of the outer tweet."""
    inner = (
        '<blockquote class="twitter-tweet"><p lang="fr">dedans</p>— In (@inner) '
        '<a href="https://x.com/inner/status/222">1 mai 2024</a></blockquote>'
    )
    quote = read(
        f'<p lang="en">outside</p>{inner}— Harbour News (@harbour_news) {LINK.format("May 2, 2024")}'
    )
    assert (quote.text, quote.handle, quote.language) == ("outside", "harbour_news", "en")
    assert quote.address is not None
    assert quote.address.tweet_id == "1865941871443546566"


@pytest.mark.parametrize(
    "shown", ["", "https://twitter.com/harbour_news/status/1865941871443546566", "View on X"]
)
def test_address_only(shown: str) -> None:
    """A link alone gives address and handle, and neither text nor date."""
    quote = read(LINK.format(shown))
    assert (quote.text, quote.label, quote.handle, quote.deleted) == (None, None, "harbour_news", False)


@pytest.mark.parametrize(
    "shown",
    ["Tweet may have been deleted<span class='sr-only'>(opens in a new tab)</span>", "تم حذف هذه التغريدة"],
)
def test_placeholder_is_not_the_text(shown: str) -> None:
    """A placeholder says that the tweet is gone and is never its text."""
    for markup in (LINK.format(shown), f"<p>{shown}</p>" + LINK.format("")):
        quote = read(markup)
        assert (quote.text, quote.label, quote.deleted) == (None, None, True)


def test_a_tweet_about_deleted_tweets_is_a_tweet() -> None:
    """An attributed text that begins like a placeholder is a text."""
    quote = read(
        "<p>This tweet has been deleted</p>— Harbour News (@harbour_news) " + LINK.format("May 1, 2024")
    )
    assert (quote.text, quote.deleted) == ("This tweet has been deleted", False)


def test_attribution_without_a_link() -> None:
    """Without any link the handle and what follows it are still read."""
    quote = read("<p>The bridge opens.</p>— Harbour News (@harbour_news) December 8, 2024")
    assert (quote.text, quote.handle, quote.label) == (
        "The bridge opens.",
        "harbour_news",
        "December 8, 2024",
    )
    assert quote.address is None


def test_text_without_attribution() -> None:
    """The handle of the address stands in for a missing attribution."""
    quote = read("<p>The bridge opens.</p>" + LINK.format(""))
    assert (quote.text, quote.handle, quote.name, quote.attributed) == (
        "The bridge opens.",
        "harbour_news",
        None,
        False,
    )


def test_swallowed_text_is_noticed() -> None:
    """More text after the attribution than an embed has says that the quote was never closed."""
    rest = "<p>" + "The council met on Sunday. " * 5 + "</p>"
    attributed = "<p>Text.</p>— Harbour News (@harbour_news) " + LINK.format("May 1, 2024")
    assert read(attributed + rest).swallowed
    assert not read(attributed + "<p>(via X)</p>").swallowed
