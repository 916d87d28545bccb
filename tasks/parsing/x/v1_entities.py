"""The hashtags, cashtags, mentions and links of a status."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from tasks.parsing.x.gathered import Origin
from tasks.parsing.x.shapes import whole
from tasks.parsing.x.texts import settle
from tasks.parsing.x.v1_reading import Reading, as_address, as_handle, as_words
from warehouse.tweet_rows import TweetEntity

MAX_ENTITIES = 300  # of one status; a text of 280 characters cannot hold as many

_SIGNS = {"hashtag": "#＃", "cashtag": "$", "mention": "@＠"}
# the links of pictures stand beside those of pages; v2 has both in one list
_LISTS = (
    ("hashtags", "hashtag", "text"),
    ("symbols", "cashtag", "text"),
    ("user_mentions", "mention", "screen_name"),
    ("urls", "url", "url"),
    ("media", "url", "url"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One entity and the code points of the text as sent where it stands; None: nowhere in it."""

    kind: str
    start: int | None
    end: int | None
    text: str
    columns: dict[str, Any] = field(default_factory=dict)

    def moved(self, by: int) -> "Mark":
        """The same behind a prefix."""
        if self.start is None or self.end is None:
            return self
        return replace(self, start=self.start + by, end=self.end + by)


def marks_of(entities: dict[str, Any], text: str, reading: Reading) -> list[Mark]:
    """The entities of a text, each once; one of them that names nothing is a fault."""
    marks: dict[tuple[Any, ...], Mark] = {}
    items = [
        (kind, name, item) for lists, kind, name in _LISTS for item in reading.take_records(entities, lists)
    ]
    if len(items) > MAX_ENTITIES:
        reading.fault(
            "too_many", f"{len(items):,} entities in one tweet; the first {MAX_ENTITIES:,} are kept"
        )
    for kind, name, item in items[:MAX_ENTITIES]:
        mark = mark_of(kind, name, item, text, reading)
        if mark is None:
            reading.fault("bad_value", f"a {kind} without {name}")
        else:
            marks.setdefault((mark.kind, mark.start, mark.end, mark.text), mark)
    return list(marks.values())


def mark_of(kind: str, name: str, item: dict[str, Any], text: str, reading: Reading) -> Mark | None:
    """One entity."""
    written = item.get(name)
    if kind == "url":
        named, columns = as_address(written), link_columns(item)
    elif kind == "mention":
        named = as_handle(written)
        columns = {"user_id": reading.take_id(item, "id"), "user_name": as_words(item.get("name"))}
    else:
        named, columns = as_words(written), {}
    if named is None or not isinstance(written, str):
        return None
    start, end = place(kind, written, item.get("indices"), text)
    return Mark(kind=kind, start=start, end=end, text=named, columns=columns)


def link_columns(item: dict[str, Any]) -> dict[str, Any]:
    """What a link says beside itself; `unwound` is of the enterprise stream."""
    unwound = item.get("unwound")
    end = unwound if isinstance(unwound, dict) else {}
    return {
        "url_expanded": as_address(item.get("expanded_url")),
        "url_unwound": as_address(end.get("url")),
        "url_display": as_words(item.get("display_url")),
        "title": as_words(end.get("title")),
        "description": as_words(end.get("description")),
    }


def place(kind: str, written: str, indices: Any, text: str) -> tuple[int | None, int | None]:
    """Where an entity stands: `indices` are code points of the text as sent, the archive's are digits.

    Nowhere where the text there is another one: collectors copy the entities of a quoted tweet to the one
    that quotes it. A mention may stand under the name that the account had then.
    """
    ends = [whole(index) for index in indices] if isinstance(indices, list) and len(indices) == 2 else []
    start, end = ends or (None, None)
    if start is None or end is None or not start < end <= len(text):
        return None, None
    there = text[start:end]
    if kind == "url":
        stands = there == written
    elif kind == "mention":
        stands = there[0] in _SIGNS[kind] and as_handle(there[1:]) is not None
    else:
        stands = there[0] in _SIGNS[kind] and there[1:].lower() == written.lower()
    return (start, end) if stands else (None, None)


def settled(text: str, marks: Iterable[Mark]) -> tuple[str, list[Mark]]:
    """The text as it is stored, and its entities in the order in which they stand in it."""
    listed = list(marks)
    stored, spans = settle(text, [(mark.start or 0, mark.end or 0) for mark in listed])
    placed = [
        mark if mark.start is None else replace(mark, start=start, end=end)
        for mark, (start, end) in zip(listed, spans, strict=True)
    ]
    return stored, sorted(placed, key=lambda mark: (mark.start is None, mark.start or 0, mark.kind))


def entity_rows(marks: Iterable[Mark], tweet_key: str, origin: Origin) -> list[TweetEntity]:
    """The rows of settled entities."""
    return [
        TweetEntity(
            **origin.lineage,
            tweet_key=tweet_key,
            ord=number,
            kind=mark.kind,
            start=mark.start,
            end=mark.end,
            text=mark.text,
            **mark.columns,
        )
        for number, mark in enumerate(marks)
    ]
