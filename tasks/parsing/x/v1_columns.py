"""What a status says beside its words: its time, its client, what it answers or repeats, its counts."""

import html
import re
from datetime import datetime
from typing import Any

from tasks.parsing.snowflake import snowflake_time
from tasks.parsing.tweet_urls import parse_tweet_url
from tasks.parsing.x.shapes import flag, instant, milliseconds, record, whole
from tasks.parsing.x.v1_reading import Reading, as_address, as_codes, as_handle, as_language, as_words
from warehouse.tweet_rows import TweetCounts

MAX_CLIENT_CHARS = 1_500

_CLIENT = re.compile(r'<a\s[^<>]{0,200}?href="([^"<>]{1,500})"[^<>]{0,200}>([^<>]{0,300})</a>')
_COUNTS = {
    "retweets": "retweet_count", "replies": "reply_count", "likes": "favorite_count",
    "quotes": "quote_count", "bookmarks": "bookmark_count",
}  # fmt: skip


def said_columns(status: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The columns that need nothing but a name."""
    client_name, client_url = client_of(reading.take(status, "source", as_words))
    return {
        "language": reading.take(status, "lang", as_language),
        "conversation_id": reading.take_id(status, "conversation_id"),
        "in_reply_to_tweet_id": reading.take_id(status, "in_reply_to_status_id"),
        "in_reply_to_user_id": reading.take_id(status, "in_reply_to_user_id"),
        "in_reply_to_handle": reading.take(status, "in_reply_to_screen_name", as_handle),
        "possibly_sensitive": reading.take(status, "possibly_sensitive", flag),
        "client_name": client_name,
        "client_url": client_url,
        "withheld_countries": reading.take(status, "withheld_in_countries", as_codes) or (),
        "withheld_scope": reading.take(status, "withheld_scope", as_words),
        "withheld_copyright": reading.take(status, "withheld_copyright", flag),
    }


def client_of(source: str | None) -> tuple[str | None, str | None]:
    """Name and address of the application in `<a href="…">name</a>`; of `web` the name."""
    found = _CLIENT.fullmatch((source or "")[:MAX_CLIENT_CHARS].strip())
    if found:
        return as_words(found[2]), as_address(html.unescape(found[1]))
    return (source, None) if source and "<" not in source else (None, None)


def created_columns(status: dict[str, Any], tweet_id: str, reading: Reading) -> dict[str, Any]:
    """When it was posted: as told, else the time in its id."""
    at: datetime | None = reading.take(status, "created_at", instant)
    at = at or reading.take(status, "timestamp_ms", milliseconds)
    source = "api" if at else "snowflake"
    at = at or snowflake_time(tweet_id)
    return {
        "created_at": at,
        "created_source": source if at else None,
        "created_precision": "second" if at else None,
    }


def reference_columns(status: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The tweet it repeats, or the one it quotes.

    v1.1 copies the quote of a repeated tweet to the retweet; it is left to the tweet that quotes.
    """
    quiet = Reading(gathered=reading.gathered, quiet=True)
    if repeated := record(status.get("retweeted_status")):
        return referred("retweeted", repeated, quiet)
    quoted = record(status.get("quoted_status"))
    columns = referred("quoted", quoted, quiet)
    link = record(status.get("quoted_status_permalink")).get("expanded")
    named = parse_tweet_url(link if isinstance(link, str) else None)
    told = reading.take_id(status, "quoted_status_id")
    columns["quoted_tweet_id"] = told or columns["quoted_tweet_id"] or (named.tweet_id if named else None)
    columns["quoted_handle"] = columns["quoted_handle"] or (named.handle if named else None)
    return columns


def referred(name: str, status: dict[str, Any], quiet: Reading) -> dict[str, Any]:
    """The columns of a status within the status."""
    user = record(status.get("user"))
    return {
        f"{name}_tweet_id": quiet.take_id(status, "id"),
        f"{name}_user_id": quiet.take_id(user, "id"),
        f"{name}_handle": as_handle(user.get("screen_name")),
    }


def counts_of(status: dict[str, Any], tweet_key: str, reading: Reading) -> TweetCounts | None:
    """Its counts; a retweet has none of its own, v1.1 shows those of the tweet it repeats."""
    if record(status.get("retweeted_status")):
        return None
    counts: dict[str, Any] = {column: reading.take(status, name, whole) for column, name in _COUNTS.items()}
    counts["impressions"] = reading.take(record(status.get("ext_views")), "count", whole)
    if all(count is None for count in counts.values()):
        return None
    origin = reading.gathered.origin
    return TweetCounts(**origin.lineage, tweet_key=tweet_key, observed_at=origin.observed_at, **counts)
