"""Tweets of the X API v2 that carry what stood beside them, as `twarc2 flatten` writes them (twarc 2.x)."""

from dataclasses import dataclass, field, replace

from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.ranks import API_V2
from tasks.parsing.x.shapes import records
from tasks.parsing.x.v2_accounts import read_account
from tasks.parsing.x.v2_beside import Beside, Item, part
from tasks.parsing.x.v2_reading import Reading, collected_at
from tasks.parsing.x.v2_tweets import read_tweet

REFERRED = ("referenced_tweets", "referenced_posts")


@dataclass(slots=True, kw_only=True)
class Unfolded:
    """A flattened tweet taken apart: the tweets inside it, the accounts, and all by id."""

    beside: Beside = field(default_factory=Beside)
    tweets: list[Item] = field(default_factory=list)
    users: list[Item] = field(default_factory=list)


def read_flat(
    tweet: Item,
    gathered: Gathered,
    *,
    line: int | None,
    source_kind: str = "api_v2",
    rank: int = API_V2,
    inner_rank: int = API_V2,
) -> None:
    """One flattened tweet, and the tweets inside it as rows of their own, whose rank may be another."""
    inside = unfold(tweet)
    reading = Reading(
        gathered=gathered,
        beside=inside.beside,
        observed_at=collected_at(tweet, gathered),
        line=line,
        source_kind=source_kind,
        rank=rank,
    )
    within = replace(reading, rank=inner_rank) if inner_rank != rank else reading
    read_tweet(tweet, reading, asked_for=True)
    for other in inside.tweets:
        if inside.beside.is_news(other):
            read_tweet(other, within, asked_for=False)
    for user in inside.users:
        read_account(user, reading)


def unfold(tweet: Item) -> Unfolded:
    """Takes a flattened tweet apart, however deep tweets stand in it.

    A reference without a text is no tweet of its own: it says only whose the other one is, if that.
    """
    found, waiting = Unfolded(), [tweet]
    found.beside.keep_tweets([tweet])
    while waiting:
        outer = waiting.pop()
        users = users_of(outer)
        found.users += users
        keep_things(outer, found.beside, users)
        inner = [each for name in REFERRED for each in records(outer.get(name))]
        inner += [pinned for user in users if (pinned := part(user, "pinned_tweet"))]
        whole = [each for each in inner if "text" in each]
        found.tweets += whole
        waiting += whole
        found.beside.keep_tweets(inner)
        found.beside.keep_users(author for each in inner if (author := part(each, "author")))
    return found


def users_of(tweet: Item) -> list[Item]:
    """The accounts of a tweet that are told of in full: its author, whom it answers, whom it mentions."""
    named = [part(tweet, "author"), part(tweet, "in_reply_to_user")]
    mentioned = records(part(tweet, "entities").get("mentions"))
    return [user for user in named if user] + [user for user in mentioned if "name" in user]


def keep_things(tweet: Item, beside: Beside, users: list[Item]) -> None:
    """Keeps what a tweet carries, each under its id."""
    attachments, geo = part(tweet, "attachments"), part(tweet, "geo")
    beside.keep_users(users)
    beside.keep_media(records(attachments.get("media")))
    beside.keep_polls([part(attachments, "poll")])
    if "full_name" in geo:
        beside.keep_places([geo])
