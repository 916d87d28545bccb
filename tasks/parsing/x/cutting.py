"""Tweets and accounts cut out of JSON in whatever form it has them: X's own, twarc's, an archive's."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tasks.parsing.x.shapes import digits, record, records

MAX_DEPTH = 200  # what is nested deeper is cut out: no form does that
CUT: Any = object()  # in place of a value that goes

OF_A_TWEET = frozenset({
    "text", "full_text", "user", "author_id", "created_at", "conversation_id", "note_tweet", "note_post",
    "edit_history_tweet_ids", "edit_history_post_ids", "tweet_id",
})  # fmt: skip
REFERENCES = frozenset({"referenced_tweets", "referenced_posts"})
INSIDE = ("retweeted_status", "quoted_status", "quoted_tweet", "parent")
WORDED = frozenset({"text", "full_text"})
OF_A_REFERENCE = ("type", "id")
OF_A_MENTION = ("start", "end", "indices", "username", "screen_name", "id", "id_str")
BESIDE = (("media", "media_key"), ("polls", "id"), ("places", "id"))  # in includes, each by its key


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What is to go: ids of tweets, ids of accounts, and handles in lower case."""

    ids: frozenset[str]
    author_ids: frozenset[str]
    handles: frozenset[str]

    def has_account(self, item: dict[str, Any]) -> bool:
        """Whether an account, or a mention of one, is among them."""
        names = (item.get(name) for name in ("username", "screen_name"))
        return id_of(item) in self.author_ids or any(
            isinstance(name, str) and name.lstrip("@").lower() in self.handles for name in names
        )

    def has_tweet(self, item: dict[str, Any]) -> bool:
        """Whether a tweet is among them, or is by one of the accounts, or repeats such a tweet."""
        if id_of(item) in self.ids or digits(item.get("author_id")) in self.author_ids:
            return True
        people = (record(item.get(name)) for name in ("user", "author"))
        repeated = [record(item.get("retweeted_status"))]
        repeated += [each for each in references(item) if each.get("type") in ("retweeted", "reposted")]
        return any(map(self.has_account, people)) or any(map(self.is_repeated, repeated))

    def is_repeated(self, item: dict[str, Any]) -> bool:
        """Whether the tweet that another one repeats is among them; not asked of what it repeats in turn."""
        people = (record(item.get(name)) for name in ("user", "author"))
        mine = id_of(item) in self.ids or digits(item.get("author_id")) in self.author_ids
        return mine or any(map(self.has_account, people))


def id_of(item: dict[str, Any]) -> str | None:
    """The id of a tweet or an account."""
    return digits(item.get("id_str")) or digits(item.get("id")) or digits(item.get("tweet_id"))


def references(item: dict[str, Any]) -> list[dict[str, Any]]:
    """What a tweet of v2 refers to, with the whole tweets where it is flattened."""
    return [each for name in REFERENCES for each in records(item.get(name))]


@dataclass(frozen=True, slots=True)
class Cutting:
    """One value being cut. `loose` are whole tweets that stay and stood inside ones that go."""

    names: Names
    loose: list[dict[str, Any]] = field(default_factory=list)

    def cut(self, value: Any, depth: int = 0) -> Any:
        """The value without what goes, or CUT where nothing of it stays. Mentions and references stay."""
        if isinstance(value, list | dict) and depth > MAX_DEPTH:
            return CUT
        if isinstance(value, list):
            return [kept for item in value if (kept := self.cut(item, depth + 1)) is not CUT]
        return self.cut_record(value, depth) if isinstance(value, dict) else value

    def cut_record(self, item: dict[str, Any], depth: int) -> Any:
        """One object without what goes."""
        is_account = "username" in item or "screen_name" in item
        if is_account and self.names.has_account(item):
            is_mention = "indices" in item or "start" in item
            return {name: item[name] for name in OF_A_MENTION if name in item} if is_mention else CUT
        if not is_account and not OF_A_TWEET.isdisjoint(item) and self.names.has_tweet(item):
            self.loosen(item, depth)
            return CUT
        if "resource_type" in item and is_told_of(item, self.names):
            return CUT
        rest: dict[str, Any] = {}
        for name, held in item.items():
            refers = name in REFERENCES and isinstance(held, list)
            kept = self.cut_references(held, depth) if refers else self.cut(held, depth + 1)
            if kept is not CUT:
                rest[name] = kept
        if item and not rest:
            return CUT
        return without_beside(item, rest) if isinstance(rest.get("includes"), dict) else rest

    def cut_references(self, held: list[Any], depth: int) -> list[Any]:
        """What a tweet refers to; of a tweet that goes only its id and in what way it is referred to."""
        kept = [(item, self.cut(item, depth + 1)) for item in held]
        return [
            bare_reference(item) if rest is CUT else rest
            for item, rest in kept
            if rest is not CUT or isinstance(item, dict)
        ]

    def loosen(self, item: dict[str, Any], depth: int) -> None:
        """Keep the tweets inside one that goes."""
        for inner in [*(record(item.get(name)) for name in INSIDE), *references(item)]:
            kept = self.cut(inner, depth + 1)
            if kept is not CUT and not WORDED.isdisjoint(kept):
                self.loose.append({name: value for name, value in kept.items() if name != "type"})


def cut(value: Any, names: Names) -> Any:
    """The value without what goes, or CUT where nothing of it stays."""
    return Cutting(names).cut(value)


def bare_reference(item: dict[str, Any]) -> dict[str, Any]:
    """A reference without the tweet it refers to."""
    return {name: item[name] for name in OF_A_REFERENCE if name in item}


def is_told_of(error: dict[str, Any], names: Names) -> bool:
    """Whether an error of v2 tells of one of them."""
    told = {digits(error.get(name)) for name in ("resource_id", "value")}
    handle = error.get("value")
    return not told.isdisjoint(names.ids | names.author_ids) or (
        isinstance(handle, str) and handle.lower() in names.handles
    )


def without_beside(answer: dict[str, Any], rest: dict[str, Any]) -> dict[str, Any]:
    """A v2 answer without the media, polls and places that only tweets cut out of it had."""
    before, after = carried(answer), carried(rest)
    includes = dict(rest["includes"])
    for name, key in BESIDE:
        lost = before - after
        if isinstance(includes.get(name), list):
            includes[name] = [each for each in includes[name] if record(each).get(key) not in lost]
    return rest | {"includes": includes}


def carried(answer: dict[str, Any]) -> set[str]:
    """The keys of the media, polls and places that the tweets of a v2 answer have."""
    data, includes = answer.get("data"), record(answer.get("includes"))
    tweets = [record(data), *records(data), *records(includes.get("tweets")), *records(includes.get("posts"))]
    return {key for tweet in tweets for key in keys_of(tweet)}


def keys_of(tweet: dict[str, Any]) -> Iterable[str]:
    """The keys of what one tweet has beside it."""
    attachments = record(tweet.get("attachments"))
    listed = [
        attachments.get("media_keys"),
        attachments.get("poll_ids"),
        [record(tweet.get("geo")).get("place_id")],
    ]
    return (key for keys in listed if isinstance(keys, list) for key in keys if isinstance(key, str))
