"""Texts of the X API v2 as they are stored."""

from collections.abc import Callable
from typing import Any

import pytest

from tasks.parsing.x.gathered import Copy, Gathered
from tasks.parsing.x.ranks import API_V2, TRUNCATED, UNAVAILABLE

Read = Callable[..., Gathered]

PORT = {"id": "90", "username": "PortOfHalden", "name": "Port of Halden"}
LONG = "Harbour &amp; bridge reopen 🚢 today, the ministry says. " + "More ferries. " * 40 + "#Halden"
TAG = {"start": len(LONG) - 7, "end": len(LONG), "tag": "Halden"}


def read_one(read: Read, tweet: dict[str, Any], **includes: Any) -> Copy:
    """The row of a tweet."""
    found = read({"data": {"id": "1800000000000000001"} | tweet, "includes": includes}, "api_v2")
    return found.copies["1800000000000000001"]


def shown(copy: Copy) -> list[str]:
    """What stands at the places of its entities."""
    return [(copy.tweet.text or "")[row.start : row.end] for row in copy.entities if row.start is not None]


@pytest.mark.parametrize("name", ["note_tweet", "note_post"])
def test_a_long_post(read: Read, name: str) -> None:
    """All of it, with the entities of the whole; named ones are only with the beginning."""
    cut = f"{LONG[:250]}… https://t.co/a"
    entities = {
        "urls": [{"start": 252, "end": 266, "url": "https://t.co/a"}],
        "annotations": [{"start": 0, "end": 6, "normalized_text": "Harbour", "type": "Place"}],
    }
    note = {"text": LONG, "entities": {"hashtags": [TAG]}}
    copy = read_one(read, {"text": cut, "entities": entities, name: note})
    assert copy.tweet.text == LONG.replace("&amp;", "&")
    assert (copy.tweet.text_truncated, copy.tweet.completeness) == (False, API_V2)
    assert shown(copy) == ["Harbour", "#Halden"]


def test_a_long_post_without_entities_of_its_own(read: Read) -> None:
    """Those of the beginning stand in the whole as well."""
    entities = {"hashtags": [TAG | {"start": 0, "end": 7, "tag": "Tide"}]}
    copy = read_one(read, {"text": "#Tide w…", "entities": entities, "note_tweet": {"text": "#Tide warning"}})
    assert copy.entities[0].start is None  # the end is wrong: a place that does not show the tag is none
    entities["hashtags"][0]["end"] = 5
    copy = read_one(read, {"text": "#Tide w…", "entities": entities, "note_tweet": {"text": "#Tide warning"}})
    assert shown(copy) == ["#Tide"]
    entities["urls"] = [{"start": 8, "end": 22, "url": "https://t.co/a"}]  # to the whole: it is not in that
    copy = read_one(
        read,
        {"text": "#Tide w… https://t.co/a", "entities": entities, "note_tweet": {"text": "#Tide warning"}},
    )
    assert [row.kind for row in copy.entities] == ["hashtag"]


@pytest.mark.parametrize("note", [{"id": "1"}, {"text": ""}, {}, [], "a note", None])
def test_a_note_without_a_text(read: Read, note: Any) -> None:
    """The text then."""
    copy = read_one(read, {"text": "The bridge is open.", "note_tweet": note})
    assert (copy.tweet.text, copy.tweet.text_truncated) == ("The bridge is open.", False)


def test_the_beginning_of_a_long_post(read: Read) -> None:
    """It is cut off where it ends in … and a link to itself."""
    link = {"start": 12, "end": 26, "url": "https://t.co/a"}
    link["expanded_url"] = "https://x.com/i/web/status/1800000000000000001"  # type: ignore[assignment]
    cut = read_one(read, {"text": "The bridge… https://t.co/a", "entities": {"urls": [link]}})
    assert (cut.tweet.text_truncated, cut.tweet.completeness) == (True, TRUNCATED)
    link["expanded_url"] = "https://harbour.example/fog"  # type: ignore[assignment]
    own = read_one(read, {"text": "The bridge… https://t.co/a", "entities": {"urls": [link]}})
    assert (own.tweet.text_truncated, own.tweet.completeness) == (False, API_V2)


REPEATS = {"referenced_tweets": [{"type": "retweeted", "id": "1700000000000000001"}]}
OWN = {
    "text": "RT @PortOfHalden: Harbour &amp; bridge reopen…",
    "entities": {"mentions": [{"start": 3, "end": 16, "username": "PortOfHalden"}]},
}


def test_a_retweet(read: Read) -> None:
    """What it repeats, whole, behind the author's handle; the entities move with it."""
    original = {
        "id": "1700000000000000001", "author_id": "90", "text": "cut…",
        "note_tweet": {"text": LONG, "entities": {"hashtags": [TAG]}},
    }  # fmt: skip
    copy = read_one(read, OWN | REPEATS, users=[PORT], tweets=[original])
    assert copy.tweet.text == "RT @PortOfHalden: " + LONG.replace("&amp;", "&")
    assert copy.tweet.text_truncated is False
    assert shown(copy) == ["@PortOfHalden", "#Halden"]
    assert (copy.entities[0].user_id, copy.entities[0].user_name) == ("90", "Port of Halden")
    assert (copy.tweet.retweeted_handle, copy.tweet.retweeted_user_id) == ("PortOfHalden", "90")


