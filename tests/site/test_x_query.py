"""The queries of a search."""

from typing import Any

import pytest

from tests.site.x_query import EVERYTHING, read_query
from tests.site.x_tweets import Timeline

POST: dict[str, Any] = {"text": "Ships at #harbour", "lang": "iw", "referenced_tweets": [{"type": "quoted"}]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ships", True),
        ("ferries", False),
        ("#HARBOUR ships", True),
        ("ships ferries", False),
        ("ships OR ferries", True),
        ("ferries OR ships harbour", True),
        ("ships ferries OR trains", False),
        ('"ships at"', True),
        ('-"ships at"', False),
        ("from:Harbour_1", True),
        ("from:@harbour_1 -is:retweet", True),
        ("-from:harbour_1", False),
        ("is:quote", True),
        ("is:reply", False),
        ("lang:he", True),
        ("lang:iw lang:ar", False),
        ("(ferries OR ships) lang:iw", True),
        ("(ferries OR (ships -lang:iw))", False),
        ("-(ferries OR trains) ships", True),
    ],
)
def test_finds(query: str, found: bool) -> None:
    """AND binds before OR, brackets group, a minus negates."""
    assert read_query(query)(POST, "harbour_1") is found


@pytest.mark.parametrize("query", ["", "OR", "(ships", "ships)", "ships OR", "()", "near:harbour", "from:"])
def test_refuses(query: str) -> None:
    """What is no query, or has an operator that is not known."""
    with pytest.raises(ValueError, match=r"."):
        read_query(query)


def test_everything_is_everything() -> None:
    """The query that finds all."""
    assert all(read_query(EVERYTHING)(post, "") for post in Timeline(tweets=100, users=3).posts.values())
