"""What an answer brought, before it is extracted."""

import json

from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.x.answered import read_answered
from tests.tasks.parsing.x.test_shapes import ANY

KEYS = st.sampled_from(
    ["data", "includes", "meta", "users", "tweets", "posts", "next_token", "id", "username"]
)
SHAPED = st.recursive(
    ANY, lambda inner: st.dictionaries(KEYS, inner | st.lists(inner), max_size=4), max_leaves=8
)


def test_both_dialects_a_single_tweet_and_accounts() -> None:
    """Ids of what was asked for, of what came beside, of accounts, and the next page."""
    answer = {
        "data": [{"id": "3"}, {"id": "2"}, {"id": "3"}],
        "includes": {"tweets": [{"id": "2"}, {"id": "1"}], "users": [{"id": "9"}]},
        "meta": {"next_token": "t"},
    }
    found = read_answered(json.dumps(answer).encode())
    assert (found.posts, found.included, found.users, found.next_token) == (("3", "2"), ("1",), ("9",), "t")
    newer = {"data": {"id": "3"}, "includes": {"posts": [{"id": "1"}]}}
    assert read_answered(json.dumps(newer).encode()).included == ("1",)
    accounts = {"data": [{"id": "9", "username": "port"}]}
    assert read_answered(json.dumps(accounts).encode()).users == ("9",)
    assert read_answered(json.dumps(accounts).encode()).posts == ()


@given(SHAPED)
def test_anything_is_an_answer_of_some_ids(value: object) -> None:
    """Nothing that is JSON ends in an error."""
    found = read_answered(json.dumps(value).encode())
    assert all(name.isdigit() for name in (*found.posts, *found.included, *found.users))
    assert len(set(found.posts)) == len(found.posts)


@given(st.binary(max_size=50))
def test_what_is_no_json_brings_nothing(body: bytes) -> None:
    """Nor what is not."""
    read_answered(body)
