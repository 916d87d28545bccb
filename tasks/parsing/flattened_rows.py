"""Rows of the tweets that stand flattened in a text: an article's, or that of a plain-text source."""

from collections.abc import Mapping

from tasks.parsing.flattened import Flattened, find_flattened
from tasks.parsing.tweet_urls import parse_tweet_url, tweet_address
from tasks.parsing.tweets import author_row, created, text_key
from tasks.parsing.version import EXTRACTOR_VERSION
from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Copy, Origin
from warehouse.tweet_rows import Tweet

KIND = "text"


def flattened_rows(
    text: str, origin: Origin, links: Mapping[str, tuple[str, ...]] | None = None
) -> list[tuple[Flattened, Copy]]:
    """Each flattened tweet of the text with its rows, in order.

    links, where the text came with any, are the addresses behind each text that is a link: the date label's
    names the tweet.
    """
    return [(found, _copy(found, text, origin, links or {})) for found in find_flattened(text)]


def _copy(found: Flattened, text: str, origin: Origin, links: Mapping[str, tuple[str, ...]]) -> Copy:
    words = text[found.text_start : found.text_end] or None
    handle = found.author_handle
    named = (parse_tweet_url(url) for url in links.get(" ".join(found.label.split()), ()))
    own = (each.tweet_id for each in named if each and (each.handle or "").lower() == handle.lower())
    tweet_id = next(own, None)
    at, source, precision = created(tweet_id, [found.label])
    rank = ranks.FLATTENED if words else ranks.ADDRESS_ONLY
    tweet = Tweet(
        **origin.lineage,
        tweet_key=tweet_id or text_key(handle, words),
        source=origin.source,
        observed_at=origin.observed_at,
        tweet_id=tweet_id,
        url=tweet_address(tweet_id, handle) if tweet_id else None,
        author_handle=handle,
        author_name=found.author_name,
        text=words,
        language=None,
        created_at=at,
        created_source=source,
        created_precision=precision,
        availability="unknown",
        source_kind=KIND,
        completeness=rank,
        confidence=found.confidence,
        extractor_version=EXTRACTOR_VERSION,
    )
    return Copy(tweet=tweet, author=author_row(handle, found.author_name, KIND, rank, origin))
