"""The rows that twitwi, another normaliser of tweets, expects of the same v2 answers, column by column.

Its file `-v2` are the tweets asked for of the five answers, `-v2-all` also the ones they refer to. Each
difference between its columns and ours stands in EXPECTED with its reason.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tasks.parsing.x.gathered import Copy, Gathered
from warehouse.tweet_rows import TweetAuthor, TweetCounts, TweetEntity, TweetMedia

ANSWERS = [
    f"twitwi__payload-v2{name}.json" for name in ("", "-geo", "-tweet-retweet", "-video", "-singletweet")
]
NOT_OF_THE_TWEET = {"collected_via", "collection_time", "match_query"}  # how twitwi's user came by it
SAME_AS_ANOTHER = {"local_time", "user_created_at"}  # timestamp_utc and user_timestamp_utc in Paris


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One tweet, its author and the tweet it repeats."""

    copy: Copy
    author: TweetAuthor
    repeated: Copy | None

    @property
    def counts(self) -> TweetCounts:
        """Its counts: all tweets of these answers have them."""
        assert self.copy.counts is not None
        return self.copy.counts

    def rows(self, kind: str) -> list[TweetEntity]:
        """Its entities of a kind; of a retweet twitwi has those of the text cut off at 140 only."""
        rows = [row for row in self.copy.entities if row.kind == kind]
        return [row for row in rows if not self.repeated or (row.end or 0) <= 140]

    @property
    def media(self) -> list[TweetMedia]:
        """Its media; those of which the answer has no more than the key are rows here and nothing there."""
        return [row for row in self.copy.media if row.type]


def text_of(seen: Seen) -> str:
    """With the addresses behind short links, where ours is as published."""
    text = seen.copy.tweet.text or ""
    for row in reversed(seen.copy.entities):
        if row.kind == "url":
            text = text[: row.start] + (row.url_expanded or "") + text[row.end :]
    return text


def links_of(seen: Seen) -> list[str]:
    """Sorted, without what counts visits to Instagram; ours are as X expands them."""
    return sorted({re.sub(r"\?igshid=\w+$", "", row.url_expanded or "") for row in seen.rows("url")})


def mentions_of(seen: Seen) -> dict[str, str | None]:
    """Ids by handle, sorted."""
    rows = seen.rows("mention")
    return dict(sorted({row.text or "": row.user_id for row in rows}.items()))


def stamp(at: datetime | None) -> int | None:
    """Seconds since 1970."""
    return int(at.timestamp()) if at else None


def media_name(seen: Seen, url: str | None) -> str:
    """A file name there: the tweet's id and the end of the address."""
    return f"{seen.copy.tweet.tweet_id}_{(url or '').rsplit('/', 1)[-1].split('?tag=')[0]}"


EXPECTED: dict[str, Callable[[Seen], Any]] = {
    "id": lambda seen: seen.copy.tweet.tweet_id,
    "url": lambda seen: (seen.copy.tweet.url or "").replace("https://x.com/", "https://twitter.com/"),
    "text": text_of,
    "timestamp_utc": lambda seen: stamp(seen.copy.tweet.created_at),
    "lang": lambda seen: seen.copy.tweet.language,
    "possibly_sensitive": lambda seen: seen.copy.tweet.possibly_sensitive,
    "source_name": lambda seen: seen.copy.tweet.client_name,
    # a retweet is not retweeted itself: none here, 0 there
    "retweet_count": lambda seen: seen.counts.retweets if seen.repeated is None else 0,
    "like_count": lambda seen: seen.counts.likes,
    "reply_count": lambda seen: seen.counts.replies,
    "quote_count": lambda seen: seen.counts.quotes,
    "impression_count": lambda seen: seen.counts.impressions,
    "hashtags": lambda seen: sorted({row.text for row in seen.rows("hashtag")}),
    "links": links_of,
    "mentioned_names": lambda seen: list(mentions_of(seen)),
    "mentioned_ids": lambda seen: list(mentions_of(seen).values()),
    "media_urls": lambda seen: [row.url for row in seen.media],
    "media_types": lambda seen: [row.type for row in seen.media],
    "media_files": lambda seen: [media_name(seen, row.url) for row in seen.media],
    "media_alt_texts": lambda seen: [row.alt_text or "" for row in seen.media],
    "to_tweetid": lambda seen: seen.copy.tweet.in_reply_to_tweet_id,
    "to_userid": lambda seen: seen.copy.tweet.in_reply_to_user_id,
    "to_username": lambda seen: seen.copy.tweet.in_reply_to_handle,
    "retweeted_id": lambda seen: seen.copy.tweet.retweeted_tweet_id,
    "retweeted_user": lambda seen: seen.copy.tweet.retweeted_handle,
    "retweeted_user_id": lambda seen: seen.copy.tweet.retweeted_user_id,
    "retweeted_timestamp_utc": lambda seen: stamp(seen.repeated.tweet.created_at) if seen.repeated else None,
    "quoted_id": lambda seen: seen.copy.tweet.quoted_tweet_id,
    "lat": lambda seen: seen.copy.tweet.latitude,
    "lng": lambda seen: seen.copy.tweet.longitude,
    "place_name": lambda seen: seen.copy.tweet.place_full_name,
    "place_type": lambda seen: seen.copy.tweet.place_type,
    "place_country_code": lambda seen: seen.copy.tweet.place_country_code,
    "place_coordinates": lambda seen: [
        getattr(seen.copy.tweet, f"place_{side}") for side in ("west", "south", "east", "north")
    ],
    "user_id": lambda seen: seen.author.author_id,
    "user_screen_name": lambda seen: seen.author.handle,
    "user_name": lambda seen: seen.author.name,
    "user_description": lambda seen: seen.author.description,
    "user_location": lambda seen: seen.author.location,
    "user_url": lambda seen: seen.author.url,
    "user_image": lambda seen: seen.author.image_url,
    "user_verified": lambda seen: seen.author.verified,
    "user_followers": lambda seen: seen.author.followers,
    "user_friends": lambda seen: seen.author.following,
    "user_tweets": lambda seen: seen.author.tweets,
    "user_lists": lambda seen: seen.author.listed,
    "user_timestamp_utc": lambda seen: stamp(seen.author.created_at),
}


def seen_in(found: Gathered, tweet_id: str) -> Seen:
    """One tweet of an answer."""
    copy = found.copies[tweet_id]
    return Seen(
        copy=copy,
        author=found.authors[copy.tweet.author_id or ""],
        repeated=found.copies.get(copy.tweet.retweeted_tweet_id or ""),
    )


@pytest.mark.parametrize(
    ("name", "only_asked_for"), [("normalized-tweets-v2", True), ("normalized-tweets-v2-all", False)]
)
def test_the_same_rows(read: Callable[..., Gathered], shared: Path, name: str, only_asked_for: bool) -> None:
    """Every tweet of the five answers is there, and every column that both have is the same."""
    rows = {row["id"]: row for row in json.loads((shared / "v2" / f"twitwi__{name}.json").read_bytes())}
    compared = set()
    for answer in ANSWERS:
        found = read((shared / "v2" / answer).read_bytes(), "api_v2")
        for tweet_id in found.copies.keys() & rows.keys():
            seen, row = seen_in(found, tweet_id), rows[tweet_id]
            if only_asked_for and not seen.copy.tweet.asked_for:
                continue
            wanted = {key: row[key] for key in row.keys() - NOT_OF_THE_TWEET - SAME_AS_ANOTHER}
            assert {key: EXPECTED[key](seen) for key in wanted} == wanted
            compared.add(tweet_id)
    assert compared == rows.keys()
