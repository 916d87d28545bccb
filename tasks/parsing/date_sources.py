"""The places of a page that give a date, each with its own trust: declared, marked, shown, in the address."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from tasks.parsing.date_text import Moment, parse_moment

MAX_TIMES = 40
MAX_MARKED = 200
MAX_AFTER_HEADING = 25
MAX_SHOWN_CHARS = 90
LONG_LIST = 6
CHANGED = re.compile(r"modif|updat|upd\b", re.IGNORECASE)
PUBLISHED = re.compile(r"publi|posted|created|entry-date|issued", re.IGNORECASE)
BESIDE = frozenset({"a", "aside", "nav", "footer"})
MARKED = etree.XPath(
    "//*[not(self::script or self::style or self::meta or self::link or self::img or self::time)]"
    "[contains(@class,'date') or contains(@class,'Date') or contains(@class,'time') "
    "or contains(@class,'publish') "
    "or contains(@class,'posted') or contains(@class,'created') or contains(@class,'meta') "
    "or contains(@class,'yline') or contains(@id,'date') or contains(@id,'publish') "
    "or @itemprop='datePublished']"
)
AFTER = etree.XPath("following::*[string-length(text()) > 5][not(self::script or self::style)]")
IN_PATH = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/-]?(0?[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|/((?:19|20)\d\d)/([a-z]{3})/(\d\d?)/"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A moment and its source: json-ld, meta, time, text, url, feed or htmldate."""

    moment: Moment
    source: str


def parsed(values: Iterable[Any], latest: datetime) -> Iterator[Moment]:
    """The values that can be read as a possible time."""
    for value in values:
        first = value[0] if isinstance(value, list) and value else value
        text = str(first) if isinstance(first, int) and not isinstance(first, bool) else first
        moment = parse_moment(text, latest) if isinstance(text, str) else None
        if moment:
            yield moment


def published_times(tree: HtmlElement, latest: datetime) -> list[Dated]:
    """Moments of the first <time> elements: those marked as published, else those in no list of pages."""
    times = list(islice(tree.iter("time"), MAX_TIMES))
    marked = [e for e in times if PUBLISHED.search(labels(e)) or e.get("pubdate") is not None]
    chosen = marked or [e for e in times if not CHANGED.search(labels(e)) and not is_listed(e)]
    moments = parsed((element.get("datetime") for element in chosen[:3]), latest)
    return [Dated(moment=moment, source="time") for moment in moments]


def changed_times(tree: HtmlElement, latest: datetime) -> list[Dated]:
    """The moment of the first <time> element marked as the time of a change."""
    times = islice(tree.iter("time"), MAX_TIMES)
    chosen = [
        e for e in times if CHANGED.search(labels(e)) and not PUBLISHED.search(labels(e)) and not is_listed(e)
    ]
    moments = parsed((element.get("datetime") for element in chosen[:1]), latest)
    return [Dated(moment=moment, source="time") for moment in moments]


def labels(element: HtmlElement) -> str:
    """What marks an element: its class and itemprop."""
    return f"{element.get('class') or ''} {element.get('itemprop') or ''}"


def is_listed(element: HtmlElement) -> bool:
    """Whether an element belongs to other pages: inside a link, beside the text, or in a long list."""
    for parent in element.iterancestors():
        if parent.tag in BESIDE:
            return True
        if parent.tag == "li" and len(parent.getparent()) > LONG_LIST:
            return True
    return False


def shown_dates(tree: HtmlElement, latest: datetime) -> Iterator[Moment]:
    """Dates in short texts marked as a date, then in the first short texts after the heading."""
    undated = (element for element in tree.iter("time") if not element.get("datetime"))
    marked: Any = MARKED(tree)
    for element in [*undated, *marked[:MAX_MARKED], *after_heading(tree)]:
        text = " ".join("".join(element.itertext(with_tail=False)).split())
        if 6 <= len(text) <= MAX_SHOWN_CHARS and not is_listed(element):
            moment = parse_moment(text, latest)
            if moment:
                yield moment


def after_heading(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The first elements with a text of their own after the page's first heading."""
    heading = next((e for e in tree.iter("h1") if "".join(e.itertext()).strip()), None)
    following: Any = [] if heading is None else AFTER(heading)
    yield from following[:MAX_AFTER_HEADING]


def path_dates(url: str, latest: datetime) -> Iterator[Moment]:
    """A day in the address, as /2024/12/09/, 2024-12-09, 20241209 or /2024/dec/09/."""
    found = IN_PATH.search(url.split("?", 1)[0])
    if found and found[1]:
        yield from parsed([f"{found[1]}-{int(found[2]):02}-{found[3]}"], latest)
    elif found:
        yield from parsed([f"{found[6]} {found[5]} {found[4]}"], latest)


def searched(tree: HtmlElement, latest: datetime) -> Iterator[Moment]:
    """Htmldate's answer without its widest search, which invents dates."""
    latest_day = latest.replace(tzinfo=None)
    text = find_date(
        tree, extensive_search=False, original_date=True, outputformat="%Y-%m-%d", max_date=latest_day
    )
    if text:
        yield Moment(at=datetime.fromisoformat(text).replace(tzinfo=UTC), precision="day", offset_min=None)
