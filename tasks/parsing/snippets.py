"""Snippets: the words around what was found, as published, and where in them it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.folding import fold_words, word_places

BEFORE, AFTER = 10, 25  # words shown before the first word found, and from it on
CUT = "…"
Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of a text in one line; a mark is a found word's first code point and the one after its last."""

    text: str
    marks: Marks


def cut_snippet(title: str | None, text: str, positions: Iterable[int]) -> Snippet:
    """The piece of the text around the first word found in it; its beginning where only the title has any."""
    places = list(word_places(text))
    behind = len(fold_words(title or ""))
    first = behind + 1 if behind else 0  # as `word_rows` counts them
    found = [at - first for at in positions if first <= at < first + len(places)]
    start = max(0, min(found, default=0) - BEFORE)
    end = min(len(places), min(found, default=0) + AFTER)
    left = places[start][0] if start else 0
    right = places[end - 1][1] if end < len(places) else len(text)
    before = CUT if start else ""
    shift = len(before) - left
    line = before + text[left:right].translate(ONE_LINE) + (CUT if end < len(places) else "")
    marks = tuple((places[at][0] + shift, places[at][1] + shift) for at in sorted(found) if start <= at < end)
    return Snippet(text=line, marks=marks)


ONE_LINE = dict.fromkeys(map(ord, "\n\r\t\x0b\x0c\x85\u2028\u2029"), " ")


def mark_title(title: str, positions: Iterable[int]) -> Snippet:
    """The title with the words found in it."""
    places = list(word_places(title))
    marks = tuple(places[at] for at in sorted(positions) if at < len(places))
    return Snippet(text=title.translate(ONE_LINE), marks=marks)
