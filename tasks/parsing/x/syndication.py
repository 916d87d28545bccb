"""Answers of the syndication service, which shows tweets to guests: v1.1's shapes under other names."""

import re
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.loading import load_json
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.shapes import digits, record, records
from tasks.parsing.x.unavailable import add_unavailable
from tasks.parsing.x.v1 import MAX_DEPTH, copy_of
from tasks.parsing.x.v1_reading import Reading, as_words
from warehouse.rows import Page

KIND = "syndication"
NO_AUTHOR = "a tweet without its author"

# what a tombstone says, in the language that is asked for (en); what is none of these is not shown to us
_REASONS = (
    (re.compile(r"suspended", re.I), "suspended"),
    (re.compile(r"limits who can|protected", re.I), "protected"),
    (re.compile(r"withheld", re.I), "withheld"),
    (re.compile(r"\bdeleted\b|no longer exists", re.I), "deleted"),
)


def read(page: Page, payload: Payload, gathered: Gathered) -> None:
    """Rows of the tweet asked for and of those beside it, or what is said in its place.

    404 means that there is no such tweet. 400 refuses the id, and any other status says nothing of the tweet:
    429 asks to wait.
    """
    asked = next(filter(None, map(digits, payload.asked)), None)
    body = page.body
    if page.status == HTTPStatus.OK:
        read_answer(body, asked, gathered)
    elif page.status == HTTPStatus.NOT_FOUND and asked:
        add_unavailable(gathered, asked, kind=KIND, availability="deleted", reason=f"{KIND}: {page.status}")
    else:
        reason = refusal(body)
        gathered.fault("api_error", f"{KIND}: {page.status} {reason or ''}".strip())
        if page.status == HTTPStatus.BAD_REQUEST and asked:
            add_unavailable(gathered, asked, kind=KIND, availability="unknown", reason=reason)


def refusal(body: bytes) -> str | None:
    """The reason in an error's body, JSON or plain text; none of a page of HTML."""
    try:
        return as_words(record(load_json(body)).get("error"))
    except ValueError:
        text = body[:200].decode("utf-8", "replace").strip()
        return None if text.startswith("<") else as_words(text)


def read_answer(body: bytes, asked: str | None, gathered: Gathered) -> None:
    """An answer with status 200; without a reason in it the tweet is withheld from guests, not deleted."""
    try:
        answer = load_json(body)
    except ValueError as error:
        gathered.fault("not_json", f"{KIND}: no JSON: {error}")
        return
    if not isinstance(answer, dict):
        gathered.fault("not_a_tweet", f"{KIND}: an answer of type {type(answer).__name__}")
        return
    if "id_str" in answer or "id" in answer:
        read_tweet(answer, Reading(gathered=gathered, kind=KIND, rank=ranks.SYNDICATION))
        if asked and asked not in gathered.copies:
            gathered.fault("api_error", f"{KIND}: another tweet than {asked}")
            add_unavailable(gathered, asked, kind=KIND, availability="unknown", reason=None)
        return
    reason = reason_of(answer)
    if asked is None:
        gathered.fault("not_a_tweet", f"{KIND}: no tweet and no id asked for: {reason or 'no reason'}")
        return
    add_unavailable(gathered, asked, kind=KIND, availability=availability_of(reason), reason=reason)


def reason_of(answer: dict[str, Any]) -> str | None:
    """What a tombstone says."""
    text = record(answer.get("tombstone")).get("text")
    said = text.get("text") if isinstance(text, dict) else text
    return as_words(said) or as_words(answer.get("reason"))


def availability_of(reason: str | None) -> str:
    """What a reason means."""
    if reason is None:
        return "withheld"
    return next((name for pattern, name in _REASONS if pattern.search(reason)), "restricted")


def read_tweet(tweet: dict[str, Any], reading: Reading) -> None:
    """A tweet, the one it quotes and the one it answers."""
    status = as_status(tweet)
    copy = copy_of(status, reading)
    if copy and not record(tweet.get("user")):  # an account that is suspended is left out
        gone = replace(copy.tweet, availability="suspended", availability_reason=NO_AUTHOR)
        copy = replace(copy, tweet=gone)
    if copy:
        reading.gathered.add(copy)
    for name in ("quoted_tweet", "parent"):
        beside = reading.take_record(tweet, name)
        if beside and reading.depth >= MAX_DEPTH:
            reading.fault("too_many", f"tweets within tweets, more than {MAX_DEPTH} deep")
        elif beside:
            read_tweet(beside, replace(reading, depth=reading.depth + 1, asked_for=False))


def as_status(tweet: dict[str, Any]) -> dict[str, Any]:
    """The tweet as v1.1 has it.

    `conversation_count` counts the replies to the tweet asked for, `reply_count` those to a tweet beside it.
    Of a long post `note_tweet` has the id alone: its text is cut off. Offsets are taken as code points, as in
    v1.1; no answer seen has a character before an entity by which UTF-16 would differ, and an entity whose
    place does not hold it has none.
    """
    media = records(tweet.get("mediaDetails")) or [*map(as_photo, records(tweet.get("photos")))]
    video = record(tweet.get("video"))
    if video and not media:
        media = [as_video(video)]
    replies = tweet.get("conversation_count")
    return tweet | {
        "truncated": bool(tweet.get("note_tweet")),
        "extended_entities": {"media": media},
        "quoted_status": tweet.get("quoted_tweet"),
        "reply_count": tweet.get("reply_count") if replies is None else replies,
    }


def as_photo(photo: dict[str, Any]) -> dict[str, Any]:
    """A picture of `photos`, which repeats what `mediaDetails` has."""
    size = {"width": photo.get("width"), "height": photo.get("height")}
    return {"type": "photo", "media_url_https": photo.get("url"), "original_info": size}


def as_video(video: dict[str, Any]) -> dict[str, Any]:
    """The video of `video`, whose variants have other names and no bit rates: the last is the best."""
    variants = [
        {"content_type": item.get("type"), "url": item.get("src"), "bitrate": None}
        for item in reversed(records(video.get("variants")))
    ]
    film = {"duration_millis": video.get("durationMs"), "variants": variants}
    return {"type": "video", "media_url_https": video.get("poster"), "video_info": film}
