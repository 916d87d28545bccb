"""Tweets that only a page's JSON tells of: JSON-LD postings, and embeds in the state its scripts draw from.

State holds much that is not the article: settings, share buttons, other articles. An object counts as an
embedded tweet only where it names one and says that it is a tweet, and where a paragraph beside it is one
of the article's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from lxml.html import HtmlElement

from tasks.parsing.document import parse_html
from tasks.parsing.embeds import Embed, lift_tweets
from tasks.parsing.page_state import read_state
from tasks.parsing.structured import node_types
from tasks.parsing.trimming import squeezed
from tasks.parsing.tweet_urls import TweetUrl, parse_tweet_url, tweet_address
from tasks.parsing.x.shapes import digits
from tasks.parsing.x.texts import clean

KIND = "script"
BY_MARKUP, BY_DESCRIPTION, BY_NAME = 0.8, 0.8, 0.6
MAX_VALUES = 200_000
MAX_FOUND = 200
MAX_MARKUP_CHARS = 300_000
MAX_BESIDE = 40
BESIDE_CHARS = 60
MIN_SAME = 30
MIN_ID_CHARS = 15
MAX_TEXT_CHARS = 25_000

_NAMES = frozenset({
    "type", "_type", "@type", "__typename", "subtype", "kind", "component", "provider", "provider_name",
    "providername", "embedtype", "embed_type", "service", "source", "variant", "contenttype", "content_type",
})  # fmt: skip
_NAMES_A_TWEET = re.compile(
    r"(?:embed|oembed|social|media|block|element|component|core|article|body|content|story)?[-_/: ]?"
    r"(?:tweet|twitter|twitter[-_]?tweet|x[-_]?post)"
    r"[-_/: ]?(?:embed|oembed|post|status|block|element|component|content)?s?",
    re.IGNORECASE,
)
_ID_KEYS = frozenset({"tweetid", "tweet_id", "tweet-id", "tweetidstr", "statusid", "status_id"})
_PLAIN_ID_KEYS = frozenset({"id", "id_str", "_id"})
_OTHERS = re.compile(
    r"shar(?:e|ing)|social_?links|related|recommend|promo|sidebar|footer|header|nav|menu|author|byline|profile|"
    r"follow|latest|trending|popular|config|setting|translation|i18n|locale|comment|read_?more|timeline",
    re.IGNORECASE,
)
_PIECE = re.compile(r"<[^<>]{0,500}>|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptTweet:
    """One tweet told of; beside are texts that stand near it (None: it describes the page itself)."""

    embed: Embed
    confidence: float
    beside: tuple[str, ...] | None


def read_script_tweets(tree: HtmlElement) -> list[ScriptTweet]:
    """All candidates of a page whose scripts are still there."""
    found: list[ScriptTweet] = []
    for value, is_description in read_state(tree):
        for each in _walk(value, is_description):
            found.append(each)
            if len(found) >= MAX_FOUND:
                return found
    return found


def own_tweets(candidates: Sequence[ScriptTweet], text: str, known: frozenset[str]) -> list[ScriptTweet]:
    """The candidates that are the article's: known by their id, or beside a paragraph of its text."""
    if not candidates:
        return []
    article = squeezed(text)
    return [each for each in candidates if _is_known(each, known) or _is_beside(each, article)]


def _is_known(each: ScriptTweet, known: frozenset[str]) -> bool:
    return each.embed.tweet_id in known


def _is_beside(each: ScriptTweet, article: str) -> bool:
    if each.beside is None:
        return True
    return any(len(text) >= MIN_SAME and text in article for text in map(squeezed, each.beside))


def _walk(root: Any, is_description: bool) -> Iterator[ScriptTweet]:
    """Every object in document order that is an embedded tweet, or holds one in its markup."""
    stack: list[tuple[Any, Sequence[Any], int]] = [(root, (), 0)]
    for _ in range(MAX_VALUES):
        if not stack:
            return
        value, around, place = stack.pop()
        if isinstance(value, dict):
            if embed := _described(value) if is_description else None:
                yield ScriptTweet(embed=embed, confidence=BY_DESCRIPTION, beside=None)
                continue
            told = None if is_description else list(_told(value))
            if told:
                beside = tuple(_texts_beside(around, place))
                yield from (replace(each, beside=(*beside, *(each.beside or ()))) for each in told)
                continue
            inner = [(v, around, place) for k, v in value.items() if not _OTHERS.search(k)]
        elif isinstance(value, list):
            alone = len(value) == 1
            inner = [(v, around, place) if alone else (v, value, n) for n, v in enumerate(value)]
        else:
            continue
        stack.extend((v, a, p) for v, a, p in reversed(inner) if isinstance(v, dict | list))


