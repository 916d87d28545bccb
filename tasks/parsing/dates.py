"""When the article was published and last changed, and which part of the page says so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from tasks.parsing.date_text import Moment, parse_moment
from tasks.parsing.meta import Meta
from tasks.parsing.structured import Structured

AHEAD = timedelta(days=2)
MAX_TIMES = 40
MAX_MARKED = 200
MAX_AFTER_HEADING = 25
PUBLISHED_KEYS = ("article:published_time", "og:article:published_time", "article:published:time", "og:published_time",
                  "datepublished", "parsely-pub-date", "published_at", "pub_date", "pubdate", "publishdate", "publish-date",
                  "publish_date", "publication_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created",
                  "dc.date", "dcterms.date", "date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published",
                  "article:created", "datecreated", "date.created", "uploaddate", "citation_publication_date",
                  "article:post_date", "rnews:datepublished")  # fmt: skip
MODIFIED_KEYS = ("article:modified_time", "og:article:modified_time", "article:modified:time", "og:updated_time",
                 "datemodified", "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "date.modified",
                 "article.updated", "updated_time", "revised")  # fmt: skip
CHANGED = re.compile(r"modif|updat|upd\b", re.IGNORECASE)
PUBLISHED = re.compile(r"publi|posted|created|entry-date|issued", re.IGNORECASE)
DATED = etree.XPath(
    "//*[not(self::script or self::style or self::meta or self::link or self::img or self::time)]"
    "[contains(@class,'date') or contains(@class,'Date') or contains(@class,'time') or contains(@class,'publish') "
    "or contains(@class,'posted') or contains(@class,'created') or contains(@class,'dateline') or contains(@class,'meta') or contains(@class,'yline') "
    "or contains(@id,'date') or contains(@id,'publish') or @itemprop='datePublished']"
)
AFTER = etree.XPath("following::*[string-length(text()) > 5][not(self::script or self::style)]")
IN_PATH = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/-]?(0?[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)|/((?:19|20)\d\d)/([a-z]{3})/(\d\d?)/"
)
NEAR_CHARS = 90
MAX_OFFSET_MIN = 14 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A moment and its source: json-ld, meta, time, text, url, feed or htmldate."""

    moment: Moment
    source: str


def find_published(
    tree: HtmlElement,
    structured: Structured,
    meta: Meta,
    evidence: dict[str, str],
    url: str,
    fetched_at: datetime,
) -> Dated | None:
    """The first source that gives a possible day, made more exact by later ones that agree with it."""
    latest = fetched_at + AHEAD
    stated = [
        *declared(structured, meta, "datePublished", PUBLISHED_KEYS, latest),
        *published_times(tree, latest),
    ]
    if stated:
        return sharpened(stated)
    for source, moments in (
        ("text", shown_dates(tree, latest)),
        ("url", path_dates(url, latest)),
        ("feed", parsed([evidence.get("published"), evidence.get("updated")], latest)),
        ("htmldate", searched(tree, latest)),
    ):
        moment = next(iter(moments), None)
        if moment:
            return Dated(moment=moment, source=source)
    return None


def find_modified(
    tree: HtmlElement, structured: Structured, meta: Meta, published: Dated | None, fetched_at: datetime
) -> Dated | None:
    """The stated time of the last change; None where it is before the publication."""
    latest = fetched_at + AHEAD
    stated = [
        *declared(structured, meta, "dateModified", MODIFIED_KEYS, latest),
        *changed_times(tree, latest),
    ]
    later = [item for item in stated if published is None or item.moment.at >= published.moment.at]
    return sharpened(later) if later else None


def declared(
    structured: Structured, meta: Meta, name: str, keys: tuple[str, ...], latest: datetime
) -> Iterator[Dated]:
    """Moments of a JSON-LD property, then of meta elements."""
    for moment in parsed([structured.first(name)], latest):
        yield Dated(moment=moment, source="json-ld")
    for moment in parsed((value for key in keys for value in meta.all(key)[:1]), latest):
        yield Dated(moment=moment, source="meta")


def parsed(values: Iterable[Any], latest: datetime) -> Iterator[Moment]:
    """The values that can be read as a possible time."""
    for value in values:
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        moment = parse_moment(value, latest) if isinstance(value, str) else None
        if moment:
            yield moment


def sharpened(stated: list[Dated]) -> Dated:
    """The first statement, with the clock or zone of a later one for the same day or instant."""
    best = stated[0]
    for other in stated[1:]:
        mine, its = best.moment, other.moment
        if mine.precision == "day" and its.precision != "day" and mine.local_day == its.local_day:
            best = other
        elif (
            not mine.offset_min and its.offset_min and mine.offset_min is not None and same_instant(mine, its)
        ):
            best = replace(best, moment=replace(mine, offset_min=its.offset_min))
        elif mine.offset_min == 0 and (offset := offset_between(mine, its)):
            best = replace(best, moment=replace(mine, offset_min=offset))
        elif mine.offset_min is None and its.offset_min is not None and same_clock(mine, its):
            best = other
    return best


