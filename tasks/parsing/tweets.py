"""Rows of the tweets an article shows."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time

from tasks.parsing.body import Place
from tasks.parsing.context import Context
from tasks.parsing.embeds import Embed
from tasks.parsing.snowflake import snowflake_time
from tasks.parsing.tweet_labels import parse_label_date
from tasks.parsing.version import EXTRACTOR_VERSION
from warehouse.keys import key
from warehouse.tweet_rows import ArticleTweet, Tweet

# ranks of an embed among copies of one tweet: below what X's own services send (40 and more),
# text read from a page beside a bare address
WITH_TEXT = 30
ADDRESS_ONLY = 10
FROM_MARKUP = 1.0

Created = tuple[datetime | None, str | None, str | None]


def tweet_rows(
    embeds: Iterable[Embed], places: Mapping[int, Place], context: Context
) -> tuple[list[Tweet], list[ArticleTweet]]:
    """One Tweet for each tweet of the page and one ArticleTweet for each time it is shown, in order."""
    shown = sorted(embeds, key=lambda embed: embed.number)
    copies: dict[str, list[Embed]] = {}
    for embed in shown:
        copies.setdefault(tweet_key(embed), []).append(embed)
    tweets = [_tweet(name, same, context) for name, same in copies.items()]
    return tweets, [_shown(embed, places.get(embed.number), context) for embed in shown]


def tweet_key(embed: Embed) -> str:
    """The id, else a hash of author and text."""
    return embed.tweet_id or key(embed.author_handle or "", embed.text or "")


def completeness(embed: Embed) -> int:
    """Rank among copies of one tweet, higher is better."""
    return WITH_TEXT if embed.text else ADDRESS_ONLY


def created(tweet_id: str | None, labels: Iterable[str | None]) -> Created:
    """Time, source and precision: from the id, else the day of the first label that is a date."""
    if at := snowflake_time(tweet_id):
        return at, "snowflake", "second"
    if day := next(filter(None, map(parse_label_date, labels)), None):
        return datetime.combine(day, time(), UTC), "label", "day"
    return None, None, None


def _tweet(name: str, copies: list[Embed], context: Context) -> Tweet:
    """What the copies on one page say together; of two values the fuller copy's is kept.

    An embed shows what was published when it was embedded, so whether the tweet is still there is
    unknown unless a copy says that it is deleted.
    """
    ranked = sorted(
        copies, key=lambda embed: (completeness(embed), embed.author_handle is not None), reverse=True
    )
    best = ranked[0]
    at, source, precision = created(best.tweet_id, [embed.label for embed in ranked])
    return Tweet(
        tweet_key=name,
        page_id=context.page_id,
        run_id=context.run_id,
        date=context.date,
        source=context.source,
        observed_at=context.fetched_at,
        tweet_id=best.tweet_id,
        url=_first(embed.url for embed in ranked),
        author_handle=_first(embed.author_handle for embed in ranked),
        author_name=_first(embed.author_name for embed in ranked),
        text=best.text,
        language=_first(embed.language for embed in ranked),
        created_at=at,
        created_source=source,
        created_precision=precision,
        availability="deleted" if any(embed.deleted for embed in copies) else "unknown",
        source_kind=best.kind,
        completeness=completeness(best),
        extractor_version=EXTRACTOR_VERSION,
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _shown(embed: Embed, place: Place | None, context: Context) -> ArticleTweet:
    return ArticleTweet(
        article_id=context.article_id,
        page_id=context.page_id,
        run_id=context.run_id,
        date=context.date,
        ord=embed.number,
        tweet_key=tweet_key(embed),
        embed_kind=embed.kind,
        char_offset=place.char_offset if place else None,
        paragraph=place.paragraph if place else None,
        confidence=FROM_MARKUP,
    )
