"""The addresses of a run divided into lots: one host is in one lot, so that its lane needs no lock."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tasks.parsing.urls import host_of
from warehouse import rows


def lane_of(address: rows.Address) -> str:
    """What is asked in order and by one task only: the host that comes next, with its www.

    robots.txt often redirects between these two.

    All archives are one lane, so that a capture that stands in two files is seen twice by the same task.
    """
    return "warc" if address.via == "warc" else site_of(next_host(address))


def next_host(address: rows.Address) -> str:
    """The host that is asked next for an address."""
    return host_of(address.next_url) if address.next_url else address.host


def site_of(host: str) -> str:
    """A host without its www."""
    return host.removeprefix("www.")


def split_repeats(
    addresses: Iterable[rows.Address],
) -> tuple[list[rows.Address], list[tuple[rows.Address, str]]]:
    """The first address of each URL, and the repeats, each with the name of the source that came first.

    Records of an archive are never repeats: one URL may have been captured several times.
    """
    kept: dict[str, rows.Address] = {}
    repeats: list[tuple[rows.Address, str]] = []
    for address in addresses:
        place = address.address_id if address.via == "warc" else address.url
        other = kept.setdefault(place, address)
        if other is address:
            continue
        repeats.append((address, other.source))
        kept[place] = replace(other, first=other.first or address.first)
    return list(kept.values()), repeats


def pack_lots(addresses: Sequence[rows.Address], lots: int) -> list[list[rows.Address]]:
    """At most `lots` lots of about equal length; the addresses of one lane stay together and in order.

    What an earlier night put off comes first in its lane.
    """
    lanes: defaultdict[str, list[rows.Address]] = defaultdict(list)
    for address in sorted(addresses, key=lambda address: not address.first):
        lanes[lane_of(address)].append(address)
    packed: list[list[rows.Address]] = [[] for _ in range(max(1, min(lots, len(lanes))))]
    for _, lane in sorted(lanes.items(), key=lambda item: (-len(item[1]), item[0])):
        min(packed, key=len).extend(lane)
    return [lot for lot in packed if lot]


def repeat_fetch(address: rows.Address, other: str, now: datetime) -> rows.Fetch:
    """The outcome of an address that another source named first in this run."""
    return unasked_fetch(address, "duplicate", f"the same address came first from source {other}", now)


def forgotten_fetch(address: rows.Address, now: datetime) -> rows.Fetch:
    """The outcome of an address that must not be kept."""
    return unasked_fetch(address, "forgotten", "it is forgotten (isnad forget): not asked", now)


def unasked_fetch(address: rows.Address, outcome: str, why: str, now: datetime) -> rows.Fetch:
    """The outcome of an address for which no request is made."""
    return rows.Fetch(
        address_id=address.address_id,
        run_id=address.run_id,
        date=address.date,
        source=address.source,
        role="page",
        url=address.url,
        host=address.host,
        outcome=outcome,
        status=None,
        attempts=0,
        elapsed_ms=None,
        bytes=None,
        error=why,
        etag=None,
        last_modified=None,
        body_sha256=None,
        page_id=None,
        named=None,
        via=address.via,
        listing_url=address.listing_url,
        evidence=None,
        retry_at=None,
        retry_host=None,
        fetched_at=now,
    )