def test_a_retweet_whose_author_is_not_there(read: Read) -> None:
    """Its handle stands in the retweet's own text."""
    original = {"id": "1700000000000000001", "author_id": "90", "text": "Open."}
    assert read_one(read, OWN | REPEATS, tweets=[original]).tweet.text == "RT @PortOfHalden: Open."


def test_a_retweet_of_what_is_not_there(read: Read) -> None:
    """The text as sent, cut off where it ends in dots."""
    copy = read_one(read, OWN | REPEATS)
    assert copy.tweet.text == "RT @PortOfHalden: Harbour & bridge reopen…"
    assert (copy.tweet.text_truncated, copy.tweet.completeness) == (True, TRUNCATED)
    assert shown(copy) == ["@PortOfHalden"]
    whole = read_one(read, REPEATS | {"text": "RT @PortOfHalden: Open."})
    assert (whole.tweet.text_truncated, whole.tweet.completeness) == (False, API_V2)


def test_what_only_begins_like_a_retweet(read: Read) -> None:
    """Cut off only where X cuts a retweet, or a long post: people end in dots too."""
    own = read_one(read, {"text": "RT @PortOfHalden: Fog…"})
    assert (own.tweet.text_truncated, own.tweet.completeness) == (False, API_V2)
    retweet = read_one(read, {"text": f"RT @PortOfHalden: {LONG[:120]}…"})
    assert (retweet.tweet.text_truncated, retweet.tweet.completeness) == (True, TRUNCATED)
    address = "https://x.com/i/web/status/1800000000000000001"
    link = {"start": 23, "end": 37, "url": "https://t.co/a", "expanded_url": address}
    long = read_one(read, {"text": "RT @PortOfHalden: Fog… https://t.co/a", "entities": {"urls": [link]}})
    assert (long.tweet.text_truncated, shown(long)) == (True, ["https://t.co/a"])


def test_a_retweet_in_the_words_of_posts(read: Read) -> None:
    """A repost is the same."""
    repeats = {"referenced_posts": [{"type": "reposted", "id": "1700000000000000001"}]}
    original = {"id": "1700000000000000001", "author_id": "90", "text": "Open."}
    copy = read_one(
        read, OWN | repeats | {"public_metrics": {"repost_count": 9}}, users=[PORT], posts=[original]
    )
    assert copy.tweet.text == "RT @PortOfHalden: Open."
    assert (copy.tweet.retweeted_tweet_id, copy.counts) == ("1700000000000000001", None)


def test_a_retweet_of_itself(read: Read) -> None:
    """Hostile, and no more than odd."""
    repeats = {"referenced_tweets": [{"type": "retweeted", "id": "1800000000000000001"}], "author_id": "90"}
    copy = read_one(read, OWN | repeats, users=[PORT])
    assert copy.tweet.text == "RT @PortOfHalden: RT @PortOfHalden: Harbour & bridge reopen…"


@pytest.mark.parametrize(
    ("text", "availability"),
    [
        ("@halden_port's account has been withheld in Norland in response to a legal demand. Learn more.",
         "withheld"),
        ("This Tweet from @halden_port has been withheld in response to a report from the copyright holder. "
         "Learn more", "withheld"),
        ("@halden_port's account is temporarily unavailable because it violates the Twitter Media Policy. "
         "Learn more.", "restricted"),
    ],
)  # fmt: skip
def test_a_notice(read: Read, text: str, availability: str) -> None:
    """It is the reason, and not the tweet's text; its link is X's, the names are those in the text."""
    entities = {
        "urls": [{"start": 0, "end": 3, "url": "https://help.example"}],
        "annotations": [{"start": 1, "end": 6, "normalized_text": "Halden"}],
    }
    copy = read_one(read, {"text": text, "entities": entities})
    said = (copy.tweet.text, copy.tweet.availability, copy.tweet.availability_reason, copy.tweet.completeness)
    assert said == (None, availability, text, UNAVAILABLE)
    assert [(row.kind, row.start, row.text) for row in copy.entities] == [("annotation", None, "Halden")]


def test_words_about_a_notice(read: Read) -> None:
    """What somebody writes himself is a text."""
    text = "@halden_port's account has been withheld in Norland, and nobody says why"
    assert read_one(read, {"text": text}).tweet.text == text


@pytest.mark.parametrize("text", [None, 5, ["The bridge"], {"de": "Brücke"}])
def test_a_text_that_is_none(read: Read, text: Any) -> None:
    """The row stays, without one."""
    copy = read_one(read, {"text": text, "author_id": "90"})
    assert (copy.tweet.text, copy.tweet.text_truncated) == (None, None)


def test_an_empty_text_is_known(read: Read) -> None:
    """A tweet of pictures only."""
    assert read_one(read, {"text": ""}).tweet.text == ""


def test_an_endless_text(read: Read) -> None:
    """It is cut off, and says so."""
    found = read({"data": {"id": "20", "text": "ya " * 50_000}}, "api_v2")
    assert len(found.copies["20"].tweet.text or "") == 100_000
    assert found.copies["20"].tweet.text_truncated
    assert [row.fault for row in found.faults] == ["too_long"]
