"""What one embed in a page says of a tweet and its account, as rows."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from tasks.parsing.embed_entities import embed_entities
from tasks.parsing.embeds import Embed
from tasks.parsing.snowflake import snowflake_time
from tasks.parsing.tweet_labels import parse_label_date
from tasks.parsing.version import EXTRACTOR_VERSION
from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Copy, Origin
from warehouse.keys import key
from warehouse.tweet_rows import Tweet, TweetAuthor

Created = tuple[datetime | None, str | None, str | None]


def embed_copy(embed: Embed, origin: Origin, confidence: float) -> Copy:
    """The rows of one embed.

    An embed shows what was published when it was embedded, so whether the tweet is still there is unknown
    unless the embed says that it is gone.
    """
    name, rank = tweet_key(embed), completeness(embed)
    at, source, precision = created(embed.tweet_id, [embed.label])
    tweet = Tweet(
        **origin.lineage,
        tweet_key=name,
        source=origin.source,
        observed_at=origin.observed_at,
        tweet_id=embed.tweet_id,
        url=embed.url,
        author_handle=embed.author_handle,
        author_name=embed.author_name,
        text=embed.text,
        text_truncated=True if is_cut(embed) else None,
        language=embed.language,
        created_at=at,
        created_source=source,
        created_precision=precision,
        availability="deleted" if embed.deleted else "unknown",
        source_kind=embed.kind,
        completeness=rank,
        confidence=confidence,
        extractor_version=EXTRACTOR_VERSION,
    )
    return Copy(
        tweet=tweet,
        author=author_row(embed.author_handle, embed.author_name, embed.kind, rank, origin),
        entities=embed_entities(embed.anchors, embed.text or "", name, origin.lineage),
    )


def author_row(
    handle: str | None, name: str | None, kind: str, rank: int, origin: Origin
) -> TweetAuthor | None:
    """The account that a page names; None where it gives no handle."""
    if not handle:
        return None
    return TweetAuthor(
        **origin.lineage,
        author_key=f"@{handle.lower()}",
        observed_at=origin.observed_at,
        author_id=None,
        handle=handle,
        name=name,
        source_kind=kind,
        completeness=rank,
    )


def tweet_key(embed: Embed) -> str:
    """The id, else a hash of author and text."""
    return embed.tweet_id or text_key(embed.author_handle, embed.text)


def text_key(handle: str | None, text: str | None) -> str:
    """The key of a tweet whose id is not known."""
    return key(handle or "", text or "")


def completeness(embed: Embed) -> int:
    """Rank among copies of one tweet, higher is better."""
    if not embed.text:
        return ranks.ADDRESS_ONLY
    return ranks.TRUNCATED if is_cut(embed) else ranks.EMBED


def is_cut(embed: Embed) -> bool:
    """Whether the text is the beginning of a long post: X's embed code ends it with an ellipsis."""
    return embed.text is not None and embed.text.endswith("…")


def created(tweet_id: str | None, labels: Iterable[str | None]) -> Created:
    """Time, source and precision: from the id, else the day of the first label that is a date."""
    if at := snowflake_time(tweet_id):
        return at, "snowflake", "second"
    if day := next(filter(None, map(parse_label_date, labels)), None):
        return datetime.combine(day, time(), UTC), "label", "day"
    return None, None, None
