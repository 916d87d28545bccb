"""Answers of the oEmbed service."""

from collections.abc import Callable
from typing import Any

import pytest

from tasks.parsing.snowflake import snowflake_time
from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Gathered

ID = "1838292181909672312"
ADDRESS = f"https://twitter.com/HarbourNews/status/{ID}"


def answer(text: str = "افتتح &amp; الجسر<br>اليوم", **given: Any) -> dict[str, Any]:
    """An answer as the service sends it."""
    markup = (
        f'<blockquote class="twitter-tweet"><p lang="ar" dir="rtl">{text}</p>&mdash; Harbour (@HarbourNews) '
        f'<a href="{ADDRESS}?ref_src=twsrc%5Etfw">September 23, 2024</a></blockquote>\n'
        '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>\n'
    )
    said = {"url": ADDRESS, "author_name": "Harbour", "html": markup, "type": "rich", "height": None}
    return said | given


@pytest.mark.parametrize("asked", [(ID,), (ADDRESS,), ()])
def test_an_embed(read: Callable[..., Gathered], asked: tuple[str, ...]) -> None:
    """Is read as one in a page is."""
    found = read(answer(), "oembed", asked=asked)
    (copy,) = found.copies.values()
    row = copy.tweet
    assert (row.tweet_id, row.author_handle, row.author_name) == (ID, "HarbourNews", "Harbour")
    assert (row.text, row.text_truncated, row.language) == ("افتتح & الجسر\nاليوم", None, "ar")
    assert (row.created_at, row.created_source) == (snowflake_time(ID), "snowflake")
    assert (row.availability, row.source_kind, row.completeness) == ("available", "oembed", ranks.OEMBED)
    assert row.url == f"https://x.com/HarbourNews/status/{ID}"
    assert not found.faults


def test_a_long_post_is_cut_off(read: Callable[..., Gathered]) -> None:
    """And ranks below a page's whole text."""
    row = read(answer("The bridge…"), "oembed", asked=(ID,)).copies[ID].tweet
    assert (row.text_truncated, row.completeness) == (True, ranks.TRUNCATED)


@pytest.mark.parametrize(
    ("status", "body", "availability"),
    [
        (404, b'{"error":"Not found."}', "deleted"),
        (
            403,
            b'{"errors":[{"code":179,"message":"Sorry, you are not authorized to see this status"}]}',
            "protected",
        ),
        (403, b"", "restricted"),
    ],
)
def test_what_is_not_to_be_had(
    read: Callable[..., Gathered], status: int, body: bytes, availability: str
) -> None:
    """404 is gone, 403 is not shown to us."""
    (copy,) = read(body, "oembed", status=status, asked=(ID,)).copies.values()
    assert (copy.tweet.availability, copy.tweet.availability_reason) == (availability, f"oEmbed: {status}")
    assert copy.tweet.completeness == ranks.UNAVAILABLE


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (429, b"Rate limit exceeded", "api_error"),
        (500, b"", "api_error"),
        (200, b"<html>", "not_json"),
    ],
)
def test_other_answers(read: Callable[..., Gathered], status: int, body: bytes, fault: str) -> None:
    """Say nothing of the tweet."""
    found = read(body, "oembed", status=status)
    assert ([row.fault for row in found.faults], found.copies) == ([fault], {})


@pytest.mark.parametrize(
    "body", [{}, [], {"html": 7}, {"html": ""}, answer(html="<p>A bridge</p>", url=None)]
)
def test_markup_without_a_tweet(read: Callable[..., Gathered], body: Any) -> None:
    """Is a fault, and the tweet asked for is unknown."""
    found = read(body, "oembed", asked=(ID,))
    assert [row.fault for row in found.faults] == ["not_a_tweet", "api_error"]
    assert [copy.tweet.availability for copy in found.copies.values()] == ["unknown"]


def test_a_placeholder_is_not_the_text(read: Callable[..., Gathered]) -> None:
    """An embed that says only that the tweet is deleted."""
    markup = (
        f'<blockquote class="twitter-tweet"><a href="{ADDRESS}">Tweet may have been deleted</a></blockquote>'
    )
    row = read(answer(html=markup), "oembed", asked=(ID,)).copies[ID].tweet
    assert (row.text, row.availability, row.completeness) == (None, "deleted", ranks.ADDRESS_ONLY)
