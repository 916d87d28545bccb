"""Addresses of tweets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.tweet_urls import parse_redirected_url, parse_tweet_id, parse_tweet_url, tweet_address


@pytest.mark.parametrize(
    "url",
    [
        "https://twitter.com/harbour_news/status/1865941871443546566?ref_src=twsrc%5Etfw",
        "http://www.x.com/harbour_news/status/1865941871443546566",
        "https://mobile.twitter.com/harbour_news/status/1865941871443546566/photo/1",
        "//x.com/harbour_news/status/1865941871443546566",
        "https://nitter.example.org/harbour_news/status/1865941871443546566#m",
        "https://fxtwitter.com/harbour_news/status/1865941871443546566",
        "https://vxtwitter.com/harbour_news/status/1865941871443546566",
        "https://twitter.com/harbour_news/statuses/1865941871443546566",
        "https://twitter.com/#!/harbour_news/status/1865941871443546566",
        " https://X.com/harbour_news/status/1865941871443546566 ",
    ],
)
def test_reads_id_and_handle(url: str) -> None:
    """Every host, mirror and suffix of a status address names the same tweet."""
    found = parse_tweet_url(url)
    assert found is not None
    assert (found.tweet_id, found.handle) == ("1865941871443546566", "harbour_news")


@pytest.mark.parametrize("path", ["i/web/status/", "i/status/", "statuses/"])
def test_address_without_author(path: str) -> None:
    """Addresses that name no author have no handle."""
    found = parse_tweet_url(f"https://twitter.com/{path}1865941871443546566")
    assert found is not None
    assert (found.tweet_id, found.handle) == ("1865941871443546566", None)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "https://twitter.com/harbour_news",
        "https://twitter.com/intent/tweet?url=https://x.com/a/status/123456789",
        "https://twitter.com/share?text=status/123456789",
        "https://twitter.com/harbour_news/status/",
        "https://twitter.com/harbour_news/status/12345678901234567890123",
        "https://twitter.com/harbour_news/status/9999999999999999999",
        "https://twitter.com/harbour_news/status/٠١٢٣٤٥٦٧٨",
        "https://nottwitter.com/harbour_news/status/123456789",
        "https://twitter.com.example.org/harbour_news/status/123456789",
        "javascript://x.com/a/status/123456789",
        "https://[x.com/a/status/123456789",
        "https://x.com/a/status/123456789?" + "x" * 5000,
    ],
)
def test_other_addresses_are_none(url: str | None) -> None:
    """Profiles, share buttons, other hosts and broken addresses name no tweet."""
    assert parse_tweet_url(url) is None


@pytest.mark.parametrize(
    ("text", "tweet_id"), [(" 123 ", "123"), ("0123", None), ("1e5", None), (None, None)]
)
def test_ids_are_digits(text: str | None, tweet_id: str | None) -> None:
    """An id is decimal digits and stays text."""
    assert parse_tweet_id(text) == tweet_id


def test_kept_address_is_one_for_all_hosts() -> None:
    """A tweet is kept under one address; without an author it is the one that needs none."""
    assert tweet_address("123", "harbour_news") == "https://x.com/harbour_news/status/123"
    assert tweet_address("123", None) == "https://x.com/i/web/status/123"


@pytest.mark.parametrize(
    ("url", "tweet_id"),
    [
        (
            "https://clicks.example.org/?id=7&url=https://x.com/a/status/123456789?ref_src=twsrc&n=1",
            "123456789",
        ),
        ("https://x.com/a/status/123456789", "123456789"),
        ("https://twitter.com/intent/tweet?url=https://x.com/a/status/123456789", None),
        ("https://clicks.example.org/?url=https://example.org/status/123456789", None),
        ("https://[clicks/?url=https://x.com/a/status/123456789", None),
    ],
)
def test_click_counters(url: str, tweet_id: str | None) -> None:
    """A click counter's address names the tweet it leads to; a share button's does not."""
    found = parse_redirected_url(url)
    assert (found.tweet_id if found else None) == tweet_id


@given(st.text() | st.from_regex(r"(https?:)?//(x|twitter)\.com/\S{0,30}/?status/\d{0,25}.{0,9}"))
def test_any_text(text: str) -> None:
    """Any text is a tweet's address or None; what is found can be read again from the kept address."""
    found = parse_tweet_url(text)
    if found is not None:
        assert parse_tweet_url(tweet_address(found.tweet_id, found.handle)) == found
