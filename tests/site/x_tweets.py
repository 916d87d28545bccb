"""An invented timeline: tweets as the X API v2 has them, with all fields, the same for the same seed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from tasks.parsing.snowflake import first_id
from tests.site.x_accounts import make_account
from tests.site.x_kinds import KINDS, Draft
from tests.site.x_words import LANGUAGES, Item, write_news

BEGINS = datetime(2026, 11, 18, tzinfo=UTC)
GONE = ("deleted", "protected", "suspended", "withheld")  # why a tweet is not to be had
GONE_EVERY = 20
SAME_MOMENT = 0.02  # of the tweets share their millisecond with another
LIST_IDS = ("84839422", "1590000000000000001")


class Timeline:
    """`tweets` tweets of `users` accounts, over `days` days from `begins`; those that are gone come on top.

    Attributes:
        posts: the tweets by id, in the order of their ids, which is that of time.
        older: versions before an edit, by id; they can be looked up, and stand in no listing.
        gone: why a tweet is not to be had, by id: one of GONE.
        accounts: by id; one that is protected comes on top.
        suspended: the account that is suspended; it is not among `accounts`.
        lists: ids of the accounts of a list, by the id of the list.
        media, polls, places: what the tweets refer to, by key.
        ends: the moment after the last tweet.
    """

    def __init__(
        self,
        *,
        tweets: int = 10_000,
        users: int = 50,
        seed: int = 7,
        begins: datetime = BEGINS,
        days: float = 6,
    ) -> None:
        rng = Random(seed)
        self.begins, self.ends = begins, begins + timedelta(days=days)
        people = [make_account(rng, number, protected=number == users) for number in range(users + 2)]
        self.suspended = people.pop()
        self.accounts = {person["id"]: person for person in people}
        self.protected = people.pop()
        self.lists = {name: {who["id"] for who in people[i::2]} for i, name in enumerate(LIST_IDS)}
        self.posts: dict[str, Item] = {}
        self.older: dict[str, Item] = {}
        self.gone: dict[str, str] = {}
        self.media: dict[str, Item] = {}
        self.polls: dict[str, Item] = {}
        self.places: dict[str, Item] = {}
        for place, number in enumerate(
            snowflakes(rng, tweets + tweets // (GONE_EVERY - 1), begins, self.ends)
        ):
            if place % GONE_EVERY == GONE_EVERY - 1:
                self.gone[str(number)] = GONE[place // GONE_EVERY % len(GONE)]
            else:
                self.write(rng, number, rng.choice(people))
        self.ids = [int(name) for name in self.posts]

    def write(self, rng: Random, number: int, author: Item) -> None:
        """Add a tweet; the kinds follow one another, so that each is there."""
        language = LANGUAGES[rng.randrange(len(LANGUAGES))]
        draft = Draft(rng, self, number, author, language, write_news(rng, language))
        KINDS[len(self.posts) % len(KINDS)](draft)
        self.posts[str(number)] = draft.finish()

    def author_of_gone(self, tweet_id: str) -> Item:
        """Whose a tweet is that is not to be had."""
        owners = {"protected": self.protected, "suspended": self.suspended}
        return owners.get(self.gone[tweet_id]) or next(iter(self.accounts.values()))

    def between(self, after: int, before: int) -> Iterator[Item]:
        """The tweets between two ids, neither of them included, newest first."""
        first, last = bisect_right(self.ids, after), bisect_left(self.ids, before)
        return (self.posts[str(self.ids[place])] for place in range(last - 1, first - 1, -1))

    def find(self, tweet_id: str) -> Item | None:
        """A tweet that can be looked up."""
        return self.posts.get(tweet_id) or self.older.get(tweet_id)

    def find_account(self, handle: str) -> Item | None:
        """An account that is not suspended, by its handle in any case."""
        named = (who for who in self.accounts.values() if who["username"].lower() == handle.lower())
        return next(named, None)


def snowflakes(rng: Random, count: int, begins: datetime, ends: datetime) -> list[int]:
    """Ascending ids of moments in a span: milliseconds since X's epoch, then 22 bits."""
    first, last = int(first_id(begins)) >> 22, int(first_id(ends)) >> 22
    found: set[int] = set()
    while len(found) < count:
        moment = rng.randrange(first, last)
        for _ in range(2 if rng.random() < SAME_MOMENT else 1):
            found.add((moment << 22) + rng.getrandbits(22))
    return sorted(found)[:count]
