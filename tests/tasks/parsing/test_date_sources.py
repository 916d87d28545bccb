"""Where in a page a date may stand."""

from datetime import UTC, datetime

import pytest
from lxml.html import HtmlElement

from tasks.parsing.date_sources import (
    changed_times,
    is_listed,
    path_dates,
    published_times,
    searched,
    shown_dates,
)
from tasks.parsing.document import parse_html

LATEST = datetime(2025, 1, 1, tzinfo=UTC)


def tree(body: str) -> HtmlElement:
    """A page with this body."""
    found = parse_html(f"<html><body>{body}</body></html>")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://gazette.example/2024/12/09/story", "2024-12-09"),
        ("https://gazette.example/story-2024-12-09", "2024-12-09"),
        ("https://gazette.example/20241209/story", "2024-12-09"),
        ("https://gazette.example/2024/dec/09/story", "2024-12-09"),
        ("https://gazette.example/story/12345678901", None),
        ("https://gazette.example/2024/story", None),
        ("https://gazette.example/story?d=2024-12-09", None),
    ],
)
def test_a_day_in_the_path(url: str, day: str | None) -> None:
    """Common forms; numbers that are no date and queries are passed over."""
    found = next(path_dates(url, LATEST), None)
    assert (found.local_day if found else None) == day


def test_marked_times_come_before_others() -> None:
    """A <time> marked as published wins over an earlier one without a mark."""
    page = tree(
        '<time datetime="2024-12-01">a</time><time itemprop="datePublished" datetime="2024-12-09">b</time>'
    )
    assert [item.moment.local_day for item in published_times(page, LATEST)] == ["2024-12-09"]


def test_an_updated_time_is_no_publication() -> None:
    """A <time> marked as changed is read as a change only."""
    page = tree('<time class="updated" datetime="2024-12-09">a</time>')
    assert published_times(page, LATEST) == []
    assert [item.moment.local_day for item in changed_times(page, LATEST)] == ["2024-12-09"]


def test_dates_of_a_long_list_are_passed_over() -> None:
    """A short list may be the article's own line of facts, a long one is a list of other pages."""
    short = tree('<ul><li><b id="date">9 ديسمبر 2024</b></li></ul>')
    long = tree("<ul>" + '<li><b class="date">9 ديسمبر 2024</b></li>' * 9 + "</ul>")
    assert not is_listed(short.find(".//b"))
    assert [moment.local_day for moment in shown_dates(short, LATEST)][:1] == ["2024-12-09"]
    assert list(shown_dates(long, LATEST)) == []


def test_htmldate_answers_with_a_day() -> None:
    """The last resort reads a day, and nothing more exact."""
    page = tree('<div class="pubtime">2024-12-09 08:30</div><p>Report of the harbour council.</p>')
    assert [(item.local_day, item.precision) for item in searched(page, LATEST)] == [("2024-12-09", "day")]
