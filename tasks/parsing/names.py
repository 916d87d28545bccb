"""Names out of a byline, without lead words, roles, degrees, places of work and addresses."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

MAX_NAMES = 30
MAX_NAME_CHARS = 80
MAX_VALUE_CHARS = 400
LEAD = re.compile(
    r"^(?:(?:(?:written|posted|reported|story|words|review(?:ed)?)\s)?by\b|from\b|von\b|par\b|por\b|di\b|door\b|av\b|af\b|"
    r"authors?:|autor(?:in|en)?\s?:|автор[ы]?\s?:|текст\s?:|كتبت?\s?[:/]|كتبت?\s|بقلم|إعداد|اعداد|تحرير|ترجمة|المصدر\s?:|"
    r"نویسنده\s?:|به قلم|نوشته\s|yazan\s?:|haber\s?:|מאת)[\s:،,–—-]*",
    re.IGNORECASE,
)
SPLIT = re.compile(
    r"\s*(?:[,;،؛|•·\n、/]|\s[–—-]\s|\s[&+]\s|\b(?:and|und|et|och|og)\b|\bи\b(?=\s[А-ЯЁ]))\s*", re.IGNORECASE
)
ADDRESS = re.compile(
    r"https?:|www\.|//|@|^[\w-]{1,60}(?:\.[\w-]{1,60}){0,3}\.(?:com|net|org|co|info|tv|ir|ru|lt|fr|uk|ae|sa|eg)$",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"^(?:(?:(?:globe|tribune|times|senior|chief|political|politics|business|sports?|special|our|news|health|science|deputy|"
    r"staff|foreign|managing|executive|associate|assistant|contributing|freelance|national|city)\s){0,3}(?:staff|"
    r"correspondent|reporter|editor|writer|contributor|columnist|producer|journalist|journaliste|"
    r"redakteur(?:in)?|korrespondent(?:in)?)s?|updated?\b.*|published\b.*|posted\b.*|about\b.*|über\b.*|quelle\b.*|"
    r"(?:image|photo|foto|picture|video|source)s?\s?:.*|admin(?:istrator)?|editorial|redaktion|redaction|null|none|undefined|"
    r"unknown|by|authors?|others?|view all.*|link copied|copy link|share.*|read more.*|more from.*|"
    r"مراسلنا?|المحرر|تحرير|وكالات)$",
    re.IGNORECASE,
)
DEGREE = re.compile(r"(?:\s|^)(?:MD|MS|RDN?|LD|PhD|Ph\.D\.?|M\.D\.?|MPH|MBA|RN|JD|Esq\.?)$")
BRACKETS = re.compile(r"\s*\([^()]{0,80}\)?$")
PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "di",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "la",
        "le",
        "al",
        "el",
        "bin",
        "bint",
        "ibn",
        "ben",
        "abu",
        "y",
        "e",
        "of",
        "the",
    ]
)
NOT_WORD = re.compile(r"[\W_]+")


def clean_names(values: Iterable[str], outlet: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Names in their order, each once; the outlet's own (folded) only where nobody is named beside it."""
    kept: dict[str, str] = {}
    for value in values:
        text = LEAD.sub("", unescape(value[:MAX_VALUE_CHARS]).strip())
        if text.startswith(("http:", "https:", "//")):
            continue
        named = [name for part in SPLIT.split(text) if (name := clean_name(part))]
        for name in [name for name in named if not is_outlet(name, outlet)] or named:
            kept.setdefault(folded(name), name)
    return tuple(kept.values())[:MAX_NAMES]


def clean_name(part: str) -> str | None:
    """One name; None for a role, an address, a date or nothing."""
    name = LEAD.sub("", " ".join(part.split())).strip(" .,:;-–—|/\"'“”()[]")
    name = BRACKETS.sub("", name)
    while DEGREE.search(name):
        name = DEGREE.sub("", name).strip(" ,")
    if not name or len(name) > MAX_NAME_CHARS or ADDRESS.search(name) or ROLE.match(name):
        return None
    if not any(char.isalpha() for char in name) or sum(char.isdigit() for char in name) > 2:
        return None
    return unicodedata.normalize("NFC", name)


def is_outlet(name: str, outlet: frozenset[str]) -> bool:
    """Whether a name is one of the outlet's own, with or without an article before it."""
    plain = folded(name)
    return plain in outlet or plain.removeprefix("the ") in outlet


def looks_like_name(name: str) -> bool:
    """Two to five words with capitals but for particles; one to five in a script without capitals."""
    words = name.split()
    if any(char.isdigit() for char in name) or len(words) > 5:
        return False
    if name.lower() == name.upper():
        return bool(words)
    capital = all(word[0] != word[0].lower() or word.lower() in PARTICLES for word in words)
    return len(words) >= 2 and capital and not (name.isupper() and len(name) <= 12)


def folded(text: str) -> str:
    """Text to compare: no case, no punctuation."""
    return NOT_WORD.sub(" ", text.casefold()).strip()
