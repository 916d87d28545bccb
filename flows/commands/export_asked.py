"""What `isnad export` was asked for, and whether it goes together."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.errors import ConfigError
from flows.commands.sql import piped_query
from tasks.parsing.urls import normalize_url
from warehouse.schema import PUBLISHED, Table

ROWS = ("parquet", "csv", "jsonl")
FORMATS = (*ROWS, "warc", "delta")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed: `what` are tables for delta, or one query; what a format has no use for is refused."""

    to: str
    what: tuple[str, ...] = ()
    out: Path | None = None
    force: bool = False
    bom: bool = False
    guard: bool = False
    sources: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    urls: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The file to write."""
        return self.out or Path()


def check_asked(asked: Asked) -> None:
    """Whether the options go with the format.

    Raises:
        ConfigError: they do not; the message says which one.
    """
    if asked.to not in FORMATS:
        raise ConfigError(f"--to {asked.to}: there are {', '.join(FORMATS)}")
    belongs = {
        "--out": (asked.out, (*ROWS, "warc")),
        "--force": (asked.force, (*ROWS, "warc")),
        "--bom": (asked.bom, ("csv",)),
        "--guard": (asked.guard, ("csv",)),
        "--source": (asked.sources, ("warc",)),
        "--from": (asked.first, ("warc",)),
        "--to-date": (asked.last, ("warc",)),
        "--url": (asked.urls, ("warc",)),
        "a table or query": (asked.what, (*ROWS, "delta")),
    }
    for name, (given, formats) in belongs.items():
        if given and asked.to not in formats:
            raise ConfigError(f"{name} is for --to {', '.join(formats)}; not for {asked.to}")
    if asked.to != "delta" and asked.out is None:
        raise ConfigError(f"--to {asked.to} needs --out FILE")


def query_of(asked: Asked) -> str:
    """The one query, typed or on standard input.

    Raises:
        ConfigError: there is none, or more than one.
    """
    if len(asked.what) > 1:
        raise ConfigError(f"--to {asked.to} takes one query; put it in quotes")
    query = asked.what[0] if asked.what else piped_query()
    if not query or not query.strip():
        raise ConfigError(f"--to {asked.to} needs a query, such as 'FROM articles'")
    return query


def address(given: str) -> str:
    """A web address in the one form that is stored.

    Raises:
        ConfigError: it is none.
    """
    url = normalize_url(given)
    if url is None:
        raise ConfigError(f"{given!r} is not an http:// or https:// address")
    return url


def tables_of(asked: Asked) -> list[Table]:
    """The tables that were named, else all.

    Raises:
        ConfigError: there is no such table; views are none.
    """
    known = {table.name: table for table in PUBLISHED}
    unknown = next((name for name in asked.what if name not in known), None)
    if unknown is not None:
        raise ConfigError(f"no table {unknown!r} has files; those that do are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(asked.what or known)]
