"""The catalog."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from warehouse.catalog import connect
from warehouse.definitions import describe

URL = "https://minbar.example/1"


def test_an_empty_warehouse_has_empty_tables(root) -> None:
    """Every view answers before the first night, and nothing is written."""
    with connect(root) as con:
        for item in describe():
            assert con.execute(f"SELECT * FROM {item.name}").fetchall() == []
    assert not root.exists()


def test_everything_is_described() -> None:
    """Every table, view and column has a text."""
    items = describe()
    assert [item.name for item in items if not item.description] == []
    assert [(i.name, column) for i in items for column, text in i.columns.items() if not text] == []
    assert {"articles", "coverage", "books", "raw.superseded"} <= {item.name for item in items}
    assert (
        next(i for i in items if i.name == "articles").columns["version"].startswith("number of this version")
    )


def test_times_are_utc(night, seen, root, monkeypatch) -> None:
    """Whatever the machine's zone, instants print in UTC."""
    night("r1", seen(url=URL, hour=6))
    monkeypatch.setenv("TZ", "Asia/Riyadh")
    with connect(root) as con:
        assert con.execute("SELECT fetched_at::VARCHAR FROM articles").fetchall() == [
            ("2026-03-01 06:00:00+00",)
        ]


def test_a_connection_does_not_change_underneath(night, seen, root) -> None:
    """A reader sees one snapshot, whatever is committed meanwhile."""
    night("r1", seen(url=URL, hour=6))
    with connect(root) as con:
        night("r2", seen(url=URL, hour=9, text="جديد.\n\nنهاية."))
        assert con.execute("SELECT version FROM articles").fetchall() == [(1,)]


def test_nothing_can_be_changed(night, seen, root) -> None:
    """Neither the views nor the files, whatever is asked; what a person makes for a while is temporary."""
    night("r1", seen(url=URL))
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with connect(root) as con:
        for statement in (
            "CREATE TABLE mine AS FROM articles", "CREATE OR REPLACE VIEW articles AS SELECT 1",
            "DROP VIEW articles", "DELETE FROM articles", "UPDATE raw.articles SET title = ''",
            "INSERT INTO raw.forgotten FROM raw.forgotten", "COMMENT ON VIEW articles IS ''",
        ):  # fmt: skip
            with pytest.raises(duckdb.Error):
                con.execute(statement)
        con.execute("CREATE TEMP TABLE mine AS FROM articles")
        assert con.execute("SELECT count(*) FROM mine").fetchall() == [(1,)]
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_relative_root(night, seen, root, monkeypatch) -> None:
    """A root given relative to the working folder works from others too."""
    night("r1", seen(url=URL))
    monkeypatch.chdir(root.parent)
    with connect(Path(root.name)) as con:
        os.chdir("/")
        assert con.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]


def test_the_best_known_tweet(stage, publish, seen, build, ask) -> None:
    """Of the copies of a tweet the most complete is shown, of equals the newest."""
    pages = [seen(url=f"https://minbar.example/{n}") for n in range(3)]
    given = build.rows_of(pages, "r1", build.DAY)
    lineage = [{"page_id": p.page_id, "run_id": "r1", "date": build.DAY} for p in pages]
    ranks = ((10, "قصير"), (40, "كامل"), (30, "وسط"))
    given["tweets"] += [
        build.tweet_row("t", where, completeness=rank, text=text)
        for where, (rank, text) in zip(lineage, ranks, strict=True)
    ]
    stage("r1", given=given)
    publish("r1")
    assert ask("SELECT text, completeness FROM tweets WHERE tweet_key = 't'") == [("كامل", 40)]
    assert ask("SELECT count(*) FROM raw.tweets WHERE tweet_key = 't'") == [(3,)]


def test_what_is_said_last_of_a_tweet(stage, publish, seen, build, ask) -> None:
    """A reason is that of what is said, not of what was said before; of one moment that it is gone counts."""
    pages = [seen(url=f"https://minbar.example/{n}") for n in range(4)]
    given = build.rows_of(pages, "r1", build.DAY)
    lineage = [{"page_id": p.page_id, "run_id": "r1", "date": build.DAY} for p in pages]
    hidden, shown, there, gone = (
        build.tweet_row(key, where, source_kind="api_v2")
        for key, where in zip(("t", "t", "u", "u"), lineage, strict=True)
    )
    given["tweets"] += [
        replace(hidden, availability="restricted", availability_reason="Learn more"),
        replace(shown, observed_at=shown.observed_at + timedelta(hours=1)),
        there,
        replace(gone, availability="deleted", availability_reason="delete"),
    ]
    stage("r1", given=given)
    publish("r1")
    said = "SELECT availability, availability_reason FROM tweets WHERE tweet_key IN ('t', 'u')"
    assert ask(f"{said} ORDER BY tweet_key") == [("available", None), ("deleted", "delete")]


