"""Rows of flattened tweets, of an article or of a plain text."""

from datetime import UTC, date, datetime

from tasks.parsing.flattened_rows import flattened_rows
from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Origin
from warehouse.keys import key

ORIGIN = Origin(
    page_id="p1",
    run_id="r1",
    date=date(2024, 12, 9),
    source="minbar",
    observed_at=datetime(2024, 12, 9, 6, tzinfo=UTC),
)
TEXT = "قال المجلس إن الجسر يفتح قريبا.\n\nThe bridge opens. — Harbour (@Harbour_News) ٨ ديسمبر ٢٠٢٤"


def test_rows_of_a_plain_text() -> None:
    """A tweet and its account, ranked below an embed, as sure as its beginning is."""
    ((found, copy),) = flattened_rows(TEXT, ORIGIN)
    tweet, author = copy.tweet, copy.author
    assert TEXT[found.text_start : found.text_end] == tweet.text == "The bridge opens."
    assert tweet.tweet_key == key("Harbour_News", "The bridge opens.")
    assert (tweet.source_kind, tweet.completeness, tweet.confidence) == ("text", ranks.FLATTENED, 0.9)
    assert (tweet.created_at, tweet.created_source) == (datetime(2024, 12, 8, tzinfo=UTC), "label")
    assert author is not None
    assert (author.author_key, author.name, author.source_kind) == ("@harbour_news", "Harbour", "text")


def test_an_attribution_alone() -> None:
    """Without any text before it the tweet has none, and the row says no more than an address would."""
    ((_, copy),) = flattened_rows("— Harbour (@harbour_news) December 8, 2024", ORIGIN)
    assert (copy.tweet.text, copy.tweet.completeness) == (None, ranks.ADDRESS_ONLY)


def test_no_tweet() -> None:
    """A text without an attribution gives nothing."""
    assert flattened_rows("The council (@council) met in 2024.", ORIGIN) == []
