"""The text of a tweet as it is stored, and its entities' places in it."""

import html
import re
import unicodedata

Span = tuple[int, int]
SURROGATES = re.compile("[\ud800-\udfff]")


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
    if "&" in text:
        return False
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not SURROGATES.search(text))


def clean(text: str) -> str:
    """Unescaped, NFC, and without what UTF-8 cannot hold."""
    plain = html.unescape(text) if "&" in text else text
    return unicodedata.normalize("NFC", plain).encode("utf-8", "replace").decode()