def _described(node: dict[str, Any]) -> Embed | None:
    """A schema.org SocialMediaPosting whose address is a tweet's."""
    if "SocialMediaPosting" not in node_types(node):
        return None
    stated = (node.get(name) for name in ("url", "@id", "sharedContent", "mainEntityOfPage"))
    address = next(filter(None, (parse_tweet_url(v) for v in stated if isinstance(v, str))), None)
    if address is None:
        return None
    author = node.get("author")
    name = _words(author if isinstance(author, dict) else {"name": author}, ("name",))
    return _embed(address, _words(node, ("articleBody", "text")), name)


def _told(value: dict[str, Any]) -> Iterator[ScriptTweet]:
    """The tweets of an object: those of its markup, else the one that it names."""
    called = _is_called_a_tweet(value)
    wrapped = [inner for inner in value.values() if called and isinstance(inner, dict)]
    texts = [text for each in (value, *wrapped) for text in each.values() if isinstance(text, str)]
    markup = [text for text in texts if "twitter-tweet" in text]
    for piece in markup[:20]:
        yield from _in_markup(piece)
    if markup or not (called or any(name.lower() in _ID_KEYS for name in value)):
        return
    if address := _address(value):
        text = _words(value, ("full_text", "fullText", "tweetText", "text"))
        name = _words(value, ("author_name", "authorName"))
        yield ScriptTweet(embed=_embed(address, text, name), confidence=BY_NAME, beside=())


def _in_markup(markup: str) -> Iterator[ScriptTweet]:
    tree = parse_html(markup) if "<blockquote" in markup and len(markup) <= MAX_MARKUP_CHARS else None
    if tree is None:
        return
    found = lift_tweets(tree)
    beside = tuple(_pieces("\n".join(map(str, tree.itertext()))))
    for embed in found:
        yield ScriptTweet(embed=replace(embed, kind=KIND), confidence=BY_MARKUP, beside=beside)


def _is_called_a_tweet(value: dict[str, Any]) -> bool:
    return any(
        isinstance(said, str) and len(said) < 40 and k.lower() in _NAMES and _NAMES_A_TWEET.fullmatch(said)
        for k, said in value.items()
    )


def _address(value: dict[str, Any]) -> TweetUrl | None:
    """The address or the id, in the object or one level below it."""
    below = (item for inner in value.values() if isinstance(inner, dict) for item in inner.items())
    said = list(islice(chain(value.items(), below), 200))
    for _, text in said:
        if isinstance(text, str) and (address := parse_tweet_url(text)):
            return address
    for key, number in said:
        known = digits(number) if key.lower() in _ID_KEYS | _PLAIN_ID_KEYS else None
        if known and len(known) >= MIN_ID_CHARS:
            return TweetUrl(tweet_id=known, handle=None)
    return None


def _embed(address: TweetUrl, text: str | None, name: str | None) -> Embed:
    return Embed(
        number=-1,
        kind=KIND,
        tweet_id=address.tweet_id,
        url=tweet_address(address.tweet_id, address.handle),
        author_handle=address.handle,
        author_name=name,
        text=text,
        label=None,
        language=None,
        deleted=False,
    )


def _words(value: dict[str, Any], names: Sequence[str]) -> str | None:
    said = (value.get(name) for name in names)
    texts = (clean(text).strip() for text in said if isinstance(text, str) and len(text) < MAX_TEXT_CHARS)
    return next(filter(None, texts), None)


def _texts_beside(around: Sequence[Any], place: int) -> Iterator[str]:
    """Texts of the list's nearest items, a bounded number of values deep."""
    stack: list[Any] = list(reversed(around[max(0, place - 6) : place + 7]))
    found, left = 0, 500
    while stack and left and found < MAX_BESIDE:
        left -= 1
        value = stack.pop()
        if isinstance(value, dict):
            stack.extend(v for k, v in value.items() if not _OTHERS.search(k))
        elif isinstance(value, list):
            stack.extend(value[:20])
        elif isinstance(value, str) and len(value) >= MIN_SAME:
            for piece in _pieces(value):
                found += 1
                yield piece


def _pieces(text: str) -> Iterator[str]:
    """Beginnings of the runs of words in a text with or without markup."""
    for number, piece in enumerate(_PIECE.split(text[:20_000])):
        if number >= MAX_BESIDE:
            return
        if len(piece.strip()) >= MIN_SAME:
            yield piece.strip()[:BESIDE_CHARS]
