"""Folding: the same word written in different ways becomes one. For search only, never shown.

What is folded, character by character, so that a text folds as its words do:
case, and accents of Latin, Greek and Cyrillic letters; forms of alef, yeh, heh, kaf and waw of Arabic and
Persian, with or without hamza; vowel marks, tatweel and niqqud, which go; digits of Arabic and Persian; wide
and presentation forms. Marks of direction, joiners (ZWNJ too: میخواهم is می‌خواهم) and soft hyphens go.
Whatever is no letter, digit or mark parts words, the apostrophe too. Scripts that write without spaces (Han,
kana, Thai, Lao, Khmer, Burmese) have a word a character, so that a word of several is found as a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LETTERS = (  # blocks whose characters are folded: Unicode Blocks.txt
    (0x0041, 0x024F), (0x0370, 0x058F), (0x0621, 0x06D3), (0x1E00, 0x1FFF),
    (0xFB00, 0xFB06), (0xFB1D, 0xFB4F), (0xFB50, 0xFBB1), (0xFBD3, 0xFBFF), (0xFE70, 0xFEFC),
    (0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A),
)  # fmt: skip
GONE = (  # marks and signs inside words: accents, niqqud, vowel marks, tatweel, joiners, directions
    "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff"
    "\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
BETWEEN = (  # what parts words: controls, ASCII and Latin-1 signs, punctuation and symbols of every script
    r"\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xa9\xab\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7"
    "\u02c2-\u02c5\u02d2-\u02df\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4"
    "\u0600-\u060f\u061b\u061d-\u061f\u066a-\u066d\u06d4\u06dd\u06de\u06e9\u06fd\u06fe\u0964\u0965\u0970\u1680"
    "\u2000-\u200b\u2010-\u2029\u202f-\u205f\u2065\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004"
    "\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb\ue000-\uf8ff\ufd3e\ufd3f\ufdfc-\ufdff\ufe10-\ufe1f"
    "\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff"
    "\U0001f000-\U0001faff\U000e0000-\U0010ffff"
)
ALONE = (  # characters that are a word each
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3041-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
WRITTEN_FOR = {  # what Unicode does not say: letters that are written for the first one
    "ا": "أإآٱ", "ي": "ىیئېے", "ك": "کڪ", "و": "ؤۆۇۋ", "ه": "ةھہەۀۂۃ",
    "i": "ı", "l": "ł", "o": "ø", "d": "đð", "h": "ħ", "t": "ŧ", "σ": "ς",
}  # fmt: skip
OWN = {ord(other): letter for letter, others in WRITTEN_FOR.items() for other in others}
PAIRS = {"æ": "ae", "œ": "oe", "þ": "th"}
ARABIC_DIGITS = {chr(zero + n): str(n) for zero in (0x0660, 0x06F0) for n in range(10)}
GLUE = "[وف]?(?:[بك]?(?:ال)?|لل?)"  # what is glued to an Arabic word: and, then; in, like, the; for (the)
CORE = "^(?:ال|[وفبلك])*(.{3,})$"


def fold_letter(letter: str) -> str:
    """One letter folded: its accents and case gone, and of letters written for each other the usual one."""
    plain = letter
    for _ in range(3):  # a capital may have an accent, its small letter be one of the pairs, and so on
        parts = unicodedata.normalize("NFKD", plain)
        kept = "".join(char for char in parts if unicodedata.category(char) != "Mn").casefold()
        plain = "".join(PAIRS.get(char, char) for char in kept.translate(OWN))
    return plain


def make_table() -> dict[str, str]:
    """Every character that folds to something else, with what it becomes."""
    letters = (chr(code) for start, end in LETTERS for code in range(start, end + 1))
    folded = {letter: fold_letter(letter) for letter in letters if letter.isalnum()}
    changed = {letter: plain for letter, plain in folded.items() if plain != letter and plain.isalnum()}
    return changed | ARABIC_DIGITS


TABLE = make_table()
_CHANGED = re.compile(f"[{''.join(TABLE)}]")
_GONE = re.compile(f"[{GONE}]+")
_ALONE = re.compile(f"([{ALONE}])")
_BETWEEN = re.compile(f"[{BETWEEN}]+")
_WORD = re.compile(f"[{ALONE}][{GONE}]*|[^{BETWEEN}{ALONE}]+")
_CORE = re.compile(CORE)


def fold(text: str) -> str:
    """The words of a text, folded, with one space between."""
    plain = _GONE.sub("", _CHANGED.sub(lambda found: TABLE[found[0]], text))
    return _BETWEEN.sub(" ", _ALONE.sub(r" \1 ", plain)).strip(" ")


def fold_words(text: str) -> list[str]:
    """The words of a text, folded, in its order."""
    return list(filter(None, fold(text).split(" ")))


def word_places(text: str) -> Iterator[tuple[int, int]]:
    """Where each word of `fold_words` stands in the text: first code point, and the one after the last."""
    return (found.span() for found in _WORD.finditer(text) if fold(found[0]))


@lru_cache(maxsize=1 << 16)  # a few thousand words make up most of any text
def core(word: str) -> str:
    """A folded word without all that may be glued to its front, three letters left at least.

    Words that differ by what is glued to them have one core; so may others: it is a key to look under.
    """
    return _CORE.sub(r"\1", word)
