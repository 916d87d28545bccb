"""Publication and change: the most trusted statement, made exact by the others."""

from datetime import UTC, datetime

import pytest

from tasks.parsing.date_sources import Dated
from tasks.parsing.dates import find_modified, find_published
from tasks.parsing.document import parse_html
from tasks.parsing.meta import read_meta
from tasks.parsing.structured import read_structured

FETCHED = datetime(2024, 12, 10, 12, tzinfo=UTC)
URL = "https://gazette.example/story/42"


def published(head: str = "", body: str = "", url: str = URL, feed: str = "") -> Dated | None:
    """The publication time of a page."""
    tree = parse_html(f"<html><head>{head}</head><body>{body}<p>text</p></body></html>")
    assert tree is not None
    evidence = {"published": feed} if feed else {}
    return find_published(tree, read_structured(tree), read_meta(tree), evidence, url, FETCHED)


def modified(head: str, body: str = "") -> Dated | None:
    """The time of change of a page."""
    tree = parse_html(f"<html><head>{head}</head><body>{body}<p>text</p></body></html>")
    assert tree is not None
    structured, meta = read_structured(tree), read_meta(tree)
    before = find_published(tree, structured, meta, {}, URL, FETCHED)
    return find_modified(tree, structured, meta, before, FETCHED)


def ld(**properties: str) -> str:
    """A JSON-LD article with these properties."""
    pairs = "".join(f', "{key}": "{value}"' for key, value in properties.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle"{pairs}}}</script>'


def meta(key: str, value: str) -> str:
    """A meta element."""
    return f'<meta property="{key}" content="{value}">'


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ({"head": ld(datePublished="2024-12-09T08:00:00Z")}, "json-ld"),
        ({"head": meta("article:published_time", "2024-12-09T08:00:00Z")}, "meta"),
        ({"body": '<time datetime="2024-12-09T08:00:00Z">x</time>'}, "time"),
        ({"body": '<span class="post-date">٩ ديسمبر ٢٠٢٤ 08:00</span>'}, "text"),
        ({"body": "<h1>عنوان</h1><div>نشر الاثنين 9 كانون الأول / ديسمبر 2024 08:00</div>"}, "text"),
        ({"url": "https://gazette.example/2024/12/09/story"}, "url"),
        ({"url": "https://gazette.example/2024/dec/09/story"}, "url"),
        ({"feed": "Mon, 09 Dec 2024 08:00:00 GMT"}, "feed"),
    ],
)
def test_each_source_alone(given: dict[str, str], source: str) -> None:
    """Each place a date can stand in is read, and named."""
    found = published(**given)
    assert found is not None
    assert (found.source, found.moment.local_day) == (source, "2024-12-09")


def test_no_date_is_none() -> None:
    """A copyright footer is no date."""
    assert published(body="<footer>© 2024 صدى</footer>") is None


def test_arabic_month_is_not_read_from_the_footer() -> None:
    """The month كانون الأول is December, not the footer's first of January."""
    body = '<p class="date">الاثنين 9 كانون الأول 2024</p><footer>© 2024</footer>'
    found = published(body=body)
    assert found is not None
    assert (found.moment.local_day, found.moment.precision) == ("2024-12-09", "day")


def test_a_day_gets_its_hour_from_a_later_source() -> None:
    """JSON-LD with a day only, meta with the hour of that day."""
    found = published(
        ld(datePublished="2024-12-09") + meta("article:published_time", "2024-12-09T08:00:00+03:00")
    )
    assert found is not None
    assert (found.source, found.moment.precision, found.moment.offset_min) == ("meta", "second", 180)


def test_another_day_does_not_change_it() -> None:
    """A later source that contradicts the first is not believed."""
    found = published(ld(datePublished="2024-12-08") + meta("article:published_time", "2024-12-09T08:00:00Z"))
    assert found is not None
    assert (found.source, found.moment.local_day) == ("json-ld", "2024-12-08")


@pytest.mark.parametrize(
    "other", ["2024-12-09T22:30:00-05:00", "2024-12-09 22:30:00"], ids=["with its zone", "as a local clock"]
)
def test_the_zone_is_taken_from_the_same_instant(other: str) -> None:
    """JSON-LD in UTC and the shown time of the same instant: the day is the writer's."""
    found = published(
        ld(datePublished="2024-12-10T03:30:00Z"), f'<time class="published" datetime="{other}">x</time>'
    )
    assert found is not None
    assert (found.moment.offset_min, found.moment.local_day) == (-300, "2024-12-09")


def test_a_clock_without_zone_gets_the_zone_of_the_same_clock() -> None:
    """JSON-LD without a zone, meta with the same clock and one."""
    found = published(
        ld(datePublished="2024-12-09T08:00:00") + meta("article:published_time", "2024-12-09T08:00:00+03:00")
    )
    assert found is not None
    assert found.moment.at == datetime(2024, 12, 9, 5, tzinfo=UTC)


def test_no_zone_is_utc_and_said_so() -> None:
    """Without a zone the clock is taken as UTC and the offset is unknown."""
    found = published(ld(datePublished="2024-12-09T08:00:00"))
    assert found is not None
    assert (found.moment.at.hour, found.moment.offset_min) == (8, None)


def test_the_future_is_not_believed() -> None:
    """A date long after the page was fetched is passed over."""
    found = published(ld(datePublished="2025-06-01") + meta("date", "2024-12-09"))
    assert found is not None
    assert found.source == "meta"


def test_times_of_other_articles_are_passed_over() -> None:
    """A <time> inside a link or a sidebar is another page's."""
    body = '<a href="/1"><time datetime="2024-12-01">x</time></a><time datetime="2024-12-09">y</time>'
    found = published(body=body)
    assert found is not None
    assert found.moment.local_day == "2024-12-09"


def test_modified() -> None:
    """The stated change, with its source."""
    head = ld(datePublished="2024-12-09T08:00:00Z", dateModified="2024-12-09T09:00:00Z")
    found = modified(head)
    assert found is not None
    assert (found.source, found.moment.at.hour) == ("json-ld", 9)


def test_a_change_before_the_publication_is_not_believed() -> None:
    """Some systems write the draft's time."""
    assert modified(ld(datePublished="2024-12-09T08:00:00Z", dateModified="2024-12-01T09:00:00Z")) is None


def test_a_marked_time_of_change() -> None:
    """A <time> marked as updated is the change, not the publication."""
    found = modified(
        meta("article:published_time", "2024-12-09T08:00:00Z"),
        '<time class="updated" datetime="2024-12-09T10:00:00Z">x</time>',
    )
    assert found is not None
    assert (found.source, found.moment.at.hour) == ("time", 10)
