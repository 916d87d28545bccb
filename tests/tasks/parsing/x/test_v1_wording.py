"""The words of a status."""

from typing import Any

from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.v1_reading import Reading
from tasks.parsing.x.v1_wording import MAX_TEXT_CHARS, wording_of


def test_media_of_the_fullest_part(origin: Origin) -> None:
    """The extension's own, else extended_entities, else the one picture of entities."""
    one, two, three = ({"media_url_https": f"https://pbs.example/{name}.jpg"} for name in "abc")
    inner = {"full_text": "port", "extended_entities": {"media": [one]}}
    outer: dict[str, Any] = {
        "text": "p…",
        "extended_entities": {"media": [two]},
        "entities": {"media": [three]},
    }
    reading = Reading(gathered=Gathered(origin))
    assert wording_of(outer | {"extended_tweet": inner}, reading).media == [one]
    assert wording_of(outer | {"extended_tweet": {"full_text": "port"}}, reading).media == [two]
    assert wording_of({"text": "p", "entities": {"media": [three]}}, reading).media == [three]


def test_a_retweet_shows_the_media_of_what_it_repeats(origin: Origin) -> None:
    """The stream leaves them out of the retweet itself."""
    picture = {"media_url_https": "https://pbs.example/a.jpg"}
    repeated = {
        "id_str": "7",
        "user": {"screen_name": "Port"},
        "text": "p",
        "extended_entities": {"media": [picture]},
    }
    found = wording_of(
        {"text": "RT @Port: p", "retweeted_status": repeated}, Reading(gathered=Gathered(origin))
    )
    assert found.media == [picture]


def test_an_empty_text_is_a_text(origin: Origin) -> None:
    """What is empty was sent so; what is missing is not known; what is no text is a fault."""
    found = Gathered(origin)
    reading = Reading(gathered=found)
    assert wording_of({"full_text": ""}, reading).text == ""
    assert wording_of({"full_text": "", "text": "port"}, reading).text == "port"
    assert wording_of({}, reading).text is None
    assert not found.faults
    assert wording_of({"text": 7}, reading).text is None
    assert [row.fault for row in found.faults] == ["bad_value"]


def test_a_text_has_an_end(origin: Origin) -> None:
    """What is longer than any post is cut off, and says so."""
    found = Gathered(origin)
    cut = wording_of({"full_text": "م" * (MAX_TEXT_CHARS + 1)}, Reading(gathered=found))
    assert (len(cut.text or ""), cut.truncated) == (MAX_TEXT_CHARS, True)
    assert [row.fault for row in found.faults] == ["too_long"]
