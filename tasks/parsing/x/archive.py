"""Tweets of the archive that X gives to an account's owner: v1.1's shapes, with every number as text."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Copy, Gathered
from tasks.parsing.x.loading import load_json, mend
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.shapes import digits, record, records
from tasks.parsing.x.v1 import copy_of, rank_of
from tasks.parsing.x.v1_accounts import author_of
from tasks.parsing.x.v1_reading import Reading, as_handle
from warehouse.rows import Page

KIND = "archive"
MAX_BROKEN = 100  # elements of one body, so that reading what is left does not take for ever

_OPENING = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*window\.YTD\.([A-Za-z_]{1,60})\.part\d{1,9}\s*=\s*")
_ELEMENT = re.compile(r"\{\s*\"(?:tweet|noteTweet)\"\s*:")
_BETWEEN = re.compile(r"[\s,\[\];]*")
_RETWEET = re.compile(r"RT @([A-Za-z0-9_]{1,20}): ")


def read(page: Page, payload: Payload, gathered: Gathered) -> None:
    """Rows of a file of the archive, or of a run of its elements with commas between them.

    The archive does not name its owner: `payload.asked` may, as `ID:HANDLE:NAME`.
    """
    body = page.body
    opening = _OPENING.match(body)
    owner = owner_of(payload.asked)
    reading = Reading(gathered=gathered, kind=KIND, rank=ranks.ARCHIVE)
    deleted = opening is not None and opening[1].startswith(b"deleted")
    author = author_of(owner, reading)
    if author:
        gathered.add_author(author)
    for element in elements(body[opening.end() :] if opening else body, reading):
        read_element(element, owner, deleted, reading)


def owner_of(asked: tuple[str, ...]) -> dict[str, Any]:
    """The owner as v1.1 has an account; empty where it is not told."""
    if not asked:
        return {}
    number, handle, name = [*asked[0].split(":", 2), "", ""][:3]
    return {"id_str": number, "screen_name": handle or None, "name": name or None}


def elements(body: bytes, reading: Reading) -> list[Any]:
    """The elements of a body; where it is broken, those that are whole, and a fault for each that is not."""
    bare = body.strip().removesuffix(b";").strip().strip(b",")
    try:
        listed = load_json(bare if bare.startswith(b"[") else b"[%b]" % bare)
    except ValueError:
        return list(whole_elements(bare.decode("utf-8", "replace"), reading))
    return listed if isinstance(listed, list) else [listed]


def whole_elements(text: str, reading: Reading) -> Iterator[Any]:
    """The elements of a broken text, one by one; behind one that is broken, from the next that begins."""
    decoder, at, broken = json.JSONDecoder(), _end(_BETWEEN, text, 0), 0
    while at < len(text):
        if broken >= MAX_BROKEN:
            reading.fault("too_many", f"more than {MAX_BROKEN} broken elements; what follows is left out")
            return
        try:
            element, at = decoder.raw_decode(text, at)
            yield mend(element)
        except (ValueError, RecursionError) as error:
            broken += 1
            reading.fault("not_json", f"an element that is no JSON, at character {at:,}: {error}")
            following = _ELEMENT.search(text, at + 1)
            at = following.start() if following else len(text)
        at = _end(_BETWEEN, text, at)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def read_element(element: Any, owner: dict[str, Any], deleted: bool, reading: Reading) -> None:
    """One element, `{"tweet": …}` or the tweet itself."""
    held = record(element)
    if "noteTweet" in held:
        reading.fault("not_a_tweet", "a long post's text (noteTweet), which does not say whose tweet it is")
        return
    status = held.get("tweet", held)
    if not isinstance(status, dict) or not status:
        reading.fault("not_a_tweet", f"an element of type {type(element).__name__} without a tweet")
        return
    if "tweet_id" in status and "id_str" not in status:  # deleted_tweet_headers
        status = status | {"id_str": status["tweet_id"]}
    copy = copy_of(status | {"user": owner}, reading)
    if copy:
        copy = as_retweet(copy, status)
        gone = deleted or "deleted_at" in status
        tweet = replace(copy.tweet, availability="deleted") if gone else copy.tweet
        reading.gathered.add(replace(copy, tweet=tweet))


def as_retweet(copy: Copy, status: dict[str, Any]) -> Copy:
    """A retweet as one: the archive has `RT @handle: `, the beginning of the text, and counts of zero.

    What was liked is a tweet that only begins like one: likes are those of the tweet it repeats.
    """
    found = _RETWEET.match(copy.tweet.text or "")
    if found is None or (copy.counts and copy.counts.likes):
        return copy
    cut = (copy.tweet.text or "").endswith("…")
    tweet = replace(
        copy.tweet,
        retweeted_handle=found[1],
        retweeted_user_id=mentioned_id(status, found[1]),
        text_truncated=cut,
        completeness=rank_of(copy.tweet.text, cut, ranks.ARCHIVE),
    )
    return replace(copy, tweet=tweet, counts=None)


def mentioned_id(status: dict[str, Any], handle: str) -> str | None:
    """The id of an account that is mentioned."""
    for item in records(record(status.get("entities")).get("user_mentions")):
        if (as_handle(item.get("screen_name")) or "").lower() == handle.lower():
            return digits(item.get("id_str")) or digits(item.get("id"))
    return None
