"""The words of a status, whole where any part of it has them whole."""

from dataclasses import dataclass, replace
from typing import Any

from tasks.parsing.x.shapes import digits, flag, record
from tasks.parsing.x.texts import breaks_off
from tasks.parsing.x.v1_entities import Mark, marks_of
from tasks.parsing.x.v1_reading import Reading, as_handle, as_words

MAX_TEXT_CHARS = 30_000  # X's longest posts have 25,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text as sent, with the entities that stand in it and the media it shows."""

    text: str | None
    truncated: bool | None
    marks: list[Mark]
    media: list[dict[str, Any]]


def wording_of(status: dict[str, Any], reading: Reading) -> Wording:
    """A status's words; a retweet's are those of the tweet it repeats, which v1.1 cuts off at 140."""
    own = own_wording(status, reading)
    repeated = record(status.get("retweeted_status"))
    if not repeated:
        return own
    whole = own_wording(repeated, replace(reading, quiet=True))
    user = record(repeated.get("user"))
    handle = as_handle(user.get("screen_name"))
    if whole.text is None or handle is None:
        return replace(own, truncated=own.truncated or (own.text or "").endswith("…"))
    return behind_prefix(whole, handle, user, own.media, reading)


def behind_prefix(
    whole: Wording, handle: str, user: dict[str, Any], media: list[dict[str, Any]], reading: Reading
) -> Wording:
    """The repeated words behind `RT @handle: `, which is how X itself writes a retweet."""
    prefix = f"RT @{handle}: "
    quiet = replace(reading, quiet=True)
    columns = {"user_id": quiet.take_id(user, "id"), "user_name": as_words(user.get("name"))}
    mention = Mark(kind="mention", start=3, end=4 + len(handle), text=handle, columns=columns)
    return Wording(
        text=prefix + (whole.text or ""),
        truncated=whole.truncated,
        marks=[mention, *(mark.moved(len(prefix)) for mark in whole.marks)],
        media=media or whole.media,
    )


def own_wording(status: dict[str, Any], reading: Reading) -> Wording:
    """The words a status has itself: of the stream's extension, REST's `full_text`, or `text` as sent.

    `text` is cut off where `truncated` says so, any text where it begins a long post, which v1.1 and
    the archive do not have whole. display_text_range is not applied: the text stays whole.
    """
    extended = reading.take_record(status, "extended_tweet")
    given = ((extended, "full_text"), (status, "full_text"), (status, "text"))
    found = [(holder, name) for holder, name in given if reading.take(holder, name, as_text) is not None]
    holder, name = next((each for each in found if each[0][each[1]]), found[0] if found else (status, ""))
    text, truncated = as_text(holder.get(name)), name == "text" and flag(status.get("truncated"))
    if text is not None and len(text) > MAX_TEXT_CHARS:
        reading.fault("too_long", f"a text of {len(text):,} characters; {MAX_TEXT_CHARS:,} are kept")
        text, truncated = text[:MAX_TEXT_CHARS], True
    marks = marks_of(reading.take_record(holder, "entities"), text or "", reading)
    if text is not None and begins_a_long_post(text, marks, status):
        truncated = True
    media = next(filter(None, (media_of(each, reading) for each in (holder, status))), [])
    return Wording(
        text=text,
        truncated=None if text is None else truncated,
        marks=marks,
        media=media,
    )


def begins_a_long_post(text: str, marks: list[Mark], status: dict[str, Any]) -> bool:
    """Whether the text ends in … and a link to the status itself, which is how X shortens a long post."""
    tweet_id = digits(status.get("id_str")) or digits(status.get("id"))
    return breaks_off(text) and any(
        (mark.columns.get("url_expanded") or "").endswith(f"/status/{tweet_id}") for mark in marks
    )


def media_of(holder: dict[str, Any], reading: Reading) -> list[dict[str, Any]]:
    """Its media: `entities` has only the first one, and a video there is a picture."""
    extended = reading.take_records(record(holder.get("extended_entities")), "media")
    return extended or reading.take_records(record(holder.get("entities")), "media")


def as_text(value: Any) -> str | None:
    """A text, also an empty one."""
    return value if isinstance(value, str) else None
