"""Statuses of the API v1.1."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Gathered, Origin
from tasks.parsing.x.v1 import MAX_DEPTH, read_status

HARBOUR = {"id_str": "12", "screen_name": "HarbourNews", "name": "Harbour"}
BRIDGE = {"id_str": "13", "screen_name": "BridgeDesk", "name": "الجسر"}


def status(tweet_id: str = "1552687856111566848", **given: Any) -> dict[str, Any]:
    """A status of the harbour's."""
    said = {"id_str": tweet_id, "created_at": "Thu Jul 28 16:10:07 +0000 2022", "user": HARBOUR, "lang": "en"}
    return said | {"full_text": "The bridge is open"} | given


def faults(found: Gathered) -> list[tuple[str, str]]:
    """The faults, with their details."""
    return [(row.fault, row.detail) for row in found.faults]


def test_a_status_is_a_row(read: Callable[..., Gathered]) -> None:
    """With its author, its time, its counts and its rank."""
    found = read(
        status(
            favorite_count=3,
            retweet_count=0,
            source='<a href="https://app.example/?a=1&amp;b=2" rel="nofollow">Desk &amp; Co</a>',
        ),
        "api_v1",
    )
    (copy,) = found.copies.values()
    row = copy.tweet
    assert (row.tweet_id, row.author_id, row.author_handle) == ("1552687856111566848", "12", "HarbourNews")
    assert row.url == "https://x.com/HarbourNews/status/1552687856111566848"
    assert (row.text, row.text_truncated, row.language) == ("The bridge is open", False, "en")
    assert row.created_at == datetime(2022, 7, 28, 16, 10, 7, tzinfo=UTC)
    assert (row.created_source, row.created_precision) == ("api", "second")
    assert (row.client_name, row.client_url) == ("Desk & Co", "https://app.example/?a=1&b=2")
    assert (row.availability, row.source_kind, row.completeness) == ("available", "api_v1", ranks.API_V1)
    assert copy.counts is not None
    assert (copy.counts.likes, copy.counts.retweets, copy.counts.replies) == (3, 0, None)
    assert list(found.authors) == ["12"]
    assert not found.faults


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one], lambda one: {"statuses": [one]}])
def test_bodies(read: Callable[..., Gathered], wrap: Callable[[Any], Any]) -> None:
    """A status, a list of them, or the answer of a search."""
    assert list(read(wrap(status()), "api_v1").copies) == ["1552687856111566848"]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"<html>", "not_json"),
        (b"", "not_json"),
        (b"[1]", "not_a_tweet"),
        (b"null", "not_a_tweet"),
        (b"{}", "not_a_tweet"),
        (b'{"id_str": "12", "screen_name": "HarbourNews"}', "not_a_tweet"),
        (b'{"errors": [{"code": 144, "message": "No status found with that ID."}]}', "api_error"),
    ],
)
def test_bodies_without_a_status(read: Callable[..., Gathered], body: bytes, fault: str) -> None:
    """Each is one fault, and no row; an account is no tweet."""
    found = read(body, "api_v1")
    assert [kind for kind, _ in faults(found)] == [fault]
    assert not found.copies


def test_text_of_every_flavour(origin: Origin) -> None:
    """REST's full_text, the compat text, and the stream's extension, which is whole where text is cut off."""
    cut = {"full_text": None, "text": "The bridge… https://t.co/a", "truncated": True}
    extended = {"extended_tweet": {"full_text": "The bridge is open again"}}
    cases = [
        ({"full_text": "A &amp; B"}, "A & B", False, ranks.API_V1),
        ({"full_text": None, "text": "Short", "truncated": False}, "Short", False, ranks.API_V1),
        ({"full_text": None, "text": "Old"}, "Old", None, ranks.API_V1),
        (cut, "The bridge… https://t.co/a", True, ranks.TRUNCATED),
        (cut | extended, "The bridge is open again", False, ranks.API_V1),
        ({"full_text": None}, None, None, ranks.ADDRESS_ONLY),
    ]
    for given, text, truncated, rank in cases:
        found = Gathered(origin)
        read_status(status(**given), found)
        row = next(iter(found.copies.values())).tweet
        assert (row.text, row.text_truncated, row.completeness) == (text, truncated, rank)


