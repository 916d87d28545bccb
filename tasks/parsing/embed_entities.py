"""The hashtags, mentions and links that an embed shows, with their places in the tweet's text."""

from collections.abc import Iterator, Sequence
from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

from tasks.parsing.embed_text import Anchor
from warehouse.tweet_rows import TweetEntity

SHORTENER = "t.co"
MAX_URL_CHARS = 2048
_KINDS = {"#": "hashtag", "＃": "hashtag", "$": "cashtag", "@": "mention", "＠": "mention"}


def embed_entities(
    anchors: Sequence[Anchor], text: str, tweet_key: str, lineage: dict[str, Any]
) -> list[TweetEntity]:
    """One row for each link of the embed that stands in the text, in order; `lineage` are the page's."""
    found = list(_placed(anchors, text))
    return [
        TweetEntity(**lineage, tweet_key=tweet_key, ord=number, start=start, end=end, **said)
        for number, (start, end, said) in enumerate(found)
    ]


def _placed(anchors: Sequence[Anchor], text: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    last = 0
    for anchor in anchors:
        shown = normalize("NFC", anchor.shown)
        start = text.find(shown, last) if shown else -1
        said = _said(anchor.href.strip(), shown) if start >= 0 else None
        if said:
            last = start + len(shown)
            yield start, last, said


def _said(href: str, shown: str) -> dict[str, Any] | None:
    """What one link says, as columns; None where it is neither a mark nor an address."""
    kind = _KINDS.get(shown[0])
    if kind and len(shown) > 1:
        return {"kind": kind, "text": shown[1:]}
    try:
        parts = urlsplit(href) if len(href) <= MAX_URL_CHARS else urlsplit("")
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    if host == SHORTENER:
        short = f"https://{SHORTENER}{parts.path}"
        return {"kind": "url", "text": short, "url_display": shown}
    return {"kind": "url", "text": shown, "url_expanded": href, "url_display": shown}
