"""When the article was published and last changed, and which part of the page says so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from lxml.html import HtmlElement

from tasks.parsing.date_sources import (
    Dated,
    changed_times,
    parsed,
    path_dates,
    published_times,
    searched,
    shown_dates,
)
from tasks.parsing.date_text import Moment
from tasks.parsing.meta import Meta
from tasks.parsing.structured import Structured

AHEAD = timedelta(days=1)  # a page without a zone may be 14 hours ahead; checks.sql allows as much
MINUTE = timedelta(minutes=1)
MAX_OFFSET_MIN = 14 * 60
PUBLISHED_KEYS = (
    "article:published_time", "og:article:published_time", "article:published:time", "og:published_time",
    "datepublished", "parsely-pub-date", "published_at", "pub_date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "date", "sailthru.date",
    "cxenseparse:recs:publishtime", "article.published", "article:created", "datecreated", "date.created",
    "uploaddate", "citation_publication_date", "article:post_date", "rnews:datepublished",
)  # fmt: skip
MODIFIED_KEYS = (
    "article:modified_time", "og:article:modified_time", "article:modified:time", "og:updated_time",
    "datemodified", "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "date.modified",
    "article.updated", "updated_time", "revised",
)  # fmt: skip


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
    """The stated time of the last change; one before the publication is not believed."""
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


def sharpened(stated: list[Dated]) -> Dated:
    """The first statement, with the clock or zone of a later one for the same day or instant."""
    best = stated[0]
    for other in stated[1:]:
        mine, its = best.moment, other.moment
        is_finer = mine.precision == "day" and its.precision != "day" and mine.local_day == its.local_day
        if is_finer or has_zone_for(its, mine):
            best = other
        elif offset := offset_from(its, mine):
            best = replace(best, moment=replace(mine, offset_min=offset))
    return best


def has_zone_for(other: Moment, mine: Moment) -> bool:
    """Whether the other writes the same clock as mine, and its zone, which mine lacks."""
    if mine.offset_min is not None or other.offset_min is None or "day" in (mine.precision, other.precision):
        return False
    return abs(mine.at - other.at - timedelta(minutes=other.offset_min)) < MINUTE


def offset_from(other: Moment, mine: Moment) -> int | None:
    """The writer's zone, where mine is in UTC and the other is the same instant or its local clock."""
    if mine.offset_min != 0 or "day" in (mine.precision, other.precision):
        return None
    if other.offset_min:
        return other.offset_min if abs(mine.at - other.at) < MINUTE else None
    minutes, rest = divmod(round((other.at - mine.at).total_seconds()), 60)
    is_shift = (
        other.offset_min is None and rest == 0 and minutes % 30 == 0 and 0 < abs(minutes) <= MAX_OFFSET_MIN
    )
    return minutes if is_shift and "second" in (mine.precision, other.precision) else None
