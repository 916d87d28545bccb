"""Tweets and accounts cut out of JSON."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.x.cutting import CUT, MAX_DEPTH, Cutting, Names, cut


def names(*ids: str, author_ids: tuple[str, ...] = (), handles: tuple[str, ...] = ()) -> Names:
    """What is to go."""
    return Names(ids=frozenset(ids), author_ids=frozenset(author_ids), handles=frozenset(handles))


def test_a_tweet_goes_and_its_reference_stays() -> None:
    """What quotes it says only which one it quotes, also where the whole tweet stood there."""
    whole = {"type": "quoted", "id": "10", "text": "the harbour opens", "author": {"id": "1"}}
    quote = {"id": "20", "text": "look at it", "author_id": "2", "referenced_tweets": [whole]}
    answer = {"data": [{"id": "10", "text": "the harbour opens"}, quote]}
    bare = quote | {"referenced_tweets": [{"type": "quoted", "id": "10"}]}
    assert cut(answer, names("10")) == {"data": [bare]}


@pytest.mark.parametrize(
    "retweet",
    [
        {"id": "30", "text": "RT @a: the harbour", "referenced_tweets": [{"type": "retweeted", "id": "10"}]},
        {"id": "30", "text": "RT @a: the harbour", "referenced_posts": [{"type": "retweeted", "id": "10"}]},
        {
            "id_str": "30",
            "full_text": "RT @a: the harbour",
            "retweeted_status": {"id_str": "10", "full_text": "x"},
        },
    ],
)
def test_a_retweet_goes_too(retweet: dict[str, Any]) -> None:
    """Its text is the tweet's."""
    assert cut([retweet, {"id": "31", "text": "the mill"}], names("10")) == [{"id": "31", "text": "the mill"}]


def test_an_account_goes_with_its_tweets_and_not_where_others_mention_it() -> None:
    """A mention keeps its place, and loses what else is told of the account."""
    mention = {"start": 0, "end": 6, "username": "Wazir", "id": "1"}
    profile = mention | {"name": "W", "description": "I"}
    users = [{"id": "1", "username": "Wazir", "name": "W"}, {"id": "2", "username": "safir"}]
    answer = {
        "data": [
            {"id": "10", "author_id": "1", "text": "mine"},
            {"id": "11", "author_id": "2", "text": "@Wazir", "entities": {"mentions": [profile]}},
        ],
        "includes": {"users": users},
        "errors": [{"resource_type": "user", "value": "wazir", "detail": "suspended"}],
    }  # fmt: skip
    for gone in (names(author_ids=("1",)), names(handles=("wazir",))):
        kept = cut(answer, gone)
        assert kept["data"][-1]["entities"]["mentions"] == [mention]
        assert kept["includes"]["users"] == [{"id": "2", "username": "safir"}]
    assert cut(answer, names(author_ids=("1",), handles=("wazir",)))["errors"] == []
    assert len(cut(answer, names(author_ids=("1",)))["data"]) == 1


def test_a_tweet_inside_one_that_goes() -> None:
    """Is kept beside it, without the way in which it was inside."""
    inner = {"id": "10", "text": "the harbour", "author_id": "1"}
    retweet = {"id": "30", "text": "RT", "referenced_tweets": [{"type": "retweeted"} | inner]}
    cutting = Cutting(names("30"))
    assert cutting.cut([retweet]) == []
    assert cutting.loose == [inner]


def test_media_polls_and_places_of_a_tweet_go_with_it() -> None:
    """Those that another tweet has too stay: their descriptions are the author's words."""
    has = {"media_keys": ["m1", "m2"], "poll_ids": ["5"]}
    answer = {
        "data": [
            {"id": "10", "text": "a", "attachments": has, "geo": {"place_id": "p"}},
            {"id": "11", "text": "b", "attachments": {"media_keys": ["m2"]}},
        ],
        "includes": {
            "media": [{"media_key": "m1", "alt_text": "a crane"}, {"media_key": "m2"}],
            "polls": [{"id": "5", "options": [{"position": 1, "label": "yes"}]}],
            "places": [{"id": "p", "full_name": "Haifa"}, {"id": "q"}],
        },
    }  # fmt: skip
    assert cut(answer, names("10"))["includes"] == {
        "media": [{"media_key": "m2"}],
        "polls": [],
        "places": [{"id": "q"}],
    }


def test_numbers_that_are_no_tweets_stay() -> None:
    """The id of an account, a topic or a tag is none of a tweet."""
    value = {
        "data": [{"id": "11", "text": "b", "context_annotations": [{"domain": {"id": "46", "name": "n"}}]}],
        "includes": {"users": [{"id": "46", "username": "safir", "created_at": "2020-01-01T00:00:00Z"}]},
    }
    assert cut(value, names("46")) == value


def test_nothing_stays_of_what_is_nested_without_end() -> None:
    """No form does that."""
    value: Any = {"text": "x"}
    for _ in range(MAX_DEPTH + 50):
        value = [value]
    kept = cut(value, names("10"))
    for _ in range(MAX_DEPTH):
        kept = kept[0]
    assert kept == []


KEYS = [
    "id", "id_str", "text", "user", "author_id", "data", "includes", "tweets", "users", "username", "media",
    "attachments", "media_keys", "type", "media_key", "referenced_tweets", "retweeted_status", "geo",
    "resource_type", "value", "screen_name", "indices",
]  # fmt: skip
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 25)
    | st.floats(allow_nan=False)
    | st.text(max_size=4)
    | st.sampled_from(["10", "11", "1", "Wazir"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(KEYS),
        inner,
        max_size=6,
    ),
    max_leaves=40,
)  # fmt: skip


@given(json_values)
def test_hostile_values(value: Any) -> None:
    """Whatever stands where, the cut comes to an end, and a second one finds nothing."""
    gone = names("10", author_ids=("1",), handles=("wazir",))
    kept = cut(value, gone)
    assert kept is CUT or cut(kept, gone) == kept
    nothing = cut(value, names())
    assert nothing is CUT or nothing == value
