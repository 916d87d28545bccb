"""The time inside a tweet's id, and the id that a time begins with."""

from datetime import UTC, datetime, timedelta

from tasks.parsing.tweet_urls import parse_tweet_id

# X's snowflake epoch, 2010-11-04T01:42:54.657Z; ids up to the last sequential one carry no time
EPOCH_MS = 1288834974657
LAST_SEQUENTIAL_ID = 29700859247


def snowflake_time(tweet_id: str | None) -> datetime | None:
    """When the tweet was posted, UTC to the millisecond; None for ids that carry no time."""
    digits = parse_tweet_id(tweet_id)
    if digits is None or int(digits) <= LAST_SEQUENTIAL_ID:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=(int(digits) >> 22) + EPOCH_MS)


def first_id(at: datetime) -> str:
    """The least id that a tweet of this moment or later can have."""
    ms = int((at - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1)) - EPOCH_MS
    return str(max(1, ms << 22))
