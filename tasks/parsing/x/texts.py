"""The text of a tweet as it is stored, and its entities' places in it."""

import html
import re
import unicodedata

Span = tuple[int, int]
SURROGATES = re.compile("[\ud800-\udfff]")
TAIL_CHARS = 60

# with its semicolon: X writes no other one, and `?a=1&copy=2` where X escapes nothing is no sign of copyright
_ESCAPE = re.compile(r"&#?\w{1,40};")
_BROKEN_OFF = re.compile(r"…(?: https://t\.co/\w+)?\s*$")


def settle(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """The text unescaped and in NFC, and where each span of code points of the given text is in it.

    X escapes `&`, `<` and `>` and counts them as escaped, so the offsets move. A span that does not lie in
    the text is cut to it.
    """
    length = len(text)
    cut = [(min(max(a, 0), length), min(max(a, b, 0), length)) for a, b in spans]
    if is_settled(text):
        return text, cut
    settled = clean(text)
    places, end = moved(text, {place for span in cut for place in span}), len(settled)
    return settled, [(min(places[a], end), min(places[b], end)) for a, b in cut]


def moved(text: str, places: set[int]) -> dict[int, int]:
    """Where each place of a text is in the settled one; each part of the text is looked at once."""
    found: dict[int, int] = {}
    before = length = 0
    for place in sorted(places):
        length += len(clean(text[before:place]))
        found[place] = length
        before = place
    return found


def is_settled(text: str) -> bool:
    """Whether the text is stored as it is."""
    if text.isascii():
        return "&" not in text
    return "&" not in text and unicodedata.is_normalized("NFC", text) and not SURROGATES.search(text)


def clean(text: str) -> str:
    """Unescaped, NFC, and without what UTF-8 cannot hold."""
    plain = _ESCAPE.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
    return unicodedata.normalize("NFC", plain).encode("utf-8", "replace").decode()


def breaks_off(text: str) -> bool:
    """Whether a text ends in … or in … and a short link, as X ends the beginning of a long post."""
    return _BROKEN_OFF.search(text[-TAIL_CHARS:]) is not None