def same_instant(one: Moment, other: Moment) -> bool:
    """Less than a minute apart."""
    return "day" not in (one.precision, other.precision) and abs(one.at - other.at) < timedelta(minutes=1)


def offset_between(instant: Moment, clock: Moment) -> int | None:
    """Minutes by which a clock without a zone is ahead of an instant, where it shows the same second elsewhere."""
    if clock.offset_min is not None or "second" not in (clock.precision, instant.precision) or clock.precision == "day":
        return None
    minutes, rest = divmod(round((clock.at - instant.at).total_seconds()), 60)
    return minutes if rest == 0 and minutes % 30 == 0 and 0 < abs(minutes) <= MAX_OFFSET_MIN else None


def same_clock(one: Moment, other: Moment) -> bool:
    """The same wall clock, one of them written without its zone."""
    shifted = other.at + timedelta(minutes=other.offset_min or 0)
    return "day" not in (one.precision, other.precision) and abs(one.at - shifted) < timedelta(minutes=1)


def published_times(tree: HtmlElement, latest: datetime) -> list[Dated]:
    """Moments of <time> elements in or before the article's first words, the marked ones first."""
    times = [element for element, _ in zip(tree.iter("time"), range(MAX_TIMES), strict=False)]
    fresh = [element for element in times if not CHANGED.search(labels(element))]
    marked = [
        element
        for element in fresh
        if PUBLISHED.search(labels(element)) or element.get("pubdate") is not None
    ]
    chosen = marked or [element for element in fresh if not is_listed(element)]
    moments = parsed((element.get("datetime") for element in chosen[:3]), latest)
    return [Dated(moment=moment, source="time") for moment in moments]


def changed_times(tree: HtmlElement, latest: datetime) -> list[Dated]:
    """Moments of <time> elements marked as the time of a change."""
    times = [element for element, _ in zip(tree.iter("time"), range(MAX_TIMES), strict=False)]
    chosen = [
        e for e in times if CHANGED.search(labels(e)) and not PUBLISHED.search(labels(e)) and not is_listed(e)
    ]
    moments = parsed((element.get("datetime") for element in chosen[:1]), latest)
    return [Dated(moment=moment, source="time") for moment in moments]


def labels(element: HtmlElement) -> str:
    """What marks an element: its class and itemprop."""
    return f"{element.get('class') or ''} {element.get('itemprop') or ''}"


def is_listed(element: HtmlElement) -> bool:
    """Whether an element belongs to a list of other pages: inside a link, a list, an aside."""
    return any(parent.tag in ("a", "li", "aside", "nav", "footer") for parent in element.iterancestors())


def shown_dates(tree: HtmlElement, latest: datetime) -> Iterator[Moment]:
    """Dates in short texts marked as a date, outside lists of other pages."""
    undated = (e for e in tree.iter("time") if not e.get("datetime"))
    marked: Any = DATED(tree)
    for element in [*undated, *marked[:MAX_MARKED], *after_heading(tree)]:
        text = " ".join("".join(element.itertext(with_tail=False)).split())
        if 6 <= len(text) <= NEAR_CHARS and not is_listed(element):
            moment = parse_moment(text, latest)
            if moment:
                yield moment


def after_heading(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The first elements with a short text after the page's first heading."""
    heading = next((e for e in tree.iter("h1") if "".join(e.itertext()).strip()), None)
    following: Any = () if heading is None else islice(AFTER(heading), MAX_AFTER_HEADING)
    yield from following


def path_dates(url: str, latest: datetime) -> Iterator[Moment]:
    """A day in the address, as /2024/12/09/, 2024-12-09, 20241209 or /2024/dec/09/."""
    found = IN_PATH.search(url.split("?", 1)[0])
    if found and found[1]:
        yield from parsed([f"{found[1]}-{int(found[2]):02}-{found[3]}"], latest)
    elif found:
        yield from parsed([f"{found[6]} {found[5]} {found[4]}"], latest)


def searched(tree: HtmlElement, latest: datetime) -> Iterator[Moment]:
    """htmldate's answer without its widest search, which invents dates."""
    text = find_date(
        tree,
        extensive_search=False,
        original_date=True,
        outputformat="%Y-%m-%d",
        max_date=latest.replace(tzinfo=None),
    )
    at = datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
    if at:
        yield Moment(at=at, precision="day", offset_min=None)
