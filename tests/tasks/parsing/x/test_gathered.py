"""Rows of one page, each tweet once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tasks.parsing.x import gathered as module
from tasks.parsing.x.gathered import Copy, Gathered, Origin
from warehouse.tweet_rows import PayloadFault, Tweet, TweetAuthor, TweetCounts, TweetEntity


def tweet(origin: Origin, **values: Any) -> Tweet:
    """A tweet of the harbour's."""
    given: dict[str, Any] = {
        "tweet_key": "7", "tweet_id": "7", "url": None, "author_handle": None, "author_name": None,
        "text": "افتتح الجسر", "language": None, "created_at": None, "created_source": None,
        "created_precision": None, "availability": "available", "source_kind": "api_v2", "completeness": 70,
        "extractor_version": "t", "source": origin.source, "observed_at": origin.observed_at,
    }  # fmt: skip
    return Tweet(**origin.lineage, **given | values)


def entity(origin: Origin, text: str) -> TweetEntity:
    """A hashtag at the beginning."""
    return TweetEntity(**origin.lineage, tweet_key="7", ord=0, kind="hashtag", start=0, end=2, text=text)


def rows(found: Gathered, kind: type) -> list[Any]:
    """The rows of one type."""
    return [row for row in found.rows() if type(row) is kind]


def test_the_better_record_counts_and_the_other_fills_its_gaps(origin: Origin) -> None:
    """In any order, and never null over a value."""
    full = Copy(
        tweet=tweet(origin, author_handle="port"),
        counts=TweetCounts(**origin.lineage, tweet_key="7", observed_at=origin.observed_at, likes=3),
    )
    thin = Copy(tweet=tweet(origin, completeness=20, text="مقطوع…", author_name="الميناء", asked_for=False))
    for order in ([full, thin], [thin, full]):
        found = Gathered(origin)
        for copy in order:
            found.add(copy)
        (row,) = rows(found, Tweet)
        assert (row.text, row.author_handle, row.author_name) == ("افتتح الجسر", "port", "الميناء")
        assert row.asked_for
        assert [counts.likes for counts in rows(found, TweetCounts)] == [3]


def test_entities_belong_to_the_text_that_is_kept(origin: Origin) -> None:
    """Those of another text are not taken over, those of the same text are."""
    best = Copy(tweet=tweet(origin))
    other = Copy(tweet=tweet(origin, completeness=20, text="غيره"), entities=[entity(origin, "x")])
    same = Copy(tweet=tweet(origin, completeness=20), entities=[entity(origin, "y")])
    wordless = Copy(tweet=tweet(origin, text=None))
    for copies, expected in (([best, other], []), ([best, same], ["y"]), ([wordless, other], ["x"])):
        found = Gathered(origin)
        for copy in copies:
            found.add(copy)
        assert [row.text for row in rows(found, TweetEntity)] == expected


def test_accounts_are_merged_too(origin: Origin) -> None:
    """Of two equal looks the later one counts."""
    early = TweetAuthor(
        **origin.lineage, author_key="1", observed_at=origin.observed_at, author_id="1", handle="port",
        name="Port", followers=5, source_kind="api_v2", completeness=70,
    )  # fmt: skip
    late = replace(early, observed_at=early.observed_at + timedelta(hours=1), name="الميناء", followers=None)
    found = Gathered(origin)
    found.add_author(late)
    found.add_author(early)
    (row,) = rows(found, TweetAuthor)
    assert (row.name, row.followers) == ("الميناء", 5)


def test_what_is_said_of_availability_is_not_lost(origin: Origin) -> None:
    """Unknown gives way to whatever is known."""
    found = Gathered(origin)
    found.add(Copy(tweet=tweet(origin, availability="unknown")))
    found.add(
        Copy(
            tweet=tweet(origin, completeness=5, text=None, availability="deleted", availability_reason="gone")
        )
    )
    (row,) = rows(found, Tweet)
    assert (row.availability, row.availability_reason, row.text) == ("deleted", "gone", "افتتح الجسر")


def test_the_last_word_counts(origin: Origin) -> None:
    """That a tweet was deleted is not lost where it was read before; a reason goes with what it is of."""
    there = tweet(origin)
    gone = replace(
        there, completeness=5, text=None, availability="deleted", availability_reason="Could not find it"
    )
    later = replace(there, observed_at=there.observed_at + timedelta(hours=1))
    for copies, said in (
        ([there, gone], ("deleted", "Could not find it")),
        ([gone, there], ("available", None)),
        ([later, gone], ("available", None)),
        ([there, replace(gone, availability="unknown")], ("available", None)),
    ):
        found = Gathered(origin)
        for each in copies:
            found.add(Copy(tweet=each))
        (row,) = rows(found, Tweet)
        assert (row.availability, row.availability_reason) == said
        assert row.text == there.text


def test_every_look_at_the_counts_is_a_row(origin: Origin) -> None:
    """Of two records of one form the newer one counts; what they counted is not mixed."""
    early = Copy(
        tweet=tweet(origin, author_name="Port"),
        counts=TweetCounts(
            **origin.lineage, tweet_key="7", observed_at=origin.observed_at, likes=3, quotes=1
        ),
    )
    assert early.counts
    at = origin.observed_at + timedelta(days=1)
    late = Copy(
        tweet=replace(early.tweet, observed_at=at, author_name="الميناء"),
        counts=replace(early.counts, observed_at=at, likes=5, quotes=None),
    )
    again = Copy(tweet=early.tweet, counts=replace(early.counts, likes=None, replies=2))
    for order in ([early, late, again], [late, again, early], [again, early, late]):
        found = Gathered(origin)
        for copy in order:
            found.add(copy)
        assert [row.author_name for row in rows(found, Tweet)] == ["الميناء"]
        looks = [(row.likes, row.quotes, row.replies) for row in rows(found, TweetCounts)]
        assert looks == [(5, None, None), (3, 1, 2)]


def test_faults_are_counted_beyond_those_that_are_told(origin: Origin) -> None:
    """The last row says how many more there are; none is lost from the account."""
    found = Gathered(origin)
    for line in range(module.MAX_FAULTS + 5):
        found.fault("not_json", f"line {line}\ud800", line)
    told = rows(found, PayloadFault)
    assert (len(told), found.fault_count) == (module.MAX_FAULTS, module.MAX_FAULTS + 5)
    assert told[-1].fault == "too_many"
    assert told[-1].detail.startswith("6 more")
    assert told[0].detail == "line 0?"
