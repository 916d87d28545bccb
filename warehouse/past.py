"""What earlier runs leave to the next one: what is kept, what is due again, what was put off."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from warehouse import rows
from warehouse.catalog import connect
from warehouse.statements import read_statements

PUT_OFF_NIGHTS = 7  # an address that fails on so many nights is not asked again
ONE_DAY = timedelta(days=1)
LONGEST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """When an address was first and last brought: by the day collected for, and the last by the clock."""

    first_on: date
    last_on: date
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """An address of an earlier run to ask again, with what named it then."""

    source: str
    url: str
    via: str
    listing_url: str | None
    evidence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Leftover):
    """An article fetched in the last days, and the days it was looked at first and last."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes the request for a listing conditional, and when it was last read in full."""

    etag: str | None
    last_modified: str | None
    read_at: datetime


def looks(root: Path, urls: Collection[str]) -> dict[str, Look]:
    """The looks at these addresses; one that never brought anything is left out."""
    found = answer(root, "looks", {"urls": sorted(urls)})
    return {item.pop("url"): Look(**item) for item in found}


def put_off(root: Path, sources: Collection[str], day: date) -> list[Leftover]:
    """The addresses of these sources that earlier nights put off, the oldest first."""
    given = {"sources": sorted(sources), "day": day, "nights": PUT_OFF_NIGHTS}
    recent = day - PUT_OFF_NIGHTS * ONE_DAY
    found = answer(root, "put off", given | {"recent": recent, "since": recent - PUT_OFF_NIGHTS * ONE_DAY})
    return [Leftover(**item) for item in found]


def kept_articles(root: Path, sources: Collection[str], day: date, days: int) -> list[Kept]:
    """The articles of these sources fetched in so many days before this one."""
    given = {"sources": sorted(sources), "day": day, "since": day - days * ONE_DAY}
    return [Kept(**item) for item in answer(root, "kept articles", given)]


def listing_validators(
    root: Path, sources: Collection[str], now: datetime, days: int
) -> dict[tuple[str, str], Validators]:
    """The validators of the listings, by source and address, that were read in full in so many days."""
    read_after = now - days * ONE_DAY
    given = {"sources": sorted(sources), "read_after": read_after, "since": (read_after - ONE_DAY).date()}
    found = answer(root, "listings", given)
    return {(item.pop("source"), item.pop("url")): Validators(**item) for item in found}


def robots_held(root: Path, now: datetime) -> dict[str, rows.Robots]:
    """The newest look of the last day at each origin's robots.txt."""
    found = answer(root, "robots", {"since": now - ONE_DAY})
    return {item["origin"]: rows.Robots(**item) for item in found}


def resting_hosts(root: Path, now: datetime) -> dict[str, datetime]:
    """The hosts that asked to be left alone until later than now, and until when."""
    found = answer(root, "resting hosts", {"now": now, "since": now - PUT_OFF_NIGHTS * ONE_DAY})
    return {item["host"]: item["retry_at"] for item in found}


def asked_hosts(root: Path, now: datetime) -> dict[str, datetime]:
    """When each host had its last answer, of those whose pause may not be over."""
    found = answer(root, "asked hosts", {"since": now - LONGEST_PAUSE})
    return {item["host"]: item["asked_at"] for item in found}


def answer(root: Path, name: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of one statement of past.sql."""
    sql = next(statement.sql for statement in read_statements("past.sql") if statement.name == name)
    with connect(root) as con:
        found: list[dict[str, Any]] = con.sql(sql, params=dict(given)).to_arrow_table().to_pylist()
    return found
