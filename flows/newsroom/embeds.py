"""The forms in which outlets embed a tweet, with the mark-up of real pages."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote

from flows.newsroom.tweets import Tweet, load_tweets

SCRIPT = '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
MARKS = re.compile(r"#\w+|@\w+|pic\.twitter\.com/\w+")


def render_tweet(name: str, form: str) -> str:
    """The tweet of that name as HTML in that form (a key of FORMS)."""
    return FORMS[form](load_tweets()[name])


def link_marks(text: str) -> str:
    """Escaped text with hashtags, mentions and pictures as links, line ends as `<br>`."""
    parts, end = [], 0
    for mark in MARKS.finditer(text):
        parts += [escape(text[end : mark.start()]), link_mark(mark.group())]
        end = mark.end()
    return "".join([*parts, escape(text[end:])]).replace("\n", "<br>")


def link_mark(mark: str) -> str:
    """One hashtag, mention or picture as the link an embed makes of it."""
    if mark[0] == "#":
        href = f"https://twitter.com/hashtag/{quote(mark[1:])}?src=hash&ref_src=twsrc%5Etfw"
    elif mark[0] == "@":
        href = f"https://twitter.com/{mark[1:]}?ref_src=twsrc%5Etfw"
    else:
        href = f"https://t.co/{mark.rpartition('/')[2]}"
    return f'<a href="{escape(href)}">{escape(mark)}</a>'


def paragraphs(tweet: Tweet) -> str:
    """The tweet's text, one `<p>` each."""
    direction = "rtl" if tweet.language in ("ar", "fa") else "ltr"
    opening = f'<p lang="{tweet.language}" dir="{direction}">'
    return "".join(f"{opening}{link_marks(part)}</p>" for part in tweet.text)


def attribution(tweet: Tweet) -> str:
    """Author, handle and dated link."""
    href = escape(f"{tweet.url}?ref_src=twsrc%5Etfw")
    return f'&mdash; {escape(tweet.author)} (@{tweet.handle}) <a href="{href}">{escape(tweet.label)}</a>'


def as_tail(tweet: Tweet) -> str:
    """Attribution after the paragraph, as X's own embed code."""
    return f'<blockquote class="twitter-tweet">{paragraphs(tweet)}{attribution(tweet)}</blockquote> {SCRIPT}'


def as_paragraph(tweet: Tweet) -> str:
    """Attribution in a paragraph of its own, as WordPress writes it."""
    quoted = f'<blockquote class="twitter-tweet" data-width="550" data-dnt="true">{paragraphs(tweet)}'
    return wordpress(f"{quoted}<p>{attribution(tweet)}</p></blockquote>{SCRIPT}")


def as_address(tweet: Tweet) -> str:
    """WordPress with the embed never resolved: the address as text."""
    return wordpress(f"\n{escape(tweet.url)}\n")


def wordpress(inner: str) -> str:
    """WordPress's wrapper of an embed."""
    kinds = "wp-block-embed is-type-rich is-provider-twitter wp-block-embed-twitter"
    return f'<figure class="{kinds}"><div class="wp-block-embed__wrapper">{inner}</div></figure>'


def as_link(tweet: Tweet) -> str:
    """An address and no text."""
    return f'<blockquote class="twitter-tweet"><a href="{escape(tweet.url)}"></a></blockquote>'


def as_deleted(tweet: Tweet) -> str:
    """What is left of a deleted one: a notice, which is not the tweet's text."""
    notice = 'Tweet may have been deleted\n<span class="sr-only">(opens in a new tab)</span>'
    link = (
        f'<a class="text-gray-600" href="{escape(tweet.url)}" target="_blank" rel="noopener">\n{notice}\n</a>'
    )
    return f'<blockquote class="twitter-tweet">\n{link}\n</blockquote>'


def as_nested(tweet: Tweet) -> str:
    """A tweet that quotes another, the quoted one inside it."""
    inner = load_tweets()[tweet.quotes or ""]
    quoted = f'<blockquote class="twitter-tweet">{paragraphs(inner)}{attribution(inner)}</blockquote>'
    inside = f"{paragraphs(tweet)}{quoted}{attribution(tweet)}"
    return f'<blockquote class="twitter-tweet">{inside}</blockquote>{SCRIPT}'


def as_amp(tweet: Tweet) -> str:
    """AMP's element."""
    size = 'layout="responsive" width="500" height="600"'
    return f'<amp-twitter {size} data-tweetid="{tweet.tweet_id}"></amp-twitter>'


def as_widget(tweet: Tweet) -> str:
    """The custom element X's script once put in place."""
    attributes = f'class="twitter-tweet twitter-tweet-rendered" data-tweet-id="{tweet.tweet_id}"'
    return f'<twitterwidget id="twitter-widget-0" {attributes}></twitterwidget>'


def as_div(tweet: Tweet) -> str:
    """A place-holder that the site's own script fills."""
    return f'<div class="js-tweet" data-tweet-id="{tweet.tweet_id}"></div>'


def as_iframe(tweet: Tweet) -> str:
    """A saved page: the frame X's script made."""
    source = (
        f"https://platform.twitter.com/embed/Tweet.html?dnt=false&id={tweet.tweet_id}&lang={tweet.language}"
    )
    frame = f'<iframe id="twitter-widget-1" title="Twitter Tweet" src="{escape(source)}"></iframe>'
    return f'<div class="twitter-tweet twitter-tweet-rendered">{frame}</div>'


def as_noscript(tweet: Tweet) -> str:
    """A lazy place-holder with the text in `noscript`."""
    opening = f'<div class="embed-container tweet-embed lazyload" data-tweet-id="{tweet.tweet_id}">'
    return f"{opening}<noscript>{as_tail(tweet)}</noscript></div>"


FORMS: dict[str, Callable[[Tweet], str]] = {
    "tail": as_tail,
    "paragraph": as_paragraph,
    "address": as_address,
    "link": as_link,
    "deleted": as_deleted,
    "paragraphs": as_paragraph,
    "nested": as_nested,
    "amp": as_amp,
    "widget": as_widget,
    "div": as_div,
    "iframe": as_iframe,
    "noscript": as_noscript,
}
