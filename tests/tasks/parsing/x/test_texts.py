"""The text of a tweet as stored, and places in it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.x.texts import settle


def test_places_move_with_what_is_unescaped() -> None:
    """X counts `&amp;` as five."""
    text = "نقل &amp; ميناء #جسر &lt;3 @harbour"
    start, end = text.index("#"), text.index("#") + 4
    mention = text.index("@")
    settled, ((a, b), (c, d)) = settle(text, [(start, end), (mention, mention + 8)])
    assert settled == "نقل & ميناء #جسر <3 @harbour"
    assert (settled[a:b], settled[c:d]) == ("#جسر", "@harbour")


def test_places_move_with_what_is_composed() -> None:
    """NFC makes one letter of two."""
    text = unicodedata.normalize("NFD", "école à Orléans #été")
    start = text.index("#")
    settled, ((a, b),) = settle(text, [(start, len(text))])
    assert settled[a:b] == "#été"


def test_what_is_no_escape_stays() -> None:
    """Names and titles are not escaped, and HTML knows escapes without a semicolon: &copy is one."""
    assert settle("Fog&region ?a=1&copy=2 &amp;copy; &#39;", [])[0] == "Fog&region ?a=1&copy=2 &copy; '"


def test_lone_surrogates_become_question_marks() -> None:
    """What UTF-8 cannot hold has one sign in its place."""
    assert settle("a\ud800b&amp;", [])[0] == "a?b&"
    assert settle("a\ud800b", [])[0] == "a?b"


@given(st.text(), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=4))
def test_places_lie_in_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    """Whatever is given, 0 <= start <= end <= length."""
    settled, found = settle(text, spans)
    assert len(found) == len(spans)
    assert all(0 <= a <= b <= len(settled) for a, b in found)
    assert unicodedata.is_normalized("NFC", settled)
    settled.encode()
