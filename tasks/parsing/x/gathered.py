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
    """One tweet as one record of a page has it."""

    tweet: Tweet
    counts: TweetCounts | None = None
    author: TweetAuthor | None = None
    entities: Sequence[TweetEntity] = ()
    media: Sequence[TweetMedia] = ()


@dataclass(slots=True)
class Gathered:
    """Collects the rows of one page; records of the same tweet become one."""

    origin: Origin
    copies: dict[str, Copy] = field(default_factory=dict)
    authors: dict[str, TweetAuthor] = field(default_factory=dict)
    faults: list[PayloadFault] = field(default_factory=list)
    more_faults: int = 0

    def add(self, copy: Copy) -> None:
        """One tweet; of two records the more complete one counts, and the other one fills its gaps."""
        key = copy.tweet.tweet_key
        held = self.copies.get(key)
        self.copies[key] = merge_copies(held, copy) if held else copy
        if copy.author:
            self.add_author(copy.author)

    def add_author(self, author: TweetAuthor) -> None:
        """One account."""
        held = self.authors.get(author.author_key)
        self.authors[author.author_key] = merge_rows(held, author) if held else author

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
            yield from copy.entities
            yield from copy.media
        yield from self.authors.values()
        yield from self.faults[: -1 if self.more_faults else None]
        if self.more_faults:
            said = f"{self.more_faults + 1:,} more parts could not be read"
            yield replace(self.faults[-1], line=None, fault="too_many", detail=said)


def merge_copies(held: Copy, given: Copy) -> Copy:
    """Two records of one tweet as one."""
    best, rest = (held, given) if held.tweet.completeness >= given.tweet.completeness else (given, held)
    counts = best.counts or rest.counts
    if best.counts and rest.counts:
        counts = fill(best.counts, rest.counts)
    worded, other = (rest, best) if best.tweet.text is None else (best, rest)
    same = other.entities if other.tweet.text == worded.tweet.text else ()
    return Copy(
        tweet=fill(best.tweet, rest.tweet),
        counts=counts,
        author=best.author or rest.author,
        entities=worded.entities or same,  # their places are in the text that is kept
        media=best.media or rest.media,
    )


def merge_rows(held: TweetAuthor, other: TweetAuthor) -> TweetAuthor:
    """Two records of one account as one; of equals the later look counts."""
    first = (held.completeness, held.observed_at) >= (other.completeness, other.observed_at)
    return fill(held, other) if first else fill(other, held)


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
        if best.availability == "unknown" != rest.availability:
            given |= {"availability": rest.availability, "availability_reason": rest.availability_reason}
    return replace(best, **given) if given else best
