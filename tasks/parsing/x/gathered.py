"""What one page says of tweets: rows by tweet, each tweet once, and the faults met on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, TypeVar

from warehouse.rows import Page
from warehouse.tweet_rows import PayloadFault, Tweet, TweetAuthor, TweetCounts, TweetEntity, TweetMedia

MAX_FAULTS = 1_000  # of one page, told one by one; the last of them says how many more there are
MAX_DETAIL_CHARS = 300

Row = TypeVar("Row", Tweet, TweetAuthor, TweetCounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The page that rows are read from; `observed_at` is when its words were true."""

    page_id: str
    run_id: str
    date: date
    source: str
    observed_at: datetime

    @classmethod
    def of(cls, page: Page) -> "Origin":
        """The origin of a page's rows."""
        return cls(
            page_id=page.page_id, run_id=page.run_id, date=page.date,
            source=page.source, observed_at=page.fetched_at,
        )  # fmt: skip

    @property
    def lineage(self) -> dict[str, Any]:
        """The columns that every row of the page carries."""
        return {"page_id": self.page_id, "run_id": self.run_id, "date": self.date}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One tweet as one record of a page has it; `looks` are its counts at other moments than `counts`."""

    tweet: Tweet
    counts: TweetCounts | None = None
    looks: Sequence[TweetCounts] = ()
    author: TweetAuthor | None = None
    entities: Sequence[TweetEntity] = ()
    media: Sequence[TweetMedia] = ()


@dataclass(slots=True)
class Gathered:
    """Collects the rows of one page; records of the same tweet become one."""

    origin: Origin
    copies: dict[str, Copy] = field(default_factory=dict)
    authors: dict[str, TweetAuthor] = field(default_factory=dict)
    latest: dict[str, dict[str, Any]] = field(default_factory=dict)  # the records the accounts are read from
    faults: list[PayloadFault] = field(default_factory=list)
    more_faults: int = 0

    def add(self, copy: Copy) -> None:
        """One tweet; of two records the more complete one counts, and the other one fills its gaps.

        Of equals the newer one counts.
        """
        key = copy.tweet.tweet_key
        held = self.copies.get(key)
        self.copies[key] = merge_copies(held, copy) if held else copy
        if copy.author:
            self.add_author(copy.author)

    def add_author(self, author: TweetAuthor, record: dict[str, Any] | None = None) -> None:
        """One account; `record` is what it was read from, where equal ones need not be read again."""
        key = author.author_key
        held = self.authors.get(key)
        if held is None or order_of(author) > order_of(held):
            self.latest.pop(key, None)
            if record is not None:
                self.latest[key] = record
        self.authors[key] = merge_rows(held, author) if held else author

    def has_read(self, author_key: str, user: dict[str, Any], rank: int, observed_at: datetime) -> bool:
        """Whether the account was read from an equal record; a later look at it is then the time alone.

        An account stands beside each of its tweets, and reading it is a good part of the work.
        """
        if self.latest.get(author_key) != user or (held := self.authors[author_key]).completeness != rank:
            return False
        if held.observed_at < observed_at:
            self.authors[author_key] = replace(held, observed_at=observed_at)
        return True

    def fault(self, fault: str, detail: str, line: int | None = None) -> None:
        """Something that could not be read."""
        if len(self.faults) >= MAX_FAULTS:
            self.more_faults += 1
            return
        row = PayloadFault(
            **self.origin.lineage,
            ord=len(self.faults),
            source=self.origin.source,
            line=line,
            fault=fault,
            detail=detail.encode("utf-8", "replace").decode()[:MAX_DETAIL_CHARS],
        )
        self.faults.append(row)

    @property
    def fault_count(self) -> int:
        """How many parts could not be read."""
        return len(self.faults) + self.more_faults

    def rows(self) -> Iterator[Any]:
        """All rows; counts, entities and media of one tweet are those of its best record that has any."""
        for copy in self.copies.values():
            yield copy.tweet
            if copy.counts:
                yield copy.counts
            yield from copy.looks
            yield from copy.entities
            yield from copy.media
        yield from self.authors.values()
        yield from self.faults[: -1 if self.more_faults else None]
        if self.more_faults:
            said = f"{self.more_faults + 1:,} more parts could not be read"
            yield replace(self.faults[-1], line=None, fault="too_many", detail=said)


def merge_copies(held: Copy, given: Copy) -> Copy:
    """Two records of one tweet as one."""
    first = order_of(held.tweet) >= order_of(given.tweet)
    best, rest = (held, given) if first else (given, held)
    looks = merge_counts(best, rest)
    worded, other = (rest, best) if best.tweet.text is None else (best, rest)
    same = other.entities if other.tweet.text == worded.tweet.text else ()
    said = latest_word(held.tweet, given.tweet)
    return Copy(
        tweet=replace(
            fill(best.tweet, rest.tweet),
            availability=said.availability,
            availability_reason=said.availability_reason,
        ),
        counts=looks[0] if looks else None,
        looks=looks[1:],
        author=best.author or rest.author,
        entities=worded.entities or same,  # their places are in the text that is kept
        media=best.media or rest.media,
    )


def order_of(row: Tweet | TweetAuthor) -> tuple[int, datetime]:
    """By which of two records the better one is found."""
    return row.completeness, row.observed_at


def merge_counts(best: Copy, rest: Copy) -> list[TweetCounts]:
    """All looks at the counts, the newest first; what was seen at different moments is not mixed."""
    found: dict[datetime, TweetCounts] = {}
    for look in (best.counts, *best.looks, rest.counts, *rest.looks):
        if look:
            held = found.get(look.observed_at)
            found[look.observed_at] = fill(held, look) if held else look
    return [found[at] for at in sorted(found, reverse=True)]


def latest_word(held: Tweet, given: Tweet) -> Tweet:
    """The record that says last whether the tweet is to be had; of two of one moment the one read last."""
    if "unknown" in (held.availability, given.availability):
        return given if held.availability == "unknown" else held
    return given if given.observed_at >= held.observed_at else held


def merge_rows(held: TweetAuthor, other: TweetAuthor) -> TweetAuthor:
    """Two records of one account as one; of equals the later look counts."""
    return fill(held, other) if order_of(held) >= order_of(other) else fill(other, held)


def fill(best: Row, rest: Row) -> Row:
    """The better row, with the other one's value where it has none."""
    given: dict[str, Any] = {
        f.name: getattr(rest, f.name)
        for f in fields(best)
        if getattr(best, f.name) in (None, ()) and getattr(rest, f.name) not in (None, ())
    }
    if isinstance(best, Tweet) and isinstance(rest, Tweet):
        given |= {"asked_for": best.asked_for or rest.asked_for}
        if "text" not in given:
            given.pop("text_truncated", None)
    return replace(best, **given) if given else best
