"""Statuses of the API v1.1, of any flavour: REST extended or compat, and the stream."""

import re
from dataclasses import replace
from typing import Any

from tasks.parsing.tweet_urls import tweet_address
from tasks.parsing.version import EXTRACTOR_VERSION
from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Copy, Gathered
from tasks.parsing.x.loading import load_json
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.shapes import records
from tasks.parsing.x.v1_accounts import author_of, named_columns
from tasks.parsing.x.v1_columns import counts_of, created_columns, reference_columns, said_columns
from tasks.parsing.x.v1_edits import edit_columns
from tasks.parsing.x.v1_entities import entity_rows, settled
from tasks.parsing.x.v1_media import media_rows
from tasks.parsing.x.v1_places import place_columns
from tasks.parsing.x.v1_polls import poll_columns
from tasks.parsing.x.v1_reading import Reading, as_words
from tasks.parsing.x.v1_wording import wording_of
from warehouse.rows import Page
from warehouse.tweet_rows import Tweet

MAX_DEPTH = 5  # a retweet of a quote is two deep

# what X puts in place of a tweet's or an account's words where they are withheld
_WITHHELD = re.compile(
    r"(?:@\w{1,20}['’]s (?:account|tweet|post)|this (?:tweet|post)) .{0,80}\bwithheld\b", re.I
)


def read(page: Page, payload: Payload, gathered: Gathered) -> None:
    """Rows of a status, of a list of them, or of a search's `statuses`."""
    try:
        body = load_json(page.body)
    except ValueError as error:
        gathered.fault("not_json", f"no JSON: {error}")
        return
    for item in statuses_of(body):
        if isinstance(item, dict):
            read_one(item, gathered)
        else:
            gathered.fault("not_a_tweet", f"a status of type {type(item).__name__}")


def statuses_of(body: Any) -> list[Any]:
    """What of a body should be a status."""
    if isinstance(body, dict) and isinstance(body.get("statuses"), list):
        body = body["statuses"]
    return body if isinstance(body, list) else [body]


def read_one(item: dict[str, Any], gathered: Gathered) -> None:
    """A status, or the errors that X answers in its place."""
    errors = records(item.get("errors"))
    if not errors or "id_str" in item or "id" in item:
        read_status(item, gathered)
        return
    for error in errors:
        gathered.fault("api_error", as_words(error.get("message")) or "an error without a message")


def read_status(
    status: dict[str, Any], gathered: Gathered, *, asked_for: bool = True, line: int | None = None
) -> None:
    """Rows of a status and of those it repeats or quotes, at any depth up to MAX_DEPTH.

    Args:
        status: the status.
        gathered: takes the rows, and a fault for each value that cannot be read.
        asked_for: whether the outermost status was asked for itself.
        line: its line where it is one of a file's.
    """
    _read(status, Reading(gathered=gathered, asked_for=asked_for, line=line))


def _read(status: dict[str, Any], reading: Reading) -> None:
    copy = copy_of(status, reading)
    if copy:
        reading.gathered.add(copy)
    for name in ("retweeted_status", "quoted_status"):
        inner = reading.take_record(status, name)
        if inner and reading.depth >= MAX_DEPTH:
            reading.fault("too_many", f"statuses within statuses, more than {MAX_DEPTH} deep")
        elif inner:
            _read(inner, replace(reading, depth=reading.depth + 1, asked_for=False))


def copy_of(status: dict[str, Any], reading: Reading) -> Copy | None:
    """One status without those within it; None and a fault where it has no id or is an account."""
    tweet_id = reading.take_id(status, "id")
    if tweet_id is None or "screen_name" in status:
        wrong = "a status without an id" if tweet_id is None else "an account, not a tweet"
        reading.fault("not_a_tweet", wrong)
        return None
    wording = wording_of(status, reading)
    if wording.text is None and reading.kind == "api_v1":  # v1.1 always has one: it is of another form
        reading.fault("bad_value", "a status without a text")
    text, marks = settled(wording.text or "", wording.marks)
    origin, user = reading.gathered.origin, reading.take_record(status, "user")
    author = author_of(user, reading)
    tweet = Tweet(
        **origin.lineage,
        tweet_key=tweet_id,
        source=origin.source,
        observed_at=origin.observed_at,
        tweet_id=tweet_id,
        text=None if wording.text is None else text,
        text_truncated=wording.truncated,
        **columns_of(status, user, tweet_id, reading),
        asked_for=reading.asked_for,
        availability="unknown" if wording.text is None else "available",
        availability_reason=None,
        source_kind=reading.kind,
        completeness=rank_of(wording.text, wording.truncated, reading.rank),
        extractor_version=EXTRACTOR_VERSION,
    )
    if tweet.text and _WITHHELD.match(tweet.text) and (tweet.withheld_countries or tweet.withheld_copyright):
        return Copy(tweet=withheld(tweet), author=author)
    return Copy(
        tweet=tweet,
        counts=counts_of(status, tweet_id, reading),
        author=author,
        entities=entity_rows(marks, tweet_id, origin),
        media=media_rows(wording.media, tweet_id, origin, reading),
    )


def columns_of(
    status: dict[str, Any], user: dict[str, Any], tweet_id: str, reading: Reading
) -> dict[str, Any]:
    """What a status says beside its words."""
    named = named_columns(user, reading)
    return {
        "url": tweet_address(tweet_id, named["author_handle"]),
        **named,
        **said_columns(status, reading),
        **created_columns(status, tweet_id, reading),
        **reference_columns(status, reading),
        **edit_columns(status, reading),
        **place_columns(status, reading),
        **poll_columns(status, reading),
    }


def rank_of(text: str | None, truncated: bool | None, rank: int) -> int:
    """The rank of a copy: its form's only where the text is there, and whole."""
    if text is None:
        return ranks.ADDRESS_ONLY
    return ranks.TRUNCATED if truncated else rank


def withheld(tweet: Tweet) -> Tweet:
    """A tweet in whose place a notice stands: the notice is the reason, and not its text."""
    return replace(
        tweet,
        text=None,
        text_truncated=None,
        availability="withheld",
        availability_reason=tweet.text,
        completeness=ranks.UNAVAILABLE,
    )
