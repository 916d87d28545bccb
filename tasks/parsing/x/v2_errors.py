"""What an answer of the X API v2 says of tweets that it does not bring."""

from collections.abc import Collection

from tasks.parsing.x.shapes import digits, words
from tasks.parsing.x.unavailable import add_unavailable
from tasks.parsing.x.v2_accounts import label
from tasks.parsing.x.v2_beside import Item, either
from tasks.parsing.x.v2_reading import Reading

# the last part of an error's type (docs.x.com, Response codes and errors), and what it means for a tweet
KINDS = {
    "resource-not-found": "deleted",
    "not-authorized-for-resource": "restricted",
    "resource-unavailable": "restricted",
}
IN_DETAIL = ("suspended", "protected")  # told in words only
ABOUT_TWEETS = ("tweet", "post", None)
ASKED = ("ids", "id")  # the parameter that names what was asked for, not what that refers to


def read_error(error: Item, reading: Reading, asked: Collection[str]) -> None:
    """One error: a row where it says of a tweet that it is not to be had, else a fault."""
    kind = KINDS.get((words(error.get("type")) or "").rpartition("/")[2])
    tweet_id = digits(either(error, "resource_id", "value"))
    about = error.get("resource_type")
    if kind is None or tweet_id is None or about not in ABOUT_TWEETS:
        reading.fault("api_error", told(error))
        return
    detail = label(error.get("detail"))
    lower = (detail or "").lower()
    if kind == "restricted":
        kind = next((said for said in IN_DETAIL if said in lower), kind)
    asked_for = tweet_id in asked or error.get("parameter") in ASKED
    add_missing(tweet_id, kind, detail or label(error.get("title")), reading, asked_for=asked_for)


def add_missing(
    tweet_id: str,
    availability: str,
    reason: str | None,
    reading: Reading,
    *,
    asked_for: bool,
    author_id: str | None = None,
) -> None:
    """A row for a tweet of which only this is known."""
    add_unavailable(
        reading.gathered,
        tweet_id,
        kind=reading.source_kind,
        availability=availability,
        reason=reason,
        asked_for=asked_for,
        author_id=author_id,
        observed_at=reading.observed_at,
    )


def told(error: Item) -> str:
    """An error in a sentence."""
    parts = (words(error.get(name)) for name in ("title", "detail", "message", "type"))
    return ": ".join(dict.fromkeys(filter(None, parts))) or "an error without a word"
