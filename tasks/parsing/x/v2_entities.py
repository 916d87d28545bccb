"""Hashtags, mentions, links and topics of the X API v2: their places checked, then as rows."""

import html
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from tasks.parsing.x.shapes import digits, number, whole, words
from tasks.parsing.x.texts import Span, clean
from tasks.parsing.x.v2_accounts import label
from tasks.parsing.x.v2_beside import Item, part
from tasks.parsing.x.v2_reading import Reading
from warehouse.tweet_rows import TweetEntity

MAX_NAME_CHARS = 300
NEAR_CHARS = 200
MAX_PARTS = 1_000  # of one tweet; a text of 25,000 characters has a few hundred

# the list in the record, our kind, the name in an entry, and the characters of its sign (# $ @)
LISTS = (
    ("hashtags", "hashtag", "tag", 1),
    ("cashtags", "cashtag", "tag", 1),
    ("mentions", "mention", "username", 1),
    ("urls", "url", "url", 0),
    ("annotations", "annotation", "normalized_text", 0),
)
SIGN_CHARS = {"hashtag": "#＃", "cashtag": "$", "mention": "@＠", "url": ""}
SIGNS = {kind: sign for _, kind, _, sign in LISTS}


class Part(NamedTuple):
    """One entity of a text; start and end are None where it stands nowhere in it."""

    kind: str
    start: int | None
    end: int | None
    text: str
    item: Item


def parts_of(entities: Item, raw: str, reading: Reading) -> list[Part]:
    """The entities of a text as sent. A place that does not show the entity is none."""
    found: list[Part] = []
    for name, kind, called, _ in LISTS:
        if name not in entities:
            continue
        for item in reading.take_list(entities, name):
            text = words(item.get(called))
            if text is None:
                reading.fault("bad_value", f"one of {name} is without its {called}")
                continue
            start, end = place_in(raw, item, text, kind)
            found.append(Part(kind, start, end, text, item))
    if len(found) > MAX_PARTS:
        reading.fault("too_many", f"{len(found):,} entities in one tweet: the first {MAX_PARTS:,} are kept")
    return found[:MAX_PARTS]


def place_in(raw: str, item: Item, text: str, kind: str) -> Span | tuple[None, None]:
    """Where an entry says it is, when it is there: in code points, the end after the last."""
    start, end = whole(item.get("start")), whole(item.get("end"))
    if start is None or end is None or not start <= end <= 2 * len(raw):
        return None, None
    if kind == "annotation":
        return annotated(raw, start, end, text)
    sign, shown = raw[start : start + SIGNS[kind]], raw[start + SIGNS[kind] : end]
    if shown != text and len(shown) <= 6 * len(text):
        shown, text = clean(shown).casefold(), clean(text).casefold()
    stands = shown and shown == text and sign in SIGN_CHARS[kind] and end <= len(raw)
    return (start, end) if stands else (None, None)


def annotated(raw: str, start: int, end: int, text: str) -> Span | tuple[None, None]:
    """Where a named entity is, whose end is given as its last character: the place nearest to what is said.

    X counts these in code points of the escaped text, in answers of 2021 in UTF-16 units of the unescaped
    one, and writes line breaks in them as spaces.
    """
    if raw[start : end + 1] == text and end < len(raw):
        return start, end + 1
    if len(text) > MAX_NAME_CHARS:
        return None, None
    spaced = r"\s+".join(re.escape(html.escape(word, quote=False)) for word in clean(text).split())
    first = max(start - NEAR_CHARS, 0)
    near = re.finditer(spaced, raw[first : start + len(text) + NEAR_CHARS])
    spans = [(first + found.start(), first + found.end()) for found in near if found[0]]
    return min(spans, key=lambda span: abs(span[0] - start), default=(None, None))


def entity_rows(
    parts: Iterable[Part], tweet_key: str, topics: Iterable[Item], reading: Reading
) -> list[TweetEntity]:
    """Rows in the order of the text, those without a place after it, topics last; each once."""
    ranked = sorted(parts, key=lambda part: (part.start is None, part.start or 0, part.kind))
    once = {(part.kind, part.start, part.end, part.text): part for part in reversed(ranked)}
    same: dict[str, Any] = {"tweet_key": tweet_key, **reading.lineage}
    rows = [
        TweetEntity(
            ord=place, kind=part.kind, start=part.start, end=part.end, text=part.text,
            **columns_of(part, reading), **same,
        )
        for place, part in enumerate(reversed(once.values()))
    ]  # fmt: skip
    said = {topic_id(topic): topic for topic in topics}
    return rows + [topic_row(said[name], name, len(rows) + i, same) for i, name in enumerate(said)]


def columns_of(found: Part, reading: Reading) -> dict[str, Any]:
    """What an entity says besides its text."""
    kind, item = found.kind, found.item
    if kind == "url":
        return {
            "url_expanded": words(item.get("expanded_url")),
            "url_unwound": words(item.get("unwound_url")),
            "url_display": words(item.get("display_url")),
            "title": label(item.get("title")),
            "description": label(item.get("description")),
        }
    if kind == "mention":
        user = reading.beside.mentioned(found.text)
        return {
            "user_id": digits(item.get("id")) or digits(user.get("id")),
            "user_name": label(item.get("name")) or label(user.get("name")),
        }
    if kind == "annotation":
        return {
            "entity_type": words(item.get("type")),
            "probability": reading.take(item, "probability", number),
        }
    return {}


def topic_id(topic: Item) -> str | None:
    """X's id of a topic: that of its domain and its own."""
    domain, entity = digits(part(topic, "domain").get("id")), digits(part(topic, "entity").get("id"))
    return f"{domain or ''}.{entity or ''}" if domain or entity else None


def topic_row(topic: Item, entity_id: str | None, place: int, same: dict[str, Any]) -> TweetEntity:
    """One topic that X found a tweet to be about."""
    domain, entity = part(topic, "domain"), part(topic, "entity")
    return TweetEntity(
        ord=place,
        kind="context",
        text=label(entity.get("name")),
        description=label(entity.get("description")),
        entity_type=label(domain.get("name")),
        entity_id=entity_id,
        **same,
    )
