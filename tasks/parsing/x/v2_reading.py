"""One record of the X API v2 being read: where it is from, what stands beside it, where faults go."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.ranks import API_V2
from tasks.parsing.x.shapes import instant, record
from tasks.parsing.x.v2_beside import Beside, Item

FIRST_TWEET = datetime(2006, 3, 21, tzinfo=UTC)
SHOWN_CHARS = 60

Value = TypeVar("Value")
# a column, its name in the record, and how it is read; of two names of a column the last one there counts
Columns = tuple[tuple[str, str, Callable[[Any], Any]], ...]


@dataclass(slots=True, kw_only=True)
class Reading:
    """What is the same for all rows of one record.

    `quiet` is for a tweet read for another one's sake: its faults are told when it is read for its own.
    """

    gathered: Gathered
    beside: Beside
    observed_at: datetime
    line: int | None = None
    source_kind: str = "api_v2"
    rank: int = API_V2
    quiet: bool = False
    lineage: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.lineage = self.gathered.origin.lineage

    def take(self, item: Item, name: str, read: Callable[[Any], Value | None]) -> Value | None:
        """One value as `read` reads it; one that is there and cannot be read is a fault."""
        given = item.get(name)
        if given is None or given == "":
            return None
        value = read(given)
        if value is None:
            self.bad(name, given)
        return value

    def take_all(self, item: Item, columns: Columns) -> dict[str, Any]:
        """The same of many values, by column; those that are not there are left out."""
        found: dict[str, Any] = {}
        for column, name, read in columns:
            given = item.get(name)
            if given is None or given == "":
                continue
            value = read(given)
            if value is None:
                self.bad(name, given)
            else:
                found[column] = value
        return found

    def take_list(self, item: Item, name: str) -> list[Item]:
        """The objects of a list; what is not one is a fault."""
        given = item.get(name)
        if given is None:
            return []
        if not isinstance(given, list):
            self.bad(name, given)
            return []
        for entry in given:
            if not isinstance(entry, dict):
                self.bad(name, entry)
        return [entry for entry in given if isinstance(entry, dict)]

    def take_words(self, item: Item, name: str, read: Callable[[Any], str | None]) -> tuple[str, ...]:
        """The texts of a list, each once, in order; what is not one is a fault."""
        given = item.get(name)
        if given is None:
            return ()
        found: dict[str, None] = {}
        for entry in given if isinstance(given, list) else [given]:
            if (value := read(entry)) is None:
                self.bad(name, entry)
            else:
                found[value] = None
        return tuple(found)

    def bad(self, name: str, given: Any) -> None:
        """Counts a value that cannot be read."""
        shown = (
            repr(given[:SHOWN_CHARS])
            if isinstance(given, str)
            else f"a {type(given).__name__}"
            if isinstance(given, dict | list)
            else f"{given!r:.{SHOWN_CHARS}}"
        )
        self.fault("bad_value", f"{name} cannot be read: {shown}")

    def fault(self, fault: str, detail: str) -> None:
        """Counts something that could not be read, at the record's line."""
        if not self.quiet:
            self.gathered.fault(fault, detail, self.line)


def collected_at(answer: Item, gathered: Gathered) -> datetime:
    """When the record was received: as twarc notes it in `__twarc`, else as the page was.

    A time after the page's own, or before there were tweets, is none.
    """
    at = instant(record(answer.get("__twarc")).get("retrieved_at"))
    return at if at and FIRST_TWEET < at < gathered.origin.observed_at else gathered.origin.observed_at
