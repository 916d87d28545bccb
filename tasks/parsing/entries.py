"""What a listing says of one address, and the newest of many such entries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from heapq import heappush, heappushpop

from tasks.parsing.urls import normalize_url

MAX_ENTRIES = 50_000  # the sitemap protocol's own limit for one file
MAX_GIVEN = 200_000  # with those that are invalid or named again
MAX_TEXT = 2_000
OLDEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address; `evidence` has only what the listing gives.

    Keys: title, published and updated (ISO 8601 where they can be read, zone as given), summary, author,
    section, language.
    """

    url: str
    evidence: dict[str, str]


class Halt(Exception):
    """The rest of a listing is not read; the message says why."""


class Newest:
    """The newest entries of a listing, as many as are wanted, each address once; counts the others too."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.seen: set[int] = set()
        self.heap: list[tuple[datetime, int, Entry]] = []

    @property
    def named(self) -> int:
        """How many different addresses were added, also those that are too old to be kept."""
        return len(self.seen)

    def knows(self, url: str) -> bool:
        """Whether an entry of this address was added before."""
        return hash(url) in self.seen

    def add(self, entry: Entry) -> None:
        """Keep the entry if it is new and among the newest so far; one without a time counts as oldest."""
        if self.knows(entry.url):
            return
        self.seen.add(hash(entry.url))
        ranked = (entry_time(entry), -len(self.seen), entry)  # of one time, what came first ranks higher
        if len(self.heap) < self.most:
            heappush(self.heap, ranked)
        else:
            heappushpop(self.heap, ranked)

    def entries(self) -> list[Entry]:
        """Those kept, newest first; of one time, and without a time, in the order in which they came."""
        return [entry for _, _, entry in sorted(self.heap, reverse=True)]


class Found:
    """What one file has named so far: pages, further listings, and entries without a valid address."""

    def __init__(self, base: str, most: int) -> None:
        self.base = base
        self.pages, self.children = Newest(most), Newest(MAX_ENTRIES)
        self.given = self.invalid = 0

    def add(self, kind: Newest, loc: str, given: Mapping[str, str]) -> bool:
        """Add an address, and what the file says of it; False where it is not a valid one.

        Raises:
            Halt: it would be one more than MAX_ENTRIES or MAX_GIVEN.
        """
        if self.given >= MAX_GIVEN:
            raise Halt(f"it has more than {MAX_GIVEN:,} entries, and only these were read")
        self.given += 1
        url = normalize_url(loc, self.base) if loc.strip() else None
        if url is None:
            self.invalid += 1
            return False
        if kind.knows(url):
            return True
        if kind.named >= MAX_ENTRIES:
            raise Halt(f"it names more than {MAX_ENTRIES:,} addresses, and only these were read")
        times = {key: iso_time(given.get(key)) for key in ("published", "updated")}
        kind.add(Entry(url=url, evidence=read_evidence({**given, **times}.items())))
        return True


def entry_time(entry: Entry) -> datetime:
    """When the listing says an entry was published, else changed; the oldest time where it does not say."""
    return utc_time(entry.evidence.get("published") or entry.evidence.get("updated")) or OLDEST


def read_evidence(given: Iterable[tuple[str, object]]) -> dict[str, str]:
    """The texts that say something, white space folded, each of at most MAX_TEXT code points."""
    texts = ((key, fold_space(value)) for key, value in given if isinstance(value, str))
    return {key: text for key, text in texts if text}


def fold_space(text: str) -> str:
    """The text on one line, cut to MAX_TEXT; surrogates, which no file can hold, are replaced."""
    cut = " ".join(text[: 4 * MAX_TEXT].split())[:MAX_TEXT]
    return cut.encode("utf-8", "replace").decode("utf-8")


def iso_time(text: object) -> str | None:
    """An RFC 822 time as ISO 8601 with the zone as given; ISO 8601, and what cannot be read, as written."""
    if not isinstance(text, str) or not text.strip():
        return None
    moment = None if iso_moment(text) else rfc_moment(text)
    return moment.isoformat() if moment else fold_space(text)


def iso_moment(text: str) -> datetime | None:
    """An ISO 8601 time; naive where it gives no zone, None where it is not one."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def rfc_moment(text: str) -> datetime | None:
    """An RFC 822 time; naive where it gives no zone, None where it is not one."""
    try:
        return parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def utc_time(text: str | None) -> datetime | None:
    """A time in UTC, to compare; one without zone is taken as UTC, None where it cannot be read."""
    moment = (iso_moment(text) or rfc_moment(text)) if text else None
    if moment is None or moment.tzinfo is None:
        return moment and moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        return None
