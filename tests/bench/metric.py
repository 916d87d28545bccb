"""The measure of the public article-extraction benchmark: 4-word shingles, averaged over pages."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"\w+")
NOT_WORD = re.compile(r"[\W_]+")
SHINGLE_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Precision, recall and their harmonic mean, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """How often each run of four words occurs; a shorter text is one run."""
    words = WORD.findall(text)
    last = max(len(words) - SHINGLE_WORDS + 1, min(1, len(words)))
    return Counter(tuple(words[i : i + SHINGLE_WORDS]) for i in range(last))


def match(truth: str, found: str) -> tuple[float, float, float]:
    """Shares of true positives, false positives and false negatives; they add up to 1, or to 0."""
    wanted, got = shingles(truth), shingles(found)
    common = (wanted & got).total()
    parts = (common, got.total() - common, wanted.total() - common)
    whole = sum(parts) or 1
    return parts[0] / whole, parts[1] / whole, parts[2] / whole


def body_score(pairs: Iterable[tuple[str, str]]) -> Score:
    """The score over pages given as (truth, found)."""
    parts = [match(truth, found) for truth, found in pairs]
    hit, extra, missed = (sum(column) for column in zip(*parts, strict=True))
    precision, recall = hit / ((hit + extra) or 1), hit / ((hit + missed) or 1)
    return Score(precision=precision, recall=recall, f1=2 * precision * recall / ((precision + recall) or 1))


def fold(text: str | None) -> str:
    """Text without case, punctuation and spacing, to compare titles and names."""
    return NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text or "").casefold()).strip()


def same_title(truth: str, found: str | None) -> bool:
    """Equal after case and punctuation folding."""
    return fold(truth) == fold(found)


def same_authors(truth: Iterable[str], found: Iterable[str]) -> bool:
    """The same names, in any order."""
    return sorted(map(fold, truth)) == sorted(map(fold, found))


def share(values: Iterable[bool]) -> float:
    """How many of the values are true, 0 to 1; 0 where there is none."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
