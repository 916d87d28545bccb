"""Where the text of a flattened tweet begins: inferred from lines, scripts and sentences, never far back."""

import re

from tasks.parsing.scripts import main_script, script_of

MAX_BACK = 2_000
MAX_LINES = 12
LINE_CHARS = 600  # a line longer than this is not a tweet alone
TWEET_CHARS = 280
SAMPLE_CHARS = 4_000
MAX_MARKS = 4
FOREIGN_WORDS = 3  # this many words of another script in a row are not the tweet's

BY_SCRIPT, BY_LINE, BY_SENTENCE, BY_LENGTH = 0.9, 0.75, 0.5, 0.4

_WORD = re.compile(r"\S+")
_MARK = re.compile(r"^\W*(?:[#@]|https?:|pic\.(?:twitter|x)\.com|t\.co/)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?؟。！？…]+[\"'»”’)\]]*\s+")


def main_script_of(text: str) -> str:
    """The script of most words at the beginning of the text, where no tweet stands yet, and in its middle."""
    middle = len(text) // 2
    return main_script(plain_words(text[:SAMPLE_CHARS] + " " + text[middle : middle + SAMPLE_CHARS]))


def find_start(text: str, floor: int, end: int, script: str, within: bool = False) -> tuple[int, float]:
    """Where the tweet that ends before `end` begins, not before `floor`, and how sure that is.

    script is the script of the text around it; within says that the text goes on on the same line.
    """
    floor = max(floor, end - MAX_BACK)
    apart = text[floor:end].rstrip(" \t").endswith("\n\n")
    end = floor + len(text[floor:end].rstrip())
    lines = lines_before(text, floor, end)
    if not lines:
        return end, BY_LINE
    own = main_script(plain_words(text[lines[0][0] : end])[-8:])
    if own and script and own != script:
        return foreign_start(text, lines, script), BY_SCRIPT
    start = paragraph_start(text, floor, lines) if apart else line_start(text, lines)
    if end - start > (LINE_CHARS if not within else 0):
        return sentence_start(text, max(start, end - LINE_CHARS), end)
    whole = start > floor or floor == 0 or text[floor - 1] == "\n"
    return start, BY_LINE if whole else BY_SENTENCE  # else it begins where the tweet before it ends


def line_start(text: str, lines: list[tuple[int, int]]) -> int:
    """The last line; with those above it as long as there are only tags, links and pictures."""
    for start, _ in lines[:MAX_MARKS]:
        if plain_words(text[start : lines[0][1]]):
            return start
    return lines[min(len(lines), MAX_MARKS) - 1][0]


def paragraph_start(text: str, floor: int, lines: list[tuple[int, int]]) -> int:
    """The last paragraph, where empty lines part paragraphs and a tweet keeps its line ends."""
    start = line_start(text, lines)
    for begin, end in lines:
        between = text[end:start].count("\n") if begin < start else 1
        if between > 1 or lines[0][1] - begin > LINE_CHARS or begin == floor:
            break
        start = begin
    return start


def lines_before(text: str, floor: int, end: int) -> list[tuple[int, int]]:
    """The lines that have text, from the last one up."""
    found: list[tuple[int, int]] = []
    while end > floor and len(found) < MAX_LINES:
        start = max(floor, text.rfind("\n", floor, end) + 1)
        shown = text[start:end]
        if shown.strip():
            found.append((start + len(shown) - len(shown.lstrip()), end))
        end = start - 1
    return found


def foreign_start(text: str, lines: list[tuple[int, int]], script: str) -> int:
    """The first word that no run of words of `script` follows, in the lines from the last one up."""
    start = lines[0][1]
    run = 0
    for begin, end in lines:
        for word in reversed(list(_WORD.finditer(text, begin, end))):
            written = "" if _MARK.match(word[0]) else script_of(word[0])
            if written == script:
                run += 1
                if run >= FOREIGN_WORDS:
                    return start
            elif written or not run:
                run, start = 0, word.start()
        if run:
            return start
    return start


def sentence_start(text: str, floor: int, end: int) -> tuple[int, float]:
    """The first sentence that begins within the length of a tweet, else the first word that does."""
    begin = max(floor, end - TWEET_CHARS)
    # looked for a little before, so that a sentence that begins right there counts
    for mark in _SENTENCE.finditer(text, max(floor, begin - 4), end):
        if begin <= mark.end() < end and plain_words(text[mark.end() : end]):
            return mark.end(), BY_SENTENCE
    if begin == floor:
        return floor, BY_SENTENCE
    space = _WORD.search(text, text.find(" ", begin, end) + 1 or begin, end)
    return (space.start() if space else begin), BY_LENGTH


def plain_words(text: str) -> list[str]:
    """Words that are no tags, handles or links."""
    return [word for word in text.split() if not _MARK.match(word)]
