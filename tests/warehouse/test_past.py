"""What earlier runs leave to the next one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from warehouse import rows
from warehouse.past import (
    Leftover,
    asked_hosts,
    kept_articles,
    listing_validators,
    looks,
    put_off,
    resting_hosts,
    robots_held,
)

URL = "https://minbar.example/1"
OTHER = "https://minbar.example/2"
DAY = date(2026, 3, 1)
LATER = datetime(2026, 3, 9, tzinfo=UTC)


def on(number):
    """A day of the month."""
    return date(2026, 3, number)


@pytest.fixture
def outcome(stage, publish, seen, build):
    """Publishes a run in which an address ended so: `outcome("r1", URL, day, "timeout", retry_at=…)`."""

    def run(run_id, url, day, name, **given):
        page = seen(url=url, day=day)
        page_id = page.page_id if name in ("stored", "not_modified") else None
        row = replace(build.fetch_row(page, run_id, day, name), page_id=page_id, body_sha256=None, **given)
        source = build.source_row("minbar", int(row.role == "page"), run_id, day)
        stage(run_id, given={"fetches": [row], "source_runs": [source]})
        publish(run_id, day=day)
        return row

    return run


def test_nothing_is_left_by_nobody(root):
    """The first night has no past."""
    assert looks(root, {URL}) == {}
    assert put_off(root, ["minbar"], DAY) == []
    assert kept_articles(root, ["minbar"], DAY, 3) == []
    assert listing_validators(root, ["minbar"], LATER, 3) == {}
    assert robots_held(root, LATER) == {}
    assert resting_hosts(root, LATER) == {}


def test_the_first_and_the_last_look(night, outcome, seen, root):
    """By the day collected for; an answer that nothing changed is a look, a failure is none."""
    night("r1", seen(url=URL, day=on(1)), day=on(1))
    outcome("r2", URL, on(2), "not_modified")
    outcome("r3", URL, on(3), "timeout")
    found = looks(root, [URL, OTHER])
    assert list(found) == [URL]
    assert (found[URL].first_on, found[URL].last_on) == (on(1), on(2))
    assert found[URL].last_at == datetime(2026, 3, 2, 6, tzinfo=UTC)


def test_a_second_source_that_names_an_address_is_no_look(outcome, root):
    """What was asked for the first one may have failed."""
    outcome("r1", URL, on(1), "duplicate")
    assert looks(root, [URL]) == {}


def test_what_was_put_off_is_left(outcome, root):
    """With what the listing said; only of the sources asked, and only what was put off."""
    at = datetime(2026, 3, 1, 6, tzinfo=UTC)
    outcome("r1", URL, on(1), "host_resting", retry_at=at, evidence='{"title": "x"}', listing_url="http://f")
    outcome("r2", OTHER, on(1), "http_error")
    left = Leftover(source="minbar", url=URL, via="feed", listing_url="http://f", evidence='{"title": "x"}')
    assert put_off(root, ["minbar", "x"], on(2)) == [left]
    assert put_off(root, ["x"], on(2)) == []


@pytest.mark.parametrize("ended", ["stored", "http_error", "not_modified"])
def test_a_later_outcome_settles_it(outcome, night, seen, root, ended):
    """Stored, or failed for good: it is not asked again."""
    outcome("r1", URL, on(1), "timeout", retry_at=datetime(2026, 3, 1, 6, tzinfo=UTC))
    if ended == "stored":
        night("r2", seen(url=URL, day=on(2), source="elsewhere"), day=on(2))
    else:
        outcome("r2", URL, on(2), ended)
    assert put_off(root, ["minbar"], on(3)) == []


def test_an_address_that_fails_every_night_is_given_up(outcome, root):
    """After seven nights, for good."""
    for number in range(1, 8):
        at = datetime(2026, 3, number, 6, tzinfo=UTC)
        assert len(put_off(root, ["minbar"], on(number))) == (number > 1)
        outcome(f"r{number}", URL, on(number), "timeout", retry_at=at)
    assert [put_off(root, ["minbar"], on(number)) for number in range(8, 20)] == [[]] * 12


def test_hosts_asked_a_short_while_ago(outcome, root):
    """So that a run that begins at once does not ask them too soon."""
    outcome("r1", URL, on(1), "http_error")
    at = datetime(2026, 3, 1, 6, tzinfo=UTC)
    assert asked_hosts(root, at + timedelta(minutes=2)) == {"minbar.example": at}
    assert asked_hosts(root, at + timedelta(minutes=9)) == {}


def test_articles_of_the_last_days(night, seen, root):
    """Each with its looks; lists of links, older days and other sources are left out."""
    night("r1", seen(url=URL, day=on(1)), seen(url=OTHER, day=on(1), verdict="not_article"), day=on(1))
    [kept] = kept_articles(root, ["minbar"], on(4), 3)
    assert (kept.url, kept.first_on, kept.last_on, kept.via) == (URL, on(1), on(1), "feed")
    assert kept_articles(root, ["minbar"], on(5), 3) == []
    assert kept_articles(root, ["x"], on(4), 3) == []


def test_an_edit_does_not_begin_the_days_anew(night, seen, root):
    """The first look stays the first."""
    for number in (1, 2):
        night(f"r{number}", seen(url=URL, day=on(number), text=f"{number}\n\nx"), day=on(number))
    [kept] = kept_articles(root, ["minbar"], on(3), 3)
    assert (kept.first_on, kept.last_on) == (on(1), on(2))


def test_validators_of_a_listing(outcome, root):
    """Of the last reading in full, while it is recent; one with something to say of it has none."""
    feed = {"role": "listing", "etag": '"1"', "named": 3}
    outcome("r1", "http://f/1", on(1), "read", **feed)
    outcome("r2", "http://f/1", on(2), "not_modified", role="listing")
    outcome("r3", "http://f/2", on(1), "read", **feed | {"error": "9 addresses were left out"})
    outcome("r4", "http://f/3", on(1), "read", **feed | {"named": 0})
    now = datetime(2026, 3, 3, tzinfo=UTC)
    found = listing_validators(root, ["minbar"], now, 3)
    assert {key: validators.etag for key, validators in found.items()} == {("minbar", "http://f/1"): '"1"'}
    assert listing_validators(root, ["minbar"], now, 1) == {}


def test_robots_of_the_last_day(stage, publish, build, root):
    """The newest look at each origin, as it was staged."""
    looked = [
        rows.Robots(
            origin="https://minbar.example",
            run_id="r1",
            date=DAY,
            host="minbar.example",
            outcome="read",
            status=200,
            error=None,
            body=f"# {hour}",
            fetched_at=datetime(2026, 3, 1, hour, tzinfo=UTC),
        )
        for hour in (3, 6)
    ]
    stage("r1", given={"robots": looked, "source_runs": [build.source_row("minbar", 0, "r1", DAY)]})
    publish("r1")
    at = looked[1].fetched_at
    assert robots_held(root, at + timedelta(hours=23)) == {"https://minbar.example": looked[1]}
    assert robots_held(root, at + timedelta(hours=25)) == {}


def test_hosts_that_want_to_be_left_alone(outcome, root):
    """Until the latest instant they named, as long as that is to come."""
    until = datetime(2026, 3, 2, 5, tzinfo=UTC)
    outcome("r1", URL, on(1), "http_error", retry_at=until, retry_host="far.example")
    assert resting_hosts(root, until - timedelta(hours=1)) == {"far.example": until}
    assert resting_hosts(root, until) == {}
