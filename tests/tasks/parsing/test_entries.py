"""What a listing says of one address."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing import entries
from tasks.parsing.entries import (
    MAX_TEXT,
    Entry,
    Found,
    Halt,
    Newest,
    entry_time,
    iso_time,
    read_evidence,
    utc_time,
)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Mon, 23 Nov 2026 08:30:00 +0300", "2026-11-23T08:30:00+03:00"),
        ("Mon, 23 Nov 2026 08:30:00 GMT", "2026-11-23T08:30:00+00:00"),
        ("Mon, 23 Nov 2026 08:30:00", "2026-11-23T08:30:00"),
        ("2026-11-23T08:30:00Z", "2026-11-23T08:30:00Z"),
        ("2026-11-23T08:30+03:00", "2026-11-23T08:30+03:00"),
        (" ٢٣ نوفمبر\n2026 ", "٢٣ نوفمبر 2026"),
        ("", None),
        (None, None),
        (5, None),
    ],
)
def test_times(text, iso):
    """The zone as given and none where none is given; what cannot be read stays as written."""
    assert iso_time(text) == iso


def test_a_day_alone_stays_a_day():
    """No hour is invented."""
    assert iso_time("2026-11-23") == "2026-11-23"


def test_utc():
    """To compare: without zone it is taken as UTC, beyond the calendar it is None."""
    assert utc_time("2026-11-23T08:30:00+03:00") == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
    assert utc_time("2026-11-23") == datetime(2026, 11, 23, tzinfo=UTC)
    assert utc_time("0001-01-01T00:00:00+14:00") is None
    assert utc_time("soon") is None
    assert utc_time(None) is None


def test_evidence():
    """Only texts that say something, on one line, bounded and valid UTF-8."""
    given_texts = [("a", " x \n y "), ("b", "  "), ("c", None), ("d", 5), ("e", "z" * 9_999), ("f", "\ud800")]
    assert read_evidence(given_texts) == {"a": "x y", "e": "z" * MAX_TEXT, "f": "?"}


@given(st.text(max_size=60))
def test_any_text_is_survived(text):
    """A time never fails, and is the same after a second pass."""
    iso = iso_time(text)
    assert iso is None or iso_time(iso) == iso
    utc_time(text)


DATED = st.tuples(st.integers(0, 9), st.none() | st.integers(1, 28))


@given(st.lists(DATED, max_size=30), st.integers(0, 8))
def test_newest_is_what_sorting_gives(given_entries, most):
    """Each address once as first named; newest first, undated last, of one time in the order given."""
    newest = Newest(most)
    first: dict[str, Entry] = {}
    for number, day in given_entries:
        evidence = {"updated": f"2026-11-{day:02}"} if day else {}
        entry = Entry(url=f"https://n.example/{number}", evidence=evidence)
        first.setdefault(entry.url, entry)
        newest.add(entry)
    assert newest.entries() == sorted(first.values(), key=entry_time, reverse=True)[:most]
    assert newest.named == len(first)


def test_found_counts_what_is_invalid():
    """An address that is none is counted; a relative one is resolved; one named again counts once."""
    found = Found("https://n.example/a/", 5)
    assert [found.add(found.pages, loc, {}) for loc in ("b", "mailto:x", " ", "/a/b")] == [
        True,
        False,
        False,
        True,
    ]
    assert (found.pages.named, found.invalid) == (1, 2)


def test_found_has_limits(monkeypatch):
    """Neither different addresses nor repeated ones go on without end."""
    monkeypatch.setattr(entries, "MAX_ENTRIES", 3)
    monkeypatch.setattr(entries, "MAX_GIVEN", 9)
    found = Found("https://n.example/", 5)
    for number in range(3):
        found.add(found.pages, f"/{number}", {})
    with pytest.raises(Halt, match="more than 3 addresses"):
        found.add(found.pages, "/3", {})
    for _ in range(5):
        found.add(found.pages, "/1", {})
    with pytest.raises(Halt, match="more than 9 entries"):
        found.add(found.pages, "/1", {})