def test_a_retweet_is_the_whole_text_behind_its_prefix(origin: Origin) -> None:
    """Its entities stand behind the mention; counts and quote are left to the tweet it repeats."""
    repeated = status(
        "1552622999664205829", user=BRIDGE, full_text="جسر #الميناء &amp; https://t.co/a", retweet_count=5,
        entities={
            "hashtags": [{"text": "الميناء", "indices": [4, 12]}],
            "urls": [{"url": "https://t.co/a", "expanded_url": "https://port.example/", "indices": [19, 33]}],
        },
    )  # fmt: skip
    found = Gathered(origin)
    read_status(
        status(
            full_text="RT @BridgeDesk: جسر…", retweeted_status=repeated, retweet_count=5, favorite_count=0,
            quoted_status_id_str="99", entities={"user_mentions": [BRIDGE | {"indices": [3, 14]}]},
        ),
        found,
    )  # fmt: skip
    outer, inner = found.copies.values()
    assert outer.tweet.text == "RT @BridgeDesk: جسر #الميناء & https://t.co/a"
    assert outer.tweet.text_truncated is False
    assert (outer.tweet.retweeted_tweet_id, outer.tweet.retweeted_user_id) == ("1552622999664205829", "13")
    assert (outer.tweet.retweeted_handle, outer.tweet.quoted_tweet_id) == ("BridgeDesk", None)
    assert (outer.counts, inner.counts and inner.counts.retweets) == (None, 5)
    assert (outer.tweet.asked_for, inner.tweet.asked_for) == (True, False)
    places = [(row.ord, row.kind, (outer.tweet.text or "")[row.start : row.end]) for row in outer.entities]
    assert places == [(0, "mention", "@BridgeDesk"), (1, "hashtag", "#الميناء"), (2, "url", "https://t.co/a")]


@pytest.mark.parametrize("repeated", [{"id_str": "7"}, {"id_str": "7", "user": BRIDGE}])
def test_a_retweet_of_what_is_not_there(origin: Origin, repeated: dict[str, Any]) -> None:
    """Keeps its own words, and says that they are cut off."""
    found = Gathered(origin)
    read_status(status(full_text="RT @BridgeDesk: The bridge…", retweeted_status=repeated), found)
    row = found.copies["1552687856111566848"].tweet
    assert (row.text, row.text_truncated) == ("RT @BridgeDesk: The bridge…", True)
    assert (row.retweeted_tweet_id, row.completeness) == ("7", ranks.TRUNCATED)


def test_a_quoted_tweet_is_a_row_of_its_own(origin: Origin) -> None:
    """Where it is not there, its address still names it."""
    found = Gathered(origin)
    read_status(status(quoted_status=status("8", user=BRIDGE), quoted_status_id_str="8"), found)
    row = found.copies["1552687856111566848"].tweet
    assert (row.quoted_tweet_id, row.quoted_user_id, row.quoted_handle) == ("8", "13", "BridgeDesk")
    assert found.copies["8"].tweet.asked_for is False
    link = {"url": "https://t.co/q", "expanded": "https://twitter.com/BridgeDesk/status/8"}
    found = Gathered(origin)
    read_status(status(quoted_status_permalink=link), found)
    row = found.copies["1552687856111566848"].tweet
    assert (row.quoted_tweet_id, row.quoted_handle) == ("8", "BridgeDesk")


def test_statuses_within_statuses_have_an_end(origin: Origin) -> None:
    """As many as MAX_DEPTH are read; what is deeper is one fault."""
    nested: dict[str, Any] = {}
    for number in range(MAX_DEPTH + 5, 0, -1):
        nested = status(str(number), quoted_status=nested)
    found = Gathered(origin)
    read_status(nested, found)
    assert list(found.copies) == [str(number) for number in range(1, MAX_DEPTH + 2)]
    assert [kind for kind, _ in faults(found)] == ["too_many"]


