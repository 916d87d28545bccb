"""Which of the addresses a source names are asked: what is new, changed or due for another look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tasks.parsing.entries import Entry, utc_time
from tasks.parsing.urls import host_of
from warehouse.keys import key
from warehouse.past import Kept, Leftover, Look
from warehouse.rows import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePast:
    """What earlier runs leave of one source; `looks` is None where whatever it names is asked always."""

    looks: Mapping[str, Look] | None = None
    put_off: Sequence[Leftover] = ()
    kept: Sequence[Kept] = ()
    revisit_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One address as a listing names it, and the entry that does."""

    address: Address
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The addresses to ask, and the account of those named that are not."""

    addresses: tuple[Address, ...]
    known: int
    left_out: int
    resumed: int
    revisited: int


@dataclass(slots=True, kw_only=True)
class Choice:
    """The choice of one source in one run."""

    past: SourcePast
    source: str
    run_id: str
    day: date
    room: int
    named: dict[str, Named] = field(default_factory=dict)

    def choose(self) -> Chosen:
        """What was put off comes first, then what is new, then other looks, at most `room` of all of them.

        Articles that are due for another look and not named come last, beyond `room`.
        """
        put_off = [self.leftover(item, first=True) for item in self.past.put_off]
        again = {address.address_id for address in put_off}
        wanted = [item.address for key, item in self.named.items() if key in again or self.is_wanted(item)]
        first = [replace(a, first=True) for a in wanted if a.address_id in again]
        resumed = [address for address in put_off if address.address_id not in self.named]
        others = [address for address in wanted if address.address_id not in again]
        others.sort(key=lambda address: address.url in (self.past.looks or {}))
        line = [*resumed, *first, *others]
        taken = line[: self.room]
        revisited = self.revisits(set(self.named) | again)
        return Chosen(
            addresses=(*taken, *revisited),
            known=len(self.named) - len(wanted),
            left_out=len(line) - len(taken),
            resumed=len(resumed),
            revisited=len(revisited),
        )

    def is_wanted(self, item: Named) -> bool:
        """Whether a named address is to be asked: never brought, changed since, or due for another look."""
        look = (self.past.looks or {}).get(item.address.url)
        if look is None or is_due(look.first_on, look.last_on, self.day, self.past.revisit_days):
            return True
        changed = [utc_time(item.entry.evidence.get(key)) for key in ("updated", "published")]
        return any(moment is not None and moment > look.last_at for moment in changed)

    def revisits(self, others: set[str]) -> list[Address]:
        """The kept articles that are due for another look and are not asked anyway."""
        due = [
            self.leftover(item, first=False)
            for item in self.past.kept
            if is_due(item.first_on, item.last_on, self.day, self.past.revisit_days)
        ]
        return [address for address in due if address.address_id not in others]

    def leftover(self, item: Leftover, *, first: bool) -> Address:
        """An address of an earlier run as one of this run."""
        return Address(
            address_id=key(self.source, item.url),
            run_id=self.run_id,
            date=self.day,
            source=self.source,
            url=item.url,
            host=host_of(item.url),
            via=item.via,
            listing_url=item.listing_url,
            evidence=item.evidence,
            first=first,
        )


def is_due(first_on: date, last_on: date, day: date, revisit_days: Sequence[int]) -> bool:
    """Whether one of the days for another look has come since the last one."""
    due_on = (first_on + timedelta(days=days) for days in revisit_days)
    return any(last_on < moment <= day for moment in due_on)
