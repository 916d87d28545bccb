"""The text of a listing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.listing_text import plain_text, what_is


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("words", "words"),
        ("a & b", "a & b"),
        ("1 < 2", "1 < 2"),
        ("<b>خبر</b> عاجل", "خبر عاجل"),
        ("&quot;x&quot; &amp; y", '"x" & y'),
        ("<p>a<script>x()</script>b</p><style>c</style>", "ab"),
        ("", None),
        (None, None),
        (5, None),
    ],
)
def test_plain_text(markup, text):
    """Tags and entities go, scripts with all they hold."""
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "an empty file"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "an HTML page"),
        (b"<?xml version='1.0'?><!-- c --><kml>", "XML with the root <kml>"),
        (b"[1]", "JSON"),
        (b"PK\x03\x04", "a ZIP file"),
        (b"words", "plain text"),
        (b"\x00\x01", "a binary file"),
    ],
)
def test_what_it_is(body, what):
    """In two or three words."""
    assert what_is(body).startswith(what)


@given(st.text(max_size=200), st.binary(max_size=200))
def test_anything_is_survived(markup, body):
    """Neither function ever fails."""
    plain_text(markup)
    assert what_is(body)
