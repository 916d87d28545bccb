"""Hashtags, cashtags, mentions and links of a status."""

from typing import Any

import pytest

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.v1_entities import MAX_ENTITIES, Mark, entity_rows, marks_of, place, settled
from tasks.parsing.x.v1_reading import Reading


def marks(origin: Origin, text: str, **entities: Any) -> tuple[list[Mark], Gathered]:
    """The entities of a text, and where faults went."""
    found = Gathered(origin)
    return marks_of(entities, text, Reading(gathered=found)), found


def test_each_kind(origin: Origin) -> None:
    """Text without its sign; accounts by id; links expanded and unwound; pictures' links are links."""
    text = "#دبي $PORT @HarbourNews https://t.co/a https://t.co/p"
    link = {
        "url": "https://t.co/a", "expanded_url": "https://s.example/1", "display_url": "s.example/1",
        "indices": [24, 38],
        "unwound": {"url": "https://port.example/", "title": "Port", "description": "All of it"},
    }  # fmt: skip
    mention = {"screen_name": "HarbourNews", "name": "Harbour", "id_str": "12", "indices": [11, 23]}
    picture = {
        "url": "https://t.co/p",
        "expanded_url": "https://x.com/HarbourNews/status/7/photo/1",
        "indices": [39, 53],
    }
    found, held = marks(
        origin, text,
        hashtags=[{"text": "دبي", "indices": [0, 4]}],
        symbols=[{"text": "PORT", "indices": [5, 10]}],
        user_mentions=[mention],
        urls=[link], media=[picture, picture],
    )  # fmt: skip
    rows = entity_rows(found, "7", origin)
    assert [(row.ord, row.kind, row.text) for row in rows] == [
        (0, "hashtag", "دبي"), (1, "cashtag", "PORT"), (2, "mention", "HarbourNews"),
        (3, "url", "https://t.co/a"), (4, "url", "https://t.co/p"),
    ]  # fmt: skip
    assert [text[row.start : row.end] for row in rows] == text.split(" ")
    assert (rows[2].user_id, rows[2].user_name) == ("12", "Harbour")
    assert (rows[3].url_expanded, rows[3].url_unwound) == ("https://s.example/1", "https://port.example/")
    assert (rows[3].url_display, rows[3].title, rows[3].description) == ("s.example/1", "Port", "All of it")
    assert not held.faults


def test_offsets_are_code_points_of_the_text_as_sent(origin: Origin) -> None:
    """A character beyond the first plane counts once, `&amp;` five times."""
    text = "🚢 A &amp; B #port"
    found, _ = marks(origin, text, hashtags=[{"text": "port", "indices": ["12", "17"]}])
    stored, placed = settled(text, found)
    assert stored == "🚢 A & B #port"
    assert [stored[mark.start : mark.end] for mark in placed] == ["#port"]


@pytest.mark.parametrize(
    "indices",
    [None, [], [0], ["x", 5], [5, 0], [0, 4], [1, 6], [0, 99], [-1, 5], [0.0, 5.0], {"0": 1}, [0, 5, 6]],
)
def test_what_stands_elsewhere_stands_nowhere(indices: Any) -> None:
    """An entity whose place holds another text keeps its words and has no place."""
    assert place("hashtag", "port", indices, "#port of call") == (None, None)


def test_places_of_other_spellings() -> None:
    """A hashtag in another case, the wide sign, and a mention under a former name are where they are."""
    assert place("hashtag", "PORT", [0, 5], "#port") == (0, 5)
    assert place("hashtag", "港", [0, 2], "＃港") == (0, 2)
    assert place("mention", "HarbourNews", [0, 5], "@Port") == (0, 5)
    assert place("mention", "HarbourNews", [0, 5], "Ports") == (None, None)


def test_what_names_nothing_is_a_fault(origin: Origin) -> None:
    """So is what is no object, and a list that is none; what is whole beside them stays."""
    found, held = marks(
        origin, "#port", hashtags=[{}, 7, {"text": "port", "indices": [0, 5]}], urls="x", symbols={},
        user_mentions=[{"screen_name": "two words"}],
    )  # fmt: skip
    assert [mark.text for mark in found] == ["port"]
    assert [row.fault for row in held.faults] == ["bad_value"] * 4


def test_there_are_not_too_many(origin: Origin) -> None:
    """The first of them stay, the rest are one fault."""
    many = [{"text": f"port{number}"} for number in range(MAX_ENTITIES + 1)]
    found, held = marks(origin, "", hashtags=many)
    assert len(found) == MAX_ENTITIES
    assert [row.fault for row in held.faults] == ["too_many"]


def test_order() -> None:
    """By their place, those without one at the end."""
    given = [Mark(kind="url", start=None, end=None, text="u"), Mark(kind="hashtag", start=3, end=5, text="b")]
    _, placed = settled("aa #b", [*given, Mark(kind="cashtag", start=0, end=1, text="a")])
    assert [mark.text for mark in placed] == ["a", "b", "u"]
