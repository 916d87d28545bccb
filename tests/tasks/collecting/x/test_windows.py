"""Windows of ids."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.x_sources import XListSource, XSearchSource
from tasks.collecting.x.queries import Query, list_query, search_query
from tasks.collecting.x.windows import Window, fresh_id, windows_to_read
from tasks.parsing.snowflake import first_id, snowflake_time
from warehouse.tweet_rows import XRead

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
BEGINS = datetime(2026, 3, 9, tzinfo=UTC)
SEARCH = search_query(XSearchSource(name="s", kind="x_search", query="ميناء", archive="all"), "tweet")
RECENT = search_query(XSearchSource(name="s", kind="x_search", query="ميناء"), "tweet")
LIST = list_query(XListSource(name="l", kind="x_list", list_id="7"), "tweet")


def read(window: Window, query: Query = SEARCH, *, run_id: str = "r1", minute: int = 0) -> XRead:
    """An answer that left a window so."""
    return XRead(
        page_id=f"{window.window_id}-{minute}",
        run_id=run_id,
        date=date(2026, 3, 10),
        source="s",
        query_id=query.query_id,
        window_id=window.window_id,
        endpoint=query.path,
        asked_at=NOW + timedelta(minutes=minute),
        posts=1,
        included=0,
        users=1,
        reads=1,
        since_id=window.since_id,
        until_id=window.until_id,
        newest_id=window.newest_id,
        oldest_id=window.oldest_id,
        next_token=window.token,
    )


def to_read(query: Query, reads: list[XRead], run_id: str = "r2", **given: object) -> list[Window]:
    """The windows left."""
    return windows_to_read(query, reads, run_id=run_id, now=NOW, begins_at=BEGINS, **given)  # type: ignore[arg-type]


def test_the_first_night_begins_where_it_is_told() -> None:
    """Its window has the last id before that moment as its bound, and no upper one."""
    (window,) = to_read(SEARCH, [])
    assert int(window.since_id or 0) == int(first_id(BEGINS)) - 1
    assert (window.until_id, window.token, window.window_id) == (None, None, fresh_id(SEARCH, "r2"))


def test_a_night_begins_where_the_last_one_ended() -> None:
    """The newest tweet read is the bound; where there was none, the bound of then."""
    first = Window(window_id="w", since_id="100", until_id=None)
    assert [w.since_id for w in to_read(SEARCH, [read(first)])] == ["100"]
    ended = first.after(["250", "180"], None)
    assert [w.since_id for w in to_read(SEARCH, [read(ended)])] == ["250"]


def test_a_window_left_open_is_read_on_before_the_new_one() -> None:
    """Another run goes on by the oldest tweet, the same run by the token."""
    left = Window(window_id="w", since_id="100", until_id=None).after(["250", "180"], "t")
    rest, new = to_read(SEARCH, [read(left)])
    assert (rest.window_id, rest.since_id, rest.until_id, rest.token) == ("w", "100", "180", None)
    assert new.since_id == "250"
    (same, _) = to_read(SEARCH, [read(left)], run_id="r1")
    assert (same.until_id, same.token) == (None, "t")


def test_a_resumed_run_has_no_second_new_window() -> None:
    """What it began itself is all there is."""
    own = Window(window_id=fresh_id(SEARCH, "r1"), since_id="100", until_id=None)
    assert to_read(SEARCH, [read(own.after(["250"], None))], run_id="r1") == []
    (open_one,) = to_read(SEARCH, [read(own.after(["250"], "t"))], run_id="r1")
    assert open_one.token == "t"


def test_a_backfill_is_one_window_and_moves_no_night() -> None:
    """The same span is not read twice, and its tweets are no bound for the next night."""
    span = (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC))
    (window,) = to_read(SEARCH, [], span=span)
    assert snowflake_time(window.until_id) == span[1]
    done = read(window.after([window.until_id or ""], None))
    assert to_read(SEARCH, [done], run_id="r3", span=span) == []
    (night,) = to_read(SEARCH, [done])
    assert int(night.since_id or 0) == int(first_id(BEGINS)) - 1


def test_a_backfill_reads_its_own_days_only() -> None:
    """What a night left open is the next night's; what it left open itself is gone on with."""
    left = Window(window_id="w", since_id="100", until_id=None).after(["250", "180"], "t")
    span = (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC))
    (own,) = to_read(SEARCH, [read(left)], span=span)
    assert own.window_id != "w"
    stopped = read(own.after([own.until_id or ""], "t"))
    (rest,) = to_read(SEARCH, [read(left), stopped], run_id="r3", span=span)
    assert (rest.window_id, rest.token) == (own.window_id, None)
    nights = [window.window_id for window in to_read(SEARCH, [read(left), stopped], run_id="r3")]
    assert {"w", own.window_id} < set(nights)


