"""The script a text is written in, told from the code points of its letters."""

from bisect import bisect_right
from collections import Counter

# first code points of runs of one script, as far as news is written in it (Unicode Blocks.txt)
_STARTS = (
    (0x0000, ""), (0x0041, "latin"), (0x0370, "greek"), (0x0400, "cyrillic"), (0x0530, "armenian"),
    (0x0590, "hebrew"), (0x0600, "arabic"), (0x0700, "syriac"), (0x0750, "arabic"), (0x0780, "thaana"),
    (0x08A0, "arabic"), (0x0900, "devanagari"), (0x0980, "indic"), (0x0E00, "thai"), (0x0E80, "lao"),
    (0x10A0, "georgian"), (0x1100, "hangul"), (0x1200, "ethiopic"), (0x1E00, "latin"), (0x1F00, "greek"),
    (0x2000, ""), (0x2C60, "latin"), (0x2C80, ""), (0x3040, "east asian"), (0xA640, ""),
    (0xAC00, "hangul"), (0xD7B0, ""), (0xF900, "east asian"), (0xFB00, "latin"), (0xFB1D, "hebrew"),
    (0xFB50, "arabic"), (0xFE00, ""), (0xFE70, "arabic"), (0xFF00, ""), (0xFF66, "east asian"), (0xFFA0, ""),
)  # fmt: skip
_POINTS = tuple(point for point, _ in _STARTS)
_NAMES = tuple(name for _, name in _STARTS)


def script_of(word: str) -> str:
    """The script of a word's first letter; empty for a word without any."""
    letter = next(filter(str.isalpha, word), None)
    return _NAMES[bisect_right(_POINTS, ord(letter)) - 1] if letter else ""


def main_script(words: list[str]) -> str:
    """The script of most words; empty where none has letters."""
    counted = Counter(filter(None, map(script_of, words)))
    return counted.most_common(1)[0][0] if counted else ""
