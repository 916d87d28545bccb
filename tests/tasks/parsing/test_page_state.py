"""The JSON in a page's scripts."""

from typing import Any

import pytest

from tasks.parsing.document import parse_html
from tasks.parsing.page_state import MAX_SCRIPTS, read_state


def state_of(markup: str) -> list[tuple[Any, bool]]:
    """What the scripts of a page with this markup hold."""
    tree = parse_html(f"<html><body><p>x</p>{markup}</body></html>")
    assert tree is not None
    return list(read_state(tree))


@pytest.mark.parametrize(
    ("script", "held"),
    [
        ('<script type="application/json">{"type":"tweet"}</script>', [({"type": "tweet"}, False)]),
        (
            '<script type="application/ld+json">{"@type": "SocialMediaPosting"}</script>',
            [({"@type": "SocialMediaPosting"}, True)],
        ),
        (
            '<script>var n=1;if(n=={}){};App.state = {"tweetId": "1"};App.go({"b": 2})</script>',
            [({"tweetId": "1"}, False)],
        ),
        ('<script type="application/json">{"share": "https://x.com/intent"}</script>', []),
        ('<script type="text/template">{"type":"tweet"}</script>', []),
        ('<script src="/tweet.js"></script>', []),
    ],
)
def test_scripts_that_may_tell_of_a_tweet(script: str, held: list[tuple[Any, bool]]) -> None:
    """JSON scripts whole, of code what it assigns; scripts without any sign of a tweet are not parsed."""
    assert state_of(script) == held


def test_no_more_than_so_many() -> None:
    """A page of scripts is read up to a number of them."""
    assert len(state_of('<script type="application/json">{"type":"tweet"}</script>' * 99)) == MAX_SCRIPTS
