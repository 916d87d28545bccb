"""What one night leaves to the next: addresses put off, kept pages, articles to look at again."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from tasks.job import Job
from tests.site.hostile import Hostile, serve
from warehouse.catalog import connect

Night = Callable[..., Job]
BUSY = "/503-then-200?times=1"


@pytest.fixture
def server() -> Iterator[Hostile]:
    """A server of its own for each test, since answers count."""
    with serve() as running:
        yield running


def feed(server: Hostile, *paths: str) -> str:
    """A source whose feed names these paths."""
    url = server.url(f"/feed?paths={','.join(paths)}")
    return f'[[source]]\nname = "a"\nkind = "feed"\nurl = "{url}"\n'


def asked(server: Hostile, since: int = 0) -> list[str]:
    """The paths asked for, without robots.txt and feeds."""
    paths = (request.path for request in server.requests[since:])
    return [path for path in paths if not path.startswith(("/robots", "/feed"))]


def rows(job: Job, query: str) -> list[dict[str, Any]]:
    """The rows of a query."""
    with connect(job.root) as con:
        return con.sql(query).to_arrow_table().to_pylist()


def test_what_was_put_off_comes_first_the_next_night(night: Night, server: Hostile) -> None:
    """Although the feed no longer names it; what it brings stands beside what the feed said then."""
    first = night(feed(server, BUSY), "r1")
    (put_off,) = rows(first, "SELECT outcome, status, evidence, retry_at FROM fetches WHERE role = 'page'")
    assert (put_off["outcome"], put_off["status"]) == ("http_error", 503)
    assert put_off["retry_at"] is not None
    before = len(server.requests)
    second = night(feed(server, "/page/1"), "r2", date(2024, 12, 10))
    assert asked(server, before) == [BUSY, "/page/1"]
    (kept,) = rows(second, "SELECT evidence, listing_url FROM pages WHERE url LIKE '%503%'")
    assert kept["evidence"] == put_off["evidence"] is not None
    assert rows(second, "SELECT named, resumed, discovered, put_off FROM books WHERE run_id = 'r2'") == [
        {"named": 1, "resumed": 1, "discovered": 2, "put_off": 0}
    ]


def test_what_is_kept_is_asked_again_when_its_day_comes(night: Night, server: Hostile) -> None:
    """Not the same night, but after one and three days, named or not."""
    texts = {9: feed(server, "/page/1", "/page/2"), 10: feed(server, "/page/1")}
    looks = {}
    for day in (9, 10, 11, 12, 13):
        before = len(server.requests)
        job = night(texts.get(day, feed(server, "/410")), f"r{day}", date(2024, 12, day))
        looks[day] = [path for path in asked(server, before) if path != "/410"]
    both = ["/page/1", "/page/2"]
    assert looks == {9: both, 10: both, 11: [], 12: both, 13: []}
    assert rows(job, "SELECT run_id, revisited FROM source_runs ORDER BY date")[1:4] == [
        {"run_id": "r10", "revisited": 1},
        {"run_id": "r11", "revisited": 0},
        {"run_id": "r12", "revisited": 2},
    ]
    assert rows(job, "SELECT count(*) AS n FROM pages") == [{"n": 2}]


def test_a_long_list_is_worked_off_night_by_night(night: Night, server: Hostile) -> None:
    """Also where nothing is dated: what is kept makes room for what was left out."""
    paths = [f"/page/{number}" for number in range(12)]
    text = feed(server, *paths) + "max_addresses = 5\n"
    found = []
    for day in (9, 10, 11):
        job = night(text, f"r{day}", date(2024, 12, day))
        found.append(rows(job, "SELECT count(*) AS n FROM pages")[0]["n"])
    assert found == [5, 10, 12]  # what is new comes before another look
    assert rows(job, "SELECT bool_and(balanced) AS ok FROM books") == [{"ok": True}]


def test_robots_and_a_wish_to_be_left_alone_outlive_the_run(night: Night, server: Hostile) -> None:
    """A second run of the day asks neither for robots.txt nor the host that wanted a day."""
    night(feed(server, "/429-far", "/page/1"), "r1")
    before = len(server.requests)
    job = night(feed(server, "/page/1"), "r2")
    assert [request.path for request in server.requests[before:]] == []
    found = rows(job, "SELECT url, outcome FROM fetches WHERE run_id = 'r2' ORDER BY role")
    assert {row["outcome"] for row in found} == {"host_resting"}


def test_a_failure_of_the_first_source_is_none_of_the_second(night: Night, server: Hostile) -> None:
    """What two sources name is asked once; where that failed, it is asked again the next night."""
    two = feed(server, BUSY) + feed(server, BUSY).replace('"a"', '"b"')
    night(two, "r1")
    job = night(two, "r2", date(2024, 12, 10))
    assert rows(job, "SELECT outcome FROM fetches WHERE role = 'page' AND run_id = 'r2' ORDER BY source") == [
        {"outcome": "stored"},
        {"outcome": "duplicate"},
    ]
    assert all(row["balanced"] for row in rows(job, "FROM books"))