def test_a_status_in_one_without_an_id_is_read(origin: Origin) -> None:
    """The outer one is a fault with its line, the inner one a row."""
    found = Gathered(origin)
    read_status(status(id_str=None, quoted_status=status("8")), found, line=4)
    assert list(found.copies) == ["8"]
    assert [(row.fault, row.line) for row in found.faults] == [("not_a_tweet", 4)]


@pytest.mark.parametrize("lost", [1.552687856111567e18, "1.55E+18", -3, True, [7]])
def test_an_id_that_lost_its_end_is_none(origin: Origin, lost: Any) -> None:
    """Floats and what a spreadsheet made of an id name no tweet, and are counted."""
    found = Gathered(origin)
    read_status(status(id_str=None, id=lost), found)
    assert not found.copies
    assert [kind for kind, _ in faults(found)] == ["bad_value", "not_a_tweet"]
    found = Gathered(origin)
    read_status(status(in_reply_to_status_id=lost), found)
    assert found.copies["1552687856111566848"].tweet.in_reply_to_tweet_id is None
    assert [kind for kind, _ in faults(found)] == ["bad_value"]


def test_the_text_of_an_id_counts_before_the_number(origin: Origin) -> None:
    """The number is read only where there is no text."""
    found = Gathered(origin)
    read_status(status(id=1.5e18, in_reply_to_status_id=77), found)
    assert found.copies["1552687856111566848"].tweet.in_reply_to_tweet_id == "77"
    assert not found.faults


def test_a_notice_is_not_the_text(origin: Origin) -> None:
    """What X writes in place of a withheld tweet is the reason; a withheld tweet that is shown is one."""
    notice = (
        "This Tweet from @HarbourNews has been withheld in response to a report from the copyright holder."
    )
    found = Gathered(origin)
    read_status(status(full_text=notice, withheld_copyright=True, withheld_in_countries=["XY"]), found)
    read_status(status("8", withheld_in_countries=["DE", "FR"], withheld_scope="status"), found)
    gone, shown = (copy.tweet for copy in found.copies.values())
    assert (gone.text, gone.availability, gone.availability_reason) == (None, "withheld", notice)
    assert (gone.completeness, gone.withheld_copyright) == (ranks.UNAVAILABLE, True)
    assert (shown.availability, shown.withheld_countries) == ("available", ("DE", "FR"))


def test_one_tweet_in_one_body_is_one_row(read: Callable[..., Gathered]) -> None:
    """The more complete record of it counts, and that it was asked for."""
    cut = status("8", full_text=None, text="The…", truncated=True)
    found = read([status(quoted_status=status("8", text=None)), cut], "api_v1")
    row = found.copies["8"].tweet
    assert (row.text, row.asked_for, row.text_truncated) == ("The bridge is open", True, False)


@pytest.mark.parametrize("user", [{"id_str": "12"}, {"name": "Harbour"}, {}, None, 7])
def test_an_author_of_whom_little_is_known(origin: Origin, user: Any) -> None:
    """Is in the tweet's columns as far as it goes, and no row: a look at an account needs a name."""
    found = Gathered(origin)
    read_status(status(user=user), found)
    row = found.copies["1552687856111566848"].tweet
    known = user if isinstance(user, dict) else {}
    assert (row.author_id, row.author_name) == (known.get("id_str"), known.get("name"))
    assert row.url == "https://x.com/i/web/status/1552687856111566848"
    assert not found.authors
    assert len(found.faults) == (1 if user == 7 else 0)


def test_a_body_with_halves_of_characters(read: Callable[..., Gathered]) -> None:
    """What a cut-off text leaves behind becomes a mark of replacement."""
    body = json.dumps(status(full_text="bridge \ud83c")).encode()
    (copy,) = read(body, "api_v1").copies.values()
    assert copy.tweet.text == "bridge ?"
