"""Answers of the X API v2 flattened the way twarc does: each tweet with what stands beside it put inside."""

from collections.abc import Iterator
from typing import Any

Record = dict[str, Any]


def flatten(answer: Record) -> Iterator[Record]:
    """The tweets of an answer, each with its author, references, media, place and mentioned accounts."""
    includes = answer.get("includes", {})
    users = {user["id"]: user for user in includes.get("users", [])}
    named = {user["username"].lower(): user for user in users.values()}
    media = {item["media_key"]: item for item in includes.get("media", [])}
    places = {place["id"]: place for place in includes.get("places", [])}
    tweets = {tweet["id"]: tweet for tweet in includes.get("tweets", [])}

    def inside(tweet: Record, depth: int) -> Record:
        flat = tweet | {"author": users.get(tweet.get("author_id", ""), {})}
        if "referenced_tweets" in tweet and depth:
            flat["referenced_tweets"] = [
                ref | (inside(tweets[ref["id"]], depth - 1) if ref["id"] in tweets else {})
                for ref in tweet["referenced_tweets"]
            ]
        if "media_keys" in tweet.get("attachments", {}):
            keys = tweet["attachments"]["media_keys"]
            flat["attachments"] = tweet["attachments"] | {"media": [media.get(key, {}) for key in keys]}
        if place := places.get(tweet.get("geo", {}).get("place_id")):
            flat["geo"] = tweet["geo"] | place
        if mentions := tweet.get("entities", {}).get("mentions"):
            known = [mention | named.get(mention["username"].lower(), {}) for mention in mentions]
            flat["entities"] = tweet["entities"] | {"mentions": known}
        return flat

    for tweet in answer["data"]:
        yield inside(tweet, 1) | {"__twarc": answer.get("__twarc", {})}
