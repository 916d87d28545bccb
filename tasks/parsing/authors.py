"""The byline as a list of names, without what surrounds them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from tasks.parsing.meta import Meta
from tasks.parsing.structured import Structured

MAX_AUTHORS = 30
MAX_NAME_CHARS = 80
MAX_DEPTH = 4
META_KEYS = ("author", "article:author", "parsely-author", "sailthru.author", "cxenseparse:author", "byl", "dc.creator",
             "dcterms.creator", "dc.contributor", "og:article:author")  # fmt: skip
LEAD = re.compile(
    r"^(?:(?:written |posted |reported |story |words )?by\b|from\b|von\b|par\b|por\b|di\b|door\b|av\b|af\b|author:|автор[ы]?\s*:|"
    r"текст\s*:|كتبت?\s*[::/]|كتبت?\b|بقلم|إعداد|اعداد|تحرير|المصدر\s*:|نویسنده\s*:|به قلم|yazan\s*:|מאת)[\s::–—-]*",
    re.IGNORECASE,
)
SPLIT = re.compile(
    r"\s*(?:[,;،؛|•·\n]|\s/\s|\s[–—-]\s|\s&\s|\s\+\s|\band\b|\s(?:und|et|och|og)\s)\s*", re.IGNORECASE
)
ADDRESS = re.compile(
    r"https?:|www\.|//|@|^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|co|info|tv|ir|ru|lt|de|fr|uk)$", re.IGNORECASE
)
ROLE = re.compile(
    r"^(?:staff|staff writers?|(?:\w+ ){0,3}(?:correspondent|reporter|editor|writer|contributor|columnist|producer|journalist|"
    r"journaliste|redakteur(?:in)?)|(?:globe|tribune) staff|contributors?|updated?.*|published.*|posted.*|admin|administrator|"
    r"editors?|editorial|redaktion|redaction|null|none|undefined|unknown|by|author|authors?|مراسل.*|المحرر|و?وكالات)$",
    re.IGNORECASE,
)
DEGREE = re.compile(r"(?:\s|^)(?:MD|MS|RDN?|LD|PhD|Ph\.D\.?|M\.D\.?|MPH|MA|MBA|RN|JD|Esq\.?)$")
BYLINE = etree.XPath(
    "//*[@rel='author' or @itemprop='author' or contains(@class,'uthor') or contains(@class,'yline')]"
    "[not(ancestor-or-self::*[contains(@class,'omment') or contains(@class,'elated') or contains(@class,'card') "
    "or contains(@class,'aption') or contains(@class,'ootnote') or self::aside or self::figure or self::footer or self::nav])]"
)
NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Names in the page's order; `source` is json-ld, meta, byline or feed, None where there is no name."""

    names: tuple[str, ...]
    source: str | None


def find_authors(
    tree: HtmlElement, structured: Structured, meta: Meta, evidence: dict[str, str], outlet: Iterable[str]
) -> Byline:
    """The first source that names somebody other than the outlet (names in `outlet`), else the outlet."""
    names = {folded(name) for name in outlet} - {""}
    fallback: Byline | None = None
    sources = (
        ("json-ld", lambda: declared_names(structured)),
        ("meta", lambda: meta_names(meta)),
        ("byline", lambda: shown_names(tree)),
        ("feed", lambda: [evidence.get("author", "")]),
    )
    for source, read in sources:
        found = clean_names(read(), names)
        byline = Byline(names=found, source=source)
        if any(not is_outlet(name, names) for name in found):
            people = tuple(name for name in found if not is_outlet(name, names))
            return Byline(names=people, source=source)
        fallback = fallback or (byline if found else None)
    return fallback or Byline(names=(), source=None)


def is_outlet(name: str, outlet: set[str]) -> bool:
    """Whether a name is one of the outlet's own."""
    plain = folded(name)
    return plain in outlet or any(len(plain) > 3 and plain.removeprefix("the ") == known for known in outlet)


def declared_names(structured: Structured) -> list[str]:
    """Names of JSON-LD authors, else creators."""
    found = list(names_in(structured.first("author"), structured))
    return found or list(names_in(structured.first("creator"), structured))


def names_in(value: Any, structured: Structured, depth: int = 0) -> Iterator[str]:
    """Names in an author: a string, a node, a reference, or a list of these."""
    if depth > MAX_DEPTH:
        return
    value = structured.resolve(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value[:MAX_AUTHORS]:
            yield from names_in(item, structured, depth + 1)
    elif isinstance(value, dict):
        yield from names_in(value.get("name"), structured, depth + 1)


def meta_names(meta: Meta) -> list[str]:
    """Names of the first meta key that holds one."""
    for key in META_KEYS:
        found = [turned(value) if key.startswith("dc") else value for value in meta.all(key)]
        if any(clean_names([value], set()) for value in found):
            return found
    return []


def turned(name: str) -> str:
    """ "Brazil, Rachel" as "Rachel Brazil": Dublin Core's order."""
    parts = name.split(", ")
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and " " not in parts[0] else name


def shown_names(tree: HtmlElement) -> list[str]:
    """Names in the first element marked as author or byline that holds a name and little else."""
    for element in BYLINE(tree)[:60]:
        text = " ".join(" ".join(piece for piece in element.itertext(with_tail=False)).split())
        if not 2 < len(text) <= 120:
            continue
        lead = LEAD.match(text)
        names = clean_names([text], set())
        if names and all(looks_like_name(name) for name in names) and (lead or len(names) <= 6):
            return list(names)
    return []


def looks_like_name(name: str) -> bool:
    """Two to five words without a digit; one word where the script has no capitals or spaces."""
    words = name.split()
    caseless = name.lower() == name.upper()
    return not any(char.isdigit() for char in name) and (1 if caseless else 2) <= len(words) <= 5


def clean_names(values: Iterable[str], outlet: set[str]) -> tuple[str, ...]:
    """Names without lead words, roles, degrees and addresses, each once."""
    kept: dict[str, str] = {}
    for value in values:
        text = LEAD.sub("", " ".join(unescape(value or "")[:400].split()))
        parts = [clean_name(part) for part in SPLIT.split(text)]
        named = [part for part in parts if part]
        people = [part for part in named if not is_outlet(part, outlet)] or named
        for name in people:
            kept.setdefault(folded(name), name)
    return tuple(list(kept.values())[:MAX_AUTHORS])


def clean_name(part: str) -> str | None:
    """One name; None for a role, an address, a date or nothing."""
    name = LEAD.sub("", part.strip()).strip(" .,:;-–—|/\"'“”()[]")
    name = re.sub(r"\s*\([^)]{0,80}\)?$", "", name)
    while DEGREE.search(name) and not name.isspace():
        name = DEGREE.sub("", name).strip(" ,")
    if not name or len(name) > MAX_NAME_CHARS or ADDRESS.search(name) or ROLE.match(name):
        return None
    if not any(char.isalpha() for char in name) or sum(char.isdigit() for char in name) > 2:
        return None
    return unicodedata.normalize("NFC", name)


def folded(text: str) -> str:
    """Text to compare: no case, no punctuation."""
    return NOT_WORD.sub(" ", text.casefold()).strip()
