"""The text of a tweet of the X API v2 as it is stored, with its entities in their places."""

import re
from dataclasses import replace
from typing import NamedTuple

from tasks.parsing.x.shapes import digits, words
from tasks.parsing.x.texts import breaks_off, clean, settle
from tasks.parsing.x.v2_accounts import handle_of
from tasks.parsing.x.v2_beside import EMPTY, Item, either, part
from tasks.parsing.x.v2_entities import SIGNS, Part, parts_of
from tasks.parsing.x.v2_reading import Reading

MAX_CHARS = 100_000  # X allows 25,000
RETWEET_CHARS = 130  # X cuts a retweet's text at about 140

_RETWEET = re.compile(r"RT @([A-Za-z0-9_]{1,20}): ")
# what X sends in place of a text that it does not show
_NOTICE = re.compile(
    r"(?:This (?:Tweet|Post) from @\w{1,20}|@\w{1,20}['’]s account) "
    r"(?:has been (?P<withheld>withheld)|is temporarily unavailable)\b"
)


class Wording(NamedTuple):
    """A text settled, whether it is cut off, its parts in their places, and X's notice in its stead."""

    text: str | None
    cut: bool | None
    parts: list[Part]
    notice: str | None = None
    withheld: bool = False


class Words(NamedTuple):
    """A text as sent, its parts in it, and whether it is cut off."""

    raw: str
    parts: list[Part]
    cut: bool


def wording(tweet: Item, tweet_id: str, repeated: Item | None, reading: Reading) -> Wording:
    """What a tweet says; a retweet says what the one it repeats says, whole, where that one is there.

    `repeated` is empty where that one is not there, None where the record names none.
    """
    said = words_of(tweet, tweet_id, reading)
    if said is None:
        return Wording(None, None, [])
    if found := notice_in(tweet, said.raw):
        named = [one._replace(start=None, end=None) for one in said.parts if one.kind != "url"]
        whole = repeating(said, repeated, reading)
        worded = settled(whole) if whole else Wording(None, None, named)
        return worded._replace(notice=clean(said.raw), withheld=found["withheld"] is not None)
    if said.raw.startswith("RT @") or repeated:
        said = repeating(said, repeated, reading) or said
    return settled(said)


def notice_in(tweet: Item, raw: str) -> re.Match[str] | None:
    """X's notice that stands in place of a text: the record says so too, or the notice ends as X's do."""
    found = _NOTICE.match(raw)
    return found if found and (tweet.get("withheld") or raw.rstrip(" .").endswith("Learn more")) else None


def words_of(tweet: Item, tweet_id: str, reading: Reading) -> Words | None:
    """The text as sent, of a long post all of it; None where the record has none."""
    note = either(tweet, "note_tweet", "note_post")
    long = words(part({"note": note}, "note").get("text"))
    raw = long or tweet.get("text")
    if not isinstance(raw, str):
        if raw is not None:
            reading.bad("text", raw)
        return None
    entities = part(tweet, "entities")
    if long and isinstance(inside := note.get("entities"), dict):
        entities = {"annotations": entities.get("annotations"), **inside}
    if too_long := len(raw) > MAX_CHARS:
        reading.fault("too_long", f"a text of {len(raw):,} characters: the first {MAX_CHARS:,} are kept")
    parts = parts_of(entities, raw[:MAX_CHARS], reading) if entities else []
    if long and entities is tweet.get("entities"):  # a link to the long post itself is in the short text only
        parts = [one for one in parts if one.start is not None or one.kind != "url"]
    cut = too_long or (not long and is_cut(raw, parts, tweet_id, note is not None))
    return Words(raw[:MAX_CHARS], parts, cut)


def is_cut(raw: str, parts: list[Part], tweet_id: str, noted: bool) -> bool:
    """Whether a text is the beginning of a long post: it ends in … and a link to the post itself.

    So X sends it to whoever does not ask for the note, which has the whole.
    """
    if not breaks_off(raw):
        return False
    own = f"/status/{tweet_id}"
    return noted or any((words(one.item.get("expanded_url")) or "").endswith(own) for one in parts)


def repeating(said: Words, repeated: Item | None, reading: Reading) -> Words | None:
    """A retweet's text made from the tweet it repeats; None where that one or its author is not there.

    A text that only begins like one, as people wrote before there were retweets, may end in … of its own.
    """
    begun, original = _RETWEET.match(said.raw), None
    cut_off = said.raw.rstrip().endswith("…") and (repeated is not None or len(said.raw) >= RETWEET_CHARS)
    repeated = repeated or EMPTY
    handle = handle_of(reading.beside.user(digits(repeated.get("author_id")))) or (begun and begun[1])
    if repeated:
        original = words_of(repeated, digits(repeated.get("id")) or "", replace(reading, quiet=True))
    if original is None or handle is None or notice_in(repeated, original.raw):
        return said._replace(cut=said.cut or cut_off) if begun else None
    prefix = f"RT @{handle}: "
    moved = [
        one if one.start is None or one.end is None
        else one._replace(start=one.start + len(prefix), end=one.end + len(prefix))
        for one in original.parts
    ]  # fmt: skip
    first = Part("mention", 3, 4 + len(handle), handle, {"id": repeated.get("author_id")})
    return Words(prefix + original.raw, [first, *moved], original.cut)


def settled(said: Words) -> Wording:
    """The text as it is stored, and each part with its place in it and as it is written there."""
    placed = [(one.start, one.end) for one in said.parts if one.start is not None and one.end is not None]
    text, spans = settle(said.raw, placed)
    found = iter(spans)
    parts = []
    for one in said.parts:
        if one.start is None:
            parts.append(one)
            continue
        start, end = next(found)
        written = one.text if one.kind == "annotation" else text[start + SIGNS[one.kind] : end]
        parts.append(Part(one.kind, start, end, written, one.item))
    return Wording(text, said.cut, parts)
