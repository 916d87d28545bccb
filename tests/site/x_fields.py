"""Fields, expansions and the two dialects: an answer has only what was asked for.

https://docs.x.com/x-api/fundamentals/fields and /expansions. The OpenAPI of August 2026 renames tweet to
post.
"""

from collections.abc import Iterable
from typing import Any, Literal

from tests.site.x_words import Item

Dialect = Literal["tweet", "post"]

TWEET = frozenset({
    "attachments", "author_id", "context_annotations", "conversation_id", "created_at", "edit_controls",
    "edit_history_tweet_ids", "entities", "geo", "id", "in_reply_to_user_id", "lang", "note_tweet",
    "possibly_sensitive", "public_metrics", "referenced_tweets", "reply_settings", "source", "text",
    "withheld",
})  # fmt: skip
USER = frozenset({
    "created_at", "description", "entities", "id", "location", "name", "pinned_tweet_id", "profile_image_url",
    "protected", "public_metrics", "url", "username", "verified", "verified_type", "withheld",
})  # fmt: skip
MEDIA = frozenset({
    "alt_text", "duration_ms", "height", "media_key", "preview_image_url", "public_metrics", "type", "url",
    "variants", "width",
})  # fmt: skip
PLACE = frozenset({
    "contained_within", "country", "country_code", "full_name", "geo", "id", "name", "place_type",
})  # fmt: skip
POLL = frozenset({"duration_minutes", "end_datetime", "id", "options", "voting_status"})
FIELDS = {
    "tweet.fields": TWEET,
    "user.fields": USER,
    "media.fields": MEDIA,
    "place.fields": PLACE,
    "poll.fields": POLL,
}
ALWAYS = {
    "tweet.fields": {"id", "text", "edit_history_tweet_ids"},
    "user.fields": {"id", "name", "username"},
    "media.fields": {"media_key", "type"},
    "place.fields": {"id", "full_name"},
    "poll.fields": {"id", "options"},
}
# the expansions of tweets, and the field that names what each expands: it comes with it
EXPANSIONS = {
    "attachments.media_keys": "attachments",
    "attachments.poll_ids": "attachments",
    "author_id": "author_id",
    "edit_history_tweet_ids": "edit_history_tweet_ids",
    "entities.mentions.username": "entities",
    "geo.place_id": "geo",
    "in_reply_to_user_id": "in_reply_to_user_id",
    "referenced_tweets.id": "referenced_tweets",
    "referenced_tweets.id.author_id": "referenced_tweets",
}
RENAMED = {
    "tweet.fields": "post.fields",
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "referenced_tweets.id": "referenced_posts.id",
    "referenced_tweets.id.author_id": "referenced_posts.id.author_id",
    "retweet_count": "repost_count",
    "tweets": "posts",
}


def spell(name: str, dialect: Dialect) -> str:
    """A name as a dialect has it."""
    return RENAMED.get(name, name) if dialect == "post" else name


def in_dialect(value: Any, dialect: Dialect) -> Any:
    """JSON whose names are the dialect's."""
    if dialect == "tweet":
        return value
    if isinstance(value, dict):
        return {spell(name, dialect): in_dialect(inner, dialect) for name, inner in value.items()}
    return [in_dialect(inner, dialect) for inner in value] if isinstance(value, list) else value


def keep(item: Item, kind: str, asked: Iterable[str]) -> Item:
    """What is sent of an item: what always is, and the fields that were asked for."""
    wanted = ALWAYS[kind].union(asked)
    return {name: value for name, value in item.items() if name in wanted}