def test_a_recent_search_goes_back_seven_days() -> None:
    """An older bound is moved, and it is said."""
    old = Window(window_id="w", since_id=first_id(NOW - timedelta(days=9)), until_id=None)
    (window,) = to_read(RECENT, [read(old, RECENT)])
    assert window.missed
    assert (snowflake_time(window.since_id) or NOW) > NOW - timedelta(days=7)
    assert not to_read(RECENT, [])[0].missed


def test_a_list_has_no_bounds_to_go_on_by() -> None:
    """Only the token says where."""
    left = Window(window_id="w", since_id="100", until_id=None).after(["250"], "t")
    (rest, new) = to_read(LIST, [read(left, LIST)])
    assert (rest.token, rest.until_id) == ("t", None)
    assert new.since_id == "250"


def test_a_list_that_could_not_be_gone_on_with_is_left() -> None:
    """Where the run after it read the list without its token, nobody tries that token again."""
    left = Window(window_id="w", since_id="100", until_id=None).after(["250"], "t")
    newer = Window(window_id=fresh_id(LIST, "r2"), since_id="250", until_id=None).after(["300"], None)
    reads = [read(left, LIST), read(newer, LIST, run_id="r2", minute=9)]
    assert [window.since_id for window in to_read(LIST, reads, run_id="r3")] == ["300"]
    assert [window.window_id for window in to_read(LIST, reads, run_id="r2")] == ["w"]


def test_a_window_out_of_reach_is_empty() -> None:
    """A recent search cannot be asked for what is left of it; the new window is read all the same."""
    ago = [first_id(NOW - timedelta(days=days)) for days in (9, 8)]
    old = Window(window_id="w", since_id=ago[0], until_id=None).after([ago[1]], "t")
    rest, new = to_read(RECENT, [read(old, RECENT)])
    assert rest.missed
    assert rest.is_empty
    assert not new.is_empty


def test_another_query_is_another_question() -> None:
    """The id depends on what is asked, not on the fields."""
    other = search_query(XSearchSource(name="s", kind="x_search", query="مرفأ", archive="all"), "tweet")
    newer = search_query(XSearchSource(name="s", kind="x_search", query="ميناء", archive="all"), "post")
    assert other.query_id != SEARCH.query_id
    assert newer.query_id == SEARCH.query_id


@given(st.datetimes(datetime(2010, 11, 5), datetime(2080, 1, 1)))
def test_the_first_id_of_a_moment(moment: datetime) -> None:
    """An id of that millisecond is not before it, the one below is."""
    at = moment.replace(tzinfo=UTC)
    ms = at.replace(microsecond=at.microsecond // 1000 * 1000)
    assert snowflake_time(first_id(at)) == ms
    below = snowflake_time(str(int(first_id(at)) - 1))
    assert below is None or below < ms


@given(st.lists(st.lists(st.integers(1, 2**62), max_size=5), min_size=1, max_size=5))
def test_bounds_of_what_was_read(pages: list[list[int]]) -> None:
    """The newest and the oldest of all pages, in any order."""
    window = Window(window_id="w", since_id=None, until_id=None)
    for page in pages:
        window = window.after([str(name) for name in page], None)
    flat = [name for page in pages for name in page]
    expected = (str(max(flat)), str(min(flat))) if flat else (None, None)
    assert (window.newest_id, window.oldest_id) == expected
    assert replace(window, token="t").without_token().until_id == expected[1]
