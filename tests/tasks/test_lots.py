"""Lots: one host in one lot."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from tasks.lots import forgotten_fetch, pack_lots, repeat_fetch, split_repeats
from warehouse.keys import key
from warehouse.rows import Address


def address(url: str, source: str = "gazette", host: str = "news.example", via: str = "feed") -> Address:
    """An address as a listing names it."""
    return Address(
        address_id=key(source, url, via),
        run_id="r1",
        date=date(2024, 12, 9),
        source=source,
        url=url,
        host=host,
        via=via,
        listing_url=None,
        evidence=None,
        first=False,
    )


def test_an_address_of_two_sources_is_asked_once() -> None:
    """The second source's address is a repeat that names the first source."""
    first, second = address("https://news.example/1"), address("https://news.example/1", source="mirror")
    kept, repeats = split_repeats([first, second])
    assert kept == [first]
    assert repeats == [(second, "gazette")]


def test_records_of_an_archive_are_never_repeats() -> None:
    """One URL captured twice is two pages."""
    first, second = (address("https://news.example/1", via="warc") for _ in range(2))
    captures = [first, replace(second, address_id="another record")]
    assert split_repeats(captures) == (captures, [])


def test_what_any_source_put_off_is_first() -> None:
    """Also where a source before it names the address anew."""
    named = address("https://news.example/1")
    [kept], _ = split_repeats([named, replace(named, source="mirror", address_id="x", first=True)])
    assert (kept.source, kept.first) == ("gazette", True)


def test_a_repeat_has_an_outcome_of_its_own() -> None:
    """It counts as duplicate, with no request, and says which source came first."""
    fetch = repeat_fetch(address("https://news.example/1"), "mirror", datetime(2024, 12, 9, tzinfo=UTC))
    assert (fetch.outcome, fetch.attempts) == ("duplicate", 0)
    assert "mirror" in str(fetch.error)


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 12))
def test_lots_keep_hosts_whole_and_lose_nothing(hosts: list[int], lots: int) -> None:
    """Every address is in one lot, a host's addresses are in one lot and in their order."""
    addresses = [address(f"https://h{host}.example/{n}", host=f"h{host}") for n, host in enumerate(hosts)]
    packed = pack_lots(addresses, lots)
    assert sorted(a.url for lot in packed for a in lot) == sorted(a.url for a in addresses)
    assert len(packed) <= lots
    for host in set(hosts):
        mine = [a for a in addresses if a.host == f"h{host}"]
        holding = [lot for lot in packed if any(a.host == f"h{host}" for a in lot)]
        assert len(holding) == 1
        assert [a for a in holding[0] if a.host == f"h{host}"] == mine


def test_lots_are_about_equal() -> None:
    """Many hosts of one length spread evenly."""
    addresses = [address(f"https://h{n % 8}.example/{n}", host=f"h{n % 8}") for n in range(80)]
    assert [len(lot) for lot in pack_lots(addresses, 4)] == [20, 20, 20, 20]


def test_a_forgotten_address_has_an_outcome_of_its_own() -> None:
    """With no request, and not to be asked again."""
    fetch = forgotten_fetch(address("https://news.example/1"), datetime(2024, 12, 9, tzinfo=UTC))
    assert (fetch.outcome, fetch.attempts, fetch.retry_at) == ("forgotten", 0, None)
