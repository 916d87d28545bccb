"""What an answer of the X API v2 holds beside its tweets, found by id."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tasks.parsing.x.shapes import digits, records, words

Item = dict[str, Any]
ById = dict[str, Item]

EMPTY: Item = {}


@dataclass(slots=True, kw_only=True)
class Beside:
    """The objects of `includes`; accounts also by lower-case handle, media by their key."""

    users: ById = field(default_factory=dict)
    handles: ById = field(default_factory=dict)
    tweets: ById = field(default_factory=dict)
    media: ById = field(default_factory=dict)
    polls: ById = field(default_factory=dict)
    places: ById = field(default_factory=dict)

    @classmethod
    def of(cls, includes: Item, tweets: Iterable[Item] = ()) -> "Beside":
        """What an answer includes; `tweets` are all of its tweets, which refer to one another."""
        beside = cls()
        beside.keep_users(records(includes.get("users")))
        beside.keep_tweets(tweets)
        beside.keep_media(records(includes.get("media")))
        beside.keep_polls(records(includes.get("polls")))
        beside.keep_places(records(includes.get("places")))
        return beside

    def keep_users(self, users: Iterable[Item]) -> None:
        """Accounts; what is known of one already stays."""
        for user in users:
            if name := digits(user.get("id")):
                self.users.setdefault(name, user)
            if handle := words(user.get("username")):
                self.handles.setdefault(handle.lower(), user)

    def keep_tweets(self, tweets: Iterable[Item]) -> None:
        """Tweets by their id."""
        for tweet in tweets:
            if name := digits(tweet.get("id")):
                self.tweets.setdefault(name, tweet)

    def keep_media(self, media: Iterable[Item]) -> None:
        """Pictures and videos by their key."""
        for item in media:
            if name := words(item.get("media_key")):
                self.media.setdefault(name, item)

    def keep_polls(self, polls: Iterable[Item]) -> None:
        """Polls by their id."""
        for poll in polls:
            if name := digits(poll.get("id")):
                self.polls.setdefault(name, poll)

    def keep_places(self, places: Iterable[Item]) -> None:
        """Places by their id, which is no number; in a tweet made whole it is `place_id`."""
        for place in places:
            if name := words(place.get("id")) or words(place.get("place_id")):
                self.places.setdefault(name, place)

    def is_news(self, tweet: Item) -> bool:
        """Whether a tweet says more than the one held under its id, which an answer may repeat.

        It does so with its own tweets, as parts of their edit history.
        """
        held = self.tweets.get(digits(tweet.get("id")) or "", tweet)
        same = held.keys() >= tweet.keys() and words(held.get("text")) == words(tweet.get("text"))
        return held is tweet or not same

    def user(self, user_id: str | None) -> Item:
        """An account; empty where it is not there."""
        return self.users.get(user_id, EMPTY) if user_id else EMPTY

    def mentioned(self, handle: str) -> Item:
        """An account by its handle, written in any case; empty where it is not there."""
        return self.handles.get(handle.lower(), EMPTY)


def either(item: Item, *names: str) -> Any:
    """The value under the first of some names that has one: the two dialects name the same things."""
    return next((value for name in names if (value := item.get(name)) is not None), None)


def part(item: Item, name: str) -> Item:
    """An object inside another; empty where there is none."""
    value = item.get(name)
    return value if isinstance(value, dict) else EMPTY
