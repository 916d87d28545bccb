"""How to fetch."""

from dataclasses import replace

import pytest

from tasks.collecting.policy import user_agent


def test_share_divides_the_requests(policy):
    """Several fetchers together have no more requests under way than one; each may have one."""
    assert replace(policy, requests_at_once=32).share(8).requests_at_once == 4
    assert replace(policy, requests_at_once=2).share(8).requests_at_once == 1
    assert policy.share(0) == policy


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("", "isnad/1.0"),
        ("https://news.example/bot", "isnad/1.0 (+https://news.example/bot)"),
        ("a@n.example)\r\nX-Evil: (1", "isnad/1.0 (+a@n.exampleX-Evil: 1)"),
        ("عربي", "isnad/1.0"),
    ],
)
def test_user_agent(contact, expected):
    """The contact is there where it is set, and cannot break the header."""
    assert user_agent("1.0", contact) == expected
