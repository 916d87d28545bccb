"""Tweets that a scraper or an editor flattened into running text: "… — Name (@handle) December 8, 2024".

What is certain is the attribution; where the tweet's text begins is inferred, and `confidence` says how well.
"""

import re
from dataclasses import dataclass
from datetime import date

from tasks.parsing.flattened_start import find_start, main_script_of
from tasks.parsing.tweet_labels import find_label_date

MAX_NAME_CHARS = 100
MAX_LABEL_CHARS = 60
MAX_WORDS_OF_A_DATE = 2

_MARKS = r"[\s\u200e\u200f\u2066-\u2069]{0,4}"
_HANDLE = re.compile(rf"\({_MARKS}[@＠]([A-Za-z0-9_]{{1,20}}){_MARKS}\)")
_DASH = re.compile(r"[—―–]|--|(?<!\S)-(?=\s)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE_DATE = re.compile(  # a clock, a weekday, or one small word; more is a sentence
    r"[\s,،·•|:–\-\u200e\u200f\u2066-\u2069]*(?:\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?|[صم])?[\s,·•–-]*)?"
    r"(?:(?:on|am|le|el|den|в|في)\s|\w{2,12}[,،]\s)?",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"pic\.(?:twitter|x)\.com/(\w{4,20})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flattened:
    """One tweet in a text; all places are code points of it.

    start, end: all of it, attribution and date included; text_start, text_end: the words of the tweet (equal
    where it has none). label is the date as written, day what it names, picture the code of pic.twitter.com
    (and t.co). confidence is that of the start: 0.9 a change of script, 0.75 the line before, 0.5 or less
    walked back; the attribution itself is certain.
    """

    start: int
    end: int
    text_start: int
    text_end: int
    author_name: str
    author_handle: str
    label: str
    day: date | None
    picture: str | None
    confidence: float


Span = tuple[int, int]


def find_flattened(text: str) -> list[Flattened]:
    """Every flattened tweet, in order; none overlaps another. Effort grows with the text's length only."""
    found: list[Flattened] = []
    script: str | None = None
    floor = 0
    for handle in _HANDLE.finditer(text):
        signed = _name_before(text, handle.start(), floor)
        label = signed and _label_beside(text, signed[0], handle.end(), floor)
        if not signed or not label:
            continue
        script = main_script_of(text) if script is None else script
        end = max(handle.end(), label[1])
        text_end = min(signed[0], label[0])
        within = bool(text[end : _line_end(text, end, MAX_LABEL_CHARS)].strip(" .)"))
        start, confidence = find_start(text, floor, text_end, script, within)
        found.append(_flattened(text, (start, text_end), end, signed[1], handle[1], label, confidence))
        floor = end
    return found


def _flattened(
    text: str, words: Span, end: int, name: str, handle: str, label: Span, confidence: float
) -> Flattened:
    start, text_end = words
    text_end = start + len(text[start:text_end].rstrip())
    shown = text[label[0] : label[1]]
    dated = find_label_date(" ".join(shown.split()))
    pictures = _PICTURE.findall(text, start, text_end)
    return Flattened(
        start=start,
        end=end,
        text_start=start,
        text_end=text_end,
        author_name=name,
        author_handle=handle,
        label=shown,
        day=dated.day if dated else None,
        picture=pictures[-1] if pictures else None,
        confidence=confidence,
    )


def _name_before(text: str, end: int, floor: int) -> tuple[int, str] | None:
    """Where the dash stands, and the name between it and the handle."""
    begin = max(floor, end - MAX_NAME_CHARS - 2)
    line = text.rfind("\n", begin, end) + 1 or begin
    dashes = list(_DASH.finditer(text, line, end))
    if not dashes:
        return None
    first = dashes[0]
    # a dash that opens the line begins the name, whatever dashes the name has
    opens = (line == floor or text[line - 1] == "\n") and not text[line : first.start()].strip()
    long = [dash for dash in dashes if dash[0] in "—―"] or dashes
    dash = first if opens else long[-1]
    name = " ".join(text[dash.end() : end].split())
    return (dash.start(), name) if name and len(name) <= MAX_NAME_CHARS else None


def _label_beside(text: str, dash: int, after: int, floor: int) -> Span | None:
    """The date right behind the attribution, on the next line, or right before the dash."""
    line_end = _line_end(text, after, MAX_LABEL_CHARS)
    if text[after:line_end].strip():
        return _date_at(text, after, line_end) or _date_up_to(text, dash, floor)
    below = line_end
    while below < min(len(text), line_end + 4) and text[below].isspace():
        below += 1
    end = _line_end(text, below, MAX_LABEL_CHARS)
    found = _date_at(text, below, end)
    alone = found and not text[found[1] : end].strip(" .")
    return found if alone else _date_up_to(text, dash, floor)


def _date_at(text: str, start: int, end: int) -> Span | None:
    """A date that begins the piece of a line from start to end."""
    piece = text[start:end]
    if not _YEAR.search(piece):
        return None
    opening = _BEFORE_DATE.match(piece)
    skipped = opening.end() if opening else 0
    found = find_label_date(piece)
    if found and found.start <= skipped:
        first = len(piece) - len(piece.lstrip(" \t,،·•|\u200e\u200f\u2066\u2067"))
        return start + min(first, found.start), start + found.end
    return None if found else _unknown_date(piece, start)


def _unknown_date(piece: str, start: int) -> Span | None:
    """A date in words or an order we cannot read: a short rest of the line with a year, another number."""
    shown = piece.strip(" \t,،·•|.\u200e\u200f\u2066-\u2069")
    numbers = re.findall(r"\d+", shown)
    words = _WORD.findall(shown)
    if (
        not 2 <= len(numbers) <= 5
        or len(shown) > 40
        or len(words) > MAX_WORDS_OF_A_DATE + 2 * ("年" in shown)
    ):
        return None
    if not all(len(number) in (1, 2, 4) for number in numbers):
        return None
    begin = start + piece.index(shown)
    return begin, begin + len(shown)


def _date_up_to(text: str, dash: int, floor: int) -> Span | None:
    """A date that ends at the dash."""
    begin = max(floor, dash - MAX_LABEL_CHARS // 2)
    line = text.rfind("\n", begin, dash) + 1 or begin
    piece = text[line:dash]
    if not piece.strip() and line > begin:  # the dash opens its line: the date may be the line above
        line_above = text.rfind("\n", begin, line - 1) + 1
        piece = text[line_above : line - 1] if line_above else ""
        line = line_above
    if not _YEAR.search(piece):
        return None
    found = find_label_date(piece)
    if found is None or piece[found.end :].strip(" ,،.·•|"):
        return None
    return line + found.start, line + found.end


def _line_end(text: str, start: int, most: int) -> int:
    limit = min(len(text), start + most)
    end = text.find("\n", start, limit)
    return limit if end < 0 else end
