"""Who wrote the article, as a list of names, and which part of the page says so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from tasks.parsing.meta import Meta
from tasks.parsing.names import MAX_NAMES, clean_names, folded, is_outlet, looks_like_name
from tasks.parsing.structured import Structured, node_types

MAX_DEPTH = 4
MAX_LOOKED_AT = 60
MAX_BYLINE_CHARS = 120
META_KEYS = (
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
)
BYLINE = etree.XPath(
    "//*[@rel='author' or @itemprop='author' or contains(@class,'uthor') or contains(@class,'yline')]"
    "[not(ancestor-or-self::*[contains(@class,'omment') or contains(@class,'elated') "
    "or contains(@class,'card') "
    "or contains(@class,'aption') or contains(@class,'bio') or contains(@class,'menu') "
    "or self::aside or self::figure or self::footer or self::nav])]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Names in the page's order; `source` is json-ld, meta, byline or feed, None where there is no name."""

    names: tuple[str, ...]
    source: str | None


def find_authors(
    tree: HtmlElement, structured: Structured, meta: Meta, evidence: dict[str, str], outlet: Iterable[str]
) -> Byline:
    """The first source that names somebody but the outlet (called by any of `outlet`), else the outlet."""
    own = frozenset(folded(name) for name in outlet) - {""}
    sources: tuple[tuple[str, Callable[[], list[str]]], ...] = (
        ("json-ld", lambda: declared_names(structured)),
        ("meta", lambda: meta_names(meta)),
        ("byline", lambda: shown_names(tree)),
        ("feed", lambda: [evidence.get("author", "")]),
    )
    fallback = Byline(names=(), source=None)
    for source, read in sources:
        found = clean_names(read(), own)
        people = tuple(name for name in found if not is_outlet(name, own))
        if people:
            return Byline(names=people, source=source)
        if found and not fallback.names:
            fallback = Byline(names=found, source=source)
    return fallback


def declared_names(structured: Structured) -> list[str]:
    """Names of JSON-LD authors, else creators."""
    found = list(names_in(structured.first("author"), structured))
    return found or list(names_in(structured.first("creator"), structured))


def names_in(value: Any, structured: Structured, depth: int = 0) -> Iterator[str]:
    """Names in an author: a string, a node, a reference, or a list of these."""
    value = structured.resolve(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < MAX_DEPTH:
        for item in value[:MAX_NAMES]:
            yield from names_in(item, structured, depth + 1)
    elif isinstance(value, dict) and depth < MAX_DEPTH:
        name = value.get("name")
        if isinstance(name, str) and "Person" in node_types(value):
            yield person(name)
        else:
            yield from names_in(name, structured, depth + 1)


def person(name: str) -> str:
    """One person's name without what follows a comma, unless that reads like another name."""
    first, _, rest = name.partition(", ")
    return (
        name
        if " " not in first or (all(map(looks_like_name, rest.split(", "))) and " of " not in rest)
        else first
    )


def meta_names(meta: Meta) -> list[str]:
    """Names of the first meta key that holds one."""
    for key in META_KEYS:
        found = [turned(value) if key.startswith("dc") else value for value in meta.all(key)]
        if clean_names(found):
            return found
    return []


def turned(name: str) -> str:
    """A name in Dublin Core's order, family name first, the other way round."""
    parts = name.split(", ")
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and " " not in parts[0] else name


def shown_names(tree: HtmlElement) -> list[str]:
    """Names in the first element marked as author or byline that holds names and little else."""
    elements: Any = BYLINE(tree)
    for element in elements[:MAX_LOOKED_AT]:
        lines = (" ".join(piece.split()) for piece in element.itertext(with_tail=False))
        text = "\n".join(filter(None, lines))
        if 2 < len(text) <= MAX_BYLINE_CHARS:
            names = [name for name in clean_names([text]) if looks_like_name(name)]
            if names:
                return names
    return []
