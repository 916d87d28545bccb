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
    if is_settled(text):
        length = len(text)
        return text, [(min(max(a, 0), length), min(max(a, b, 0), length)) for a, b in spans]
    settled = clean(text)
    ends = [(len(clean(text[: max(a, 0)])), len(clean(text[: max(a, b, 0)]))) for a, b in spans]
    length = len(settled)
    return settled, [(min(a, length), min(b, length)) for a, b in ends]


def is_settled(text: str) -> bool:
    """Whether the text is stored as it is."""
    if "&" in text:
        return False
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not SURROGATES.search(text))


def clean(text: str) -> str:
    """Unescaped, NFC, and without what UTF-8 cannot hold."""
    plain = html.unescape(text) if "&" in text else text
    return unicodedata.normalize("NFC", plain).encode("utf-8", "replace").decode()
