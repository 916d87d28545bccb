"""What comes beside the tweets of an answer: tweets they refer to, accounts, media, polls and places."""

from collections.abc import Collection, Iterable, Iterator

from tests.site.x_fields import in_dialect, keep, spell
from tests.site.x_problems import missing
from tests.site.x_question import Question
from tests.site.x_words import Item


def bring(question: Question, posts: list[Item], errors: list[Item]) -> Item:
    """Tweets with what their expansions bring, in the dialect."""
    timeline, expansions = question.timeline, question.expansions
    beside = dict.fromkeys(beside_of(posts, expansions))
    tweets = [post for name in beside if (post := timeline.find(name))]
    errors += [gone(question, name) for name in beside if name in timeline.gone]
    named = dict.fromkeys(users_of(posts, tweets, expansions))
    users = [who for name in named if (who := timeline.accounts.get(name))]
    attached = [post.get("attachments", {}) for post in posts]
    media = [timeline.media[key] for one in attached for key in one.get("media_keys", ())]
    polls = [timeline.polls[key] for one in attached for key in one.get("poll_ids", ())]
    places = [timeline.places[key] for key in {post["geo"]["place_id"]: 0 for post in posts if "geo" in post}]
    parts = {
        "users": ("user.fields", users),
        "tweets": ("tweet.fields", tweets),
        "media": ("media.fields", media if "attachments.media_keys" in expansions else []),
        "polls": ("poll.fields", polls if "attachments.poll_ids" in expansions else []),
        "places": ("place.fields", places if "geo.place_id" in expansions else []),
    }
    includes = {name: sent(question, *part) for name, part in parts.items() if part[1]}
    body = {"data": sent(question, "tweet.fields", posts), "includes": includes, "errors": errors}
    return dict(in_dialect(body, question.dialect))


def sent(question: Question, kind: str, items: Iterable[Item]) -> list[Item]:
    """The items with the fields that were asked for."""
    asked = question.fields(kind)
    return [keep(item, kind, asked) for item in items]


def gone(question: Question, tweet_id: str) -> Item:
    """The error for a tweet that another one refers to."""
    parameter = spell("referenced_tweets.id", question.dialect)
    return missing("tweet", parameter, tweet_id, question.timeline.gone[tweet_id])


def beside_of(posts: Iterable[Item], expansions: Collection[str]) -> Iterator[str]:
    """Ids of the tweets that come beside some: those they refer to, and their versions."""
    for post in posts:
        if "referenced_tweets.id" in expansions or "referenced_tweets.id.author_id" in expansions:
            yield from (ref["id"] for ref in post.get("referenced_tweets", ()))
        if "edit_history_tweet_ids" in expansions:
            yield from post["edit_history_tweet_ids"]


def users_of(posts: Iterable[Item], tweets: Iterable[Item], expansions: Collection[str]) -> Iterator[str]:
    """Ids of the accounts that come beside some tweets."""
    for post in posts:
        if "author_id" in expansions:
            yield post["author_id"]
        if "in_reply_to_user_id" in expansions and "in_reply_to_user_id" in post:
            yield post["in_reply_to_user_id"]
        if "entities.mentions.username" in expansions:
            yield from (one["id"] for one in post.get("entities", {}).get("mentions", ()))
    if "referenced_tweets.id.author_id" in expansions:
        yield from (post["author_id"] for post in tweets)
