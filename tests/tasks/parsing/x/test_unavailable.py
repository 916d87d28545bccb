"""Rows of tweets that are not to be had."""

import pytest

from tasks.parsing.snowflake import snowflake_time
from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.unavailable import add_unavailable


@pytest.mark.parametrize(("tweet_id", "source"), [("1838292181909672312", "snowflake"), ("20", None)])
def test_the_id_is_all_there_is(origin: Origin, tweet_id: str, source: str | None) -> None:
    """With the time in it, where it has one, and the reason; below every copy that says more."""
    found = Gathered(origin)
    add_unavailable(found, tweet_id, kind="oembed", availability="deleted", reason="oEmbed: 404")
    (copy,) = found.copies.values()
    row = copy.tweet
    assert (row.tweet_key, row.tweet_id, row.text) == (tweet_id, tweet_id, None)
    assert (row.created_at, row.created_source) == (snowflake_time(tweet_id), source)
    assert (row.availability, row.availability_reason) == ("deleted", "oEmbed: 404")
    assert row.completeness == ranks.UNAVAILABLE < ranks.ADDRESS_ONLY
    assert row.url == f"https://x.com/i/web/status/{tweet_id}"
    assert not found.authors
