"""Which addresses are asked."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.collecting.choosing import Choice, Named, SourcePast, is_due
from tasks.parsing.entries import Entry
from warehouse.keys import key
from warehouse.past import Kept, Leftover, Look
from warehouse.rows import Address

DAY = date(2026, 11, 22)
SEEN_AT = datetime(2026, 11, 22, 2, tzinfo=UTC)


def url(number):
    """An address of the site."""
    return f"https://n.example/{number}"


@pytest.fixture
def choose(address):
    """Chooses among named numbers; `said` has the evidence of some."""

    def run(numbers, past=None, room=100, said=None, day=DAY):
        choice = Choice(past=past or SourcePast(), source="a", run_id="r1", day=day, room=room)
        for number in numbers:
            row = address(url(number))
            entry = Entry(url=row.url, evidence=(said or {}).get(number, {}))
            choice.named[row.address_id] = Named(address=row, entry=entry)
        return choice.choose()

    return run


def numbers(chosen):
    """The numbers of the chosen addresses, in order."""
    return [int(address.url.rpartition("/")[2]) for address in chosen.addresses]


def look(first=DAY, last=DAY):
    """An address brought on these days."""
    return Look(first_on=first, last_on=last, last_at=SEEN_AT)


def leftover(number):
    """An address an earlier night put off."""
    return Leftover(
        source="a", url=url(number), via="feed", listing_url="http://f", evidence='{"title": "x"}'
    )


def test_what_is_kept_is_not_asked_again(choose):
    """It is counted as known."""
    chosen = choose([1, 2, 3], SourcePast(looks={url(2): look()}, revisit_days=(1, 3)))
    assert (numbers(chosen), chosen.known, chosen.left_out) == ([1, 3], 1, 0)


@pytest.mark.parametrize(
    ("evidence", "asked"),
    [
        ({"updated": "2026-11-22T01:59:59Z"}, False),
        ({"updated": "2026-11-22T02:00:01Z"}, True),
        ({"updated": "2026-11-22T05:00:00+03:00"}, False),
        ({"published": "2026-11-22T02:30:00+00:00"}, True),
        ({"updated": "Sun, 22 Nov 2026 03:00:00 GMT"}, True),
        ({"updated": "soon"}, False),
        ({}, False),
    ],
)
def test_what_changed_since_the_last_look_is_asked(choose, evidence, asked):
    """By the listing's word: lastmod, updated or the publication date."""
    past = SourcePast(looks={url(1): look()}, revisit_days=(1, 3))
    assert numbers(choose([1], past, said={1: evidence})) == [1] * asked


def test_whoever_lists_by_hand_gets_all(choose):
    """Without looks nothing is passed over."""
    assert numbers(choose([1, 2], SourcePast(looks=None))) == [1, 2]


def test_what_was_put_off_is_first_in_line(choose):
    """Named again or not, with the evidence it had; max_addresses counts it."""
    past = SourcePast(looks={}, put_off=[leftover(9), leftover(2)])
    chosen = choose([1, 2, 3], past, room=3)
    assert numbers(chosen) == [9, 2, 1]
    assert [address.first for address in chosen.addresses] == [True, True, False]
    assert (chosen.addresses[0].evidence, chosen.addresses[0].listing_url) == ('{"title": "x"}', "http://f")
    assert (chosen.resumed, chosen.left_out, chosen.known) == (1, 1, 0)


def test_another_look_that_was_put_off_is_not_known(choose):
    """Although the address was brought before."""
    chosen = choose([1], SourcePast(looks={url(1): look()}, put_off=[leftover(1)], revisit_days=(1, 3)))
    assert (numbers(chosen), chosen.known, chosen.resumed) == ([1], 0, 0)


def test_articles_are_looked_at_again_when_their_day_comes(choose):
    """After 1 and 3 days, named or not, after everything else and beyond max_addresses."""
    days = {4: (DAY, DAY), 5: (date(2026, 11, 21),) * 2, 6: (date(2026, 11, 19), date(2026, 11, 20))}
    kept = [
        Kept(
            source="a", url=url(n), via="feed", listing_url=None, evidence=None, first_on=first, last_on=last
        )
        for n, (first, last) in days.items()
    ]
    chosen = choose([1], SourcePast(looks={}, kept=kept, revisit_days=(1, 3)), room=1)
    assert numbers(chosen) == [1, 5, 6]
    assert chosen.revisited == 2


def test_a_due_article_that_is_named_is_asked_once(choose):
    """As the listing names it now."""
    yesterday = date(2026, 11, 21)
    kept = Kept(
        source="a",
        url=url(1),
        via="feed",
        listing_url=None,
        evidence=None,
        first_on=yesterday,
        last_on=yesterday,
    )
    past = SourcePast(looks={url(1): look(yesterday, yesterday)}, kept=[kept], revisit_days=(1,))
    chosen = choose([1], past)
    assert (numbers(chosen), chosen.revisited, chosen.known) == ([1], 0, 0)


@pytest.mark.parametrize(
    ("first", "last", "day", "due"),
    [
        (1, 1, 1, False),  # the same night again
        (1, 1, 2, True),  # a day later
        (1, 2, 3, False),  # looked at since
        (1, 2, 4, True),  # three days later
        (1, 4, 20, False),  # for good
        (1, 1, 9, True),  # a pause of isnad's own: once, late
        (5, 5, 2, False),  # an earlier day, collected later
    ],
)
def test_when_a_look_is_due(first, last, day, due):
    """Each day of the schedule brings one look."""
    first, last, day = (date(2026, 11, number) for number in (first, last, day))
    assert is_due(first, last, day, (1, 3)) == due


@given(
    st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.integers(0, 40)
)
def test_the_account_is_right(named, known, waiting, room):
    """Whatever was named, known and put off: what is asked follows from it."""
    choice = Choice(
        past=SourcePast(
            looks={url(n): look() for n in known},
            put_off=[leftover(n) for n in waiting - known],
            revisit_days=(1,),
        ),
        source="a",
        run_id="r1",
        day=DAY,
        room=room,
    )
    for number in named:
        row = Address(
            address_id=key("a", url(number)), run_id="r1", date=DAY, source="a", url=url(number),
            host="n.example", via="feed", listing_url=None, evidence=None, first=False,
        )  # fmt: skip
        choice.named[row.address_id] = Named(address=row, entry=Entry(url=row.url, evidence={}))
    chosen = choice.choose()
    asked = len(named) - chosen.known - chosen.left_out + chosen.resumed + chosen.revisited
    assert len(chosen.addresses) == asked == len({a.address_id for a in chosen.addresses}) <= max(room, 0)
