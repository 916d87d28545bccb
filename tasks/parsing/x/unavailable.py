"""The row of a tweet of which an answer says only that it is not to be had."""

from datetime import datetime

from tasks.parsing.snowflake import snowflake_time
from tasks.parsing.tweet_urls import tweet_address
from tasks.parsing.version import EXTRACTOR_VERSION
from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Copy, Gathered
from warehouse.tweet_rows import Tweet


def add_unavailable(
    gathered: Gathered,
    tweet_id: str,
    *,
    kind: str,
    availability: str,
    reason: str | None,
    asked_for: bool = True,
    author_id: str | None = None,
    observed_at: datetime | None = None,
) -> None:
    """Adds it: the id, the time in the id, and why it is not there, as worded."""
    at, origin = snowflake_time(tweet_id), gathered.origin
    tweet = Tweet(
        **origin.lineage,
        tweet_key=tweet_id,
        source=origin.source,
        observed_at=observed_at or origin.observed_at,
        tweet_id=tweet_id,
        url=tweet_address(tweet_id, None),
        author_id=author_id,
        author_handle=None,
        author_name=None,
        text=None,
        language=None,
        created_at=at,
        created_source="snowflake" if at else None,
        created_precision="second" if at else None,
        asked_for=asked_for,
        availability=availability,
        availability_reason=reason,
        source_kind=kind,
        completeness=ranks.UNAVAILABLE,
        extractor_version=EXTRACTOR_VERSION,
    )
    gathered.add(Copy(tweet=tweet))