def test_books_of_a_mixed_run(stage, publish, seen, build, ask) -> None:
    """Every outcome has its place, and the account balances."""
    pages = [
        seen(url=URL),
        seen(url=f"{URL}2", verdict="not_article"),
        seen(url=f"{URL}3", verdict="quarantined"),
    ]
    given = build.rows_of(pages, "r1", build.DAY)
    for number, outcome in enumerate(["duplicate", "not_modified", "robots_denied", "timeout", "http_error"]):
        row = build.fetch_row(seen(url=f"{URL}/{number}"), "r1", build.DAY, outcome)
        given["fetches"].append(replace(row, page_id=None))
    listing = build.fetch_row(seen(url="https://minbar.example/feed"), "r1", build.DAY, "read")
    given["fetches"].append(replace(listing, role="listing", page_id=None))
    put_off = build.fetch_row(seen(url=f"{URL}/5"), "r1", build.DAY, "host_resting")
    given["fetches"].append(replace(put_off, page_id=None, retry_at=put_off.fetched_at))
    account = {"named": 12, "known": 4, "left_out": 2, "resumed": 1, "revisited": 2}
    given["source_runs"] = [build.source_row("minbar", 9, "r1", build.DAY, **account)]
    stage("r1", given=given)
    publish("r1")
    assert ask("SELECT * EXCLUDE (run_id, date, source) FROM books") == [
        (12, 4, 2, 1, 2, 9, 3, 1, 1, 1, 1, 0, 2, 3, 1, 0, 1, 1, True)
    ]


@pytest.mark.parametrize(
    ("given", "outcomes", "state"),
    [
        ({}, ["stored"], "complete"),
        ({"expected_min": 1}, ["stored"], "complete"),
        ({"expected_min": 2}, ["stored"], "partial"),
        ({"listings": 2, "listings_failed": 1}, ["stored"], "partial"),
        ({}, ["duplicate"], "complete"),
        ({}, ["timeout"], "missing"),
        ({"listings_failed": 1}, [], "missing"),
        ({"expected_min": 1}, [], "missing"),
        ({"expected_min": 1, "named": 3, "known": 3}, [], "partial"),
        ({"named": 4, "known": 3}, ["put off"], "partial"),
        ({"named": 3, "known": 3}, [], "complete"),
        ({}, [], "complete"),
    ],
)
def test_coverage(stage, publish, seen, build, ask, given, outcomes, state) -> None:
    """A day is complete, partial or missing by what came and what was expected."""
    rows = build.rows_of([seen(url=URL)] if outcomes == ["stored"] else [], "r1", build.DAY)
    if outcomes not in ([], ["stored"]):
        row = build.fetch_row(seen(url=URL), "r1", build.DAY, outcomes[0])
        retry_at = row.fetched_at if outcomes == ["put off"] else None
        rows["fetches"] = [replace(row, page_id=None, retry_at=retry_at)]
    rows["source_runs"] = [build.source_row("minbar", len(outcomes), "r1", build.DAY, **given)]
    stage("r1", given=rows)
    publish("r1")
    assert ask("SELECT state FROM coverage") == [(state,)]


def test_a_night_without_a_run_is_missing(night, seen, ask, build) -> None:
    """Nights between the first and the last of a source are listed, whether something ran or not."""
    night("r1", seen(url=URL, hour=6))
    later = build.DAY + timedelta(days=2)
    night("r2", seen(url=URL, hour=6, day=later, text="جديد.\n\nنهاية."), day=later)
    states = ask("SELECT state FROM coverage WHERE source = 'minbar' ORDER BY date")
    assert states == [("complete",), ("missing",), ("complete",)]


def test_two_runs_of_a_day_count_an_address_once(night, stage, publish, seen, build, ask) -> None:
    """An address stored by the first run and met again by the second is one stored address of the day."""
    page = seen(url=URL)
    night("r1", page)
    again = build.fetch_row(page, "r2", build.DAY, "duplicate")
    stage("r2", given={"fetches": [again], "source_runs": [build.source_row("minbar", 1, "r2", build.DAY)]})
    publish("r2")
    assert ask("SELECT discovered, stored, unchanged, failed, articles FROM coverage") == [(1, 1, 0, 0, 1)]


def test_an_address_put_off_is_neither_stored_nor_failed(stage, publish, seen, build, ask) -> None:
    """Until a later run of the day settles it."""
    row = build.fetch_row(seen(url=URL), "r1", build.DAY, "timeout")
    row = replace(row, page_id=None, retry_at=row.fetched_at)
    stage("r1", given={"fetches": [row], "source_runs": [build.source_row("minbar", 1, "r1", build.DAY)]})
    publish("r1")
    assert ask("SELECT stored, put_off, failed, state FROM coverage") == [(0, 1, 0, "missing")]
    stage("r2", seen(url=URL))
    publish("r2")
    assert ask("SELECT stored, put_off, failed, state FROM coverage") == [(1, 0, 0, "complete")]
