"""Entities of the X API v2 as rows."""

from collections.abc import Callable
from typing import Any

import pytest

from tasks.parsing.x.gathered import Copy, Gathered

Read = Callable[..., Gathered]

TEXT = "🚢 @PortOfHalden &amp; $HLD: #ميناء مفتوح https://t.co/a Halden"


def placed(sign: str, name: str, **more: Any) -> dict[str, Any]:
    """An entity where X has it, in code points of the text as sent."""
    start = TEXT.index(sign + name)
    return {"start": start, "end": start + len(sign + name), **more}


ENTITIES = {
    "urls": [placed("", "https://t.co/a", url="https://t.co/a", expanded_url="https://harbour.example/1",
                    display_url="harbour.example/1", unwound_url="https://harbour.example/1?a&b",
                    title="Fog &amp; rain",
                    description="Fog")],
    "hashtags": [placed("#", "ميناء", tag="ميناء")],
    "cashtags": [placed("$", "HLD", tag="HLD")],
    "mentions": [placed("@", "PortOfHalden", username="portofhalden", id="90")],
    "annotations": [{"start": len(TEXT) - 6, "end": len(TEXT) - 1, "probability": 0.5, "type": "Place",
                     "normalized_text": "Halden"}],
}  # fmt: skip


def read_one(read: Read, entities: Any, text: str = TEXT, **more: Any) -> Copy:
    """The row of a tweet with these entities."""
    users = [{"id": "90", "username": "PortOfHalden", "name": "Port"}]
    found = read({"data": {"id": "20", "text": text, "entities": entities, **more},
                  "includes": {"users": users}}, "api_v2")  # fmt: skip
    return found.copies["20"]


def test_each_kind(read: Read) -> None:
    """In the order of the text, as written in it, with what X says of each."""
    copy = read_one(read, ENTITIES)
    assert [(row.kind, row.text, row.ord) for row in copy.entities] == [
        ("mention", "PortOfHalden", 0), ("cashtag", "HLD", 1), ("hashtag", "ميناء", 2),
        ("url", "https://t.co/a", 3), ("annotation", "Halden", 4),
    ]  # fmt: skip
    text = copy.tweet.text or ""
    assert [text[row.start : row.end] for row in copy.entities] == [
        "@PortOfHalden", "$HLD", "#ميناء", "https://t.co/a", "Halden",
    ]  # fmt: skip
    mention, _, _, link, named = copy.entities
    assert (mention.user_id, mention.user_name) == ("90", "Port")
    assert (link.url_expanded, link.url_display) == ("https://harbour.example/1", "harbour.example/1")
    assert (link.url_unwound, link.title) == ("https://harbour.example/1?a&b", "Fog & rain")
    assert (named.entity_type, named.probability) == ("Place", 0.5)


def test_topics_come_last(read: Read) -> None:
    """Each once, without a place."""
    topic = {
        "domain": {"id": "46", "name": "Ports"},
        "entity": {"id": "7", "name": "Halden", "description": "A"},
    }
    bare = {"domain": {"id": "46"}, "entity": {}}
    copy = read_one(read, ENTITIES, context_annotations=[topic, topic, bare])
    rows = [(row.kind, row.ord, row.start, row.text, row.entity_type, row.entity_id, row.description)
            for row in copy.entities[5:]]  # fmt: skip
    assert rows == [
        ("context", 5, None, "Halden", "Ports", "46.7", "A"),
        ("context", 6, None, None, None, "46.", None),
    ]


def test_the_same_entity_twice(read: Read) -> None:
    """One row; at two places they are two."""
    link = {"url": "https://t.co/a", "start": 0, "end": 14}
    again = link | {"start": 15, "end": 29}
    copy = read_one(read, {"urls": [link, again, link]}, "https://t.co/a https://t.co/a")
    assert [(row.ord, row.start, row.end) for row in copy.entities] == [(0, 0, 14), (1, 15, 29)]


@pytest.mark.parametrize(
    ("start", "end"),
    [(1, 7), (None, None), (-1, 6), (0, 10**18), (7, 0), ("x", []), (0.0, 7.0), (0, 6), (0, 0)],
)
def test_a_place_that_does_not_show_it(read: Read, start: Any, end: Any) -> None:
    """The entity stays without one."""
    (row,) = read_one(read, {"hashtags": [{"tag": "Halden", "start": start, "end": end}]}, "#Halden").entities
    assert (row.text, row.start, row.end) == ("Halden", None, None)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("In Halden and Halden", 14),
        ("🚢🚢 fog in Halden and Halden", 24),  # as in UTF-16 units: 4 more for the ships, the second Halden
        ("Rain &amp; fog in Halden", 14),  # as in the unescaped text
    ],
)
def test_named_entities_counted_otherwise(read: Read, text: str, start: int) -> None:
    """The place nearest to the one said."""
    entity = {"normalized_text": "Halden", "start": start, "end": start + 5}
    copy = read_one(read, {"annotations": [entity]}, text)
    (row,) = copy.entities
    settled = (copy.tweet.text or "").rindex("Halden")
    assert (row.start, row.end) == (settled, settled + 6)


def test_a_named_entity_over_lines(read: Read) -> None:
    """X writes the break as a space."""
    entity = {"normalized_text": "Port of Halden", "start": 0, "end": 14}
    (row,) = read_one(read, {"annotations": [entity]}, "Port\n of\nHalden").entities
    assert (row.text, row.start, row.end) == ("Port of Halden", 0, 15)


def test_what_is_no_entity(read: Read) -> None:
    """Faults, and the others are read."""
    entities = {"hashtags": [None, {"tag": 5}, {"tag": "Fog"}], "urls": {}, "mentions": "@a", "unknown": [1]}
    found = read({"data": {"id": "20", "text": "Fog", "entities": entities}}, "api_v2")
    assert [row.text for row in found.copies["20"].entities] == ["Fog"]
    assert [row.fault for row in found.faults] == ["bad_value"] * 4


def test_more_than_can_be(read: Read) -> None:
    """The first are kept."""
    entities = {"hashtags": [{"tag": f"t{number}"} for number in range(1_500)]}
    found = read({"data": {"id": "20", "text": "Fog", "entities": entities}}, "api_v2")
    assert len(found.copies["20"].entities) == 1_000
    assert [row.fault for row in found.faults] == ["too_many"]
