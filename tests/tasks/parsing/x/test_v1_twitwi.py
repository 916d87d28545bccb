"""The rows that twitwi, another normaliser of tweets, expects of the same payloads, column by column.

Each difference between its columns and ours stands in EXPECTED with its reason.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tasks.parsing.x.gathered import Copy, Gathered
from warehouse.tweet_rows import TweetAuthor, TweetEntity, TweetMedia

NOT_OF_THE_TWEET = {"collected_via", "collection_time", "match_query"}  # how twitwi's user came by it
SAME_AS_ANOTHER = {"local_time", "user_created_at"}  # timestamp_utc and user_timestamp_utc in Paris


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One tweet with those it refers to: twitwi shows them as parts of it."""

    copy: Copy
    author: TweetAuthor
    quoted: Copy | None
    repeated: Copy | None
    form: str

    @property
    def entities(self) -> list[TweetEntity]:
        """Its own and the quoted tweet's."""
        return [*self.copy.entities, *(self.quoted.entities if self.quoted else ())]

    @property
    def media(self) -> list[TweetMedia]:
        """Its own and the quoted tweet's, each once."""
        media = [*self.copy.media, *(self.quoted.media if self.quoted else ())]
        return list({row.url: row for row in media}.values())


def address(copy: Copy) -> str:
    """As twitwi writes it, on the old host."""
    return (copy.tweet.url or "").replace("https://x.com/", "https://twitter.com/")


def expanded(copy: Copy) -> str:
    """The text with the addresses behind short links, as twitwi has it."""
    text = copy.tweet.text or ""
    for row in copy.entities:
        if row.kind == "url" and row.url_expanded:
            text = text.replace(row.text or "", row.url_expanded)
    return text


def text_of(seen: Seen) -> str:
    """There the quoted tweet stands where its link is, or at the end, with its address in lower case."""
    text = expanded(seen.copy)
    if seen.quoted is None:
        return text
    link = next((row.url_expanded for row in links_to_quoted(seen)), None)
    where = f"https://twitter.com/{seen.copy.tweet.quoted_handle}/status/{seen.copy.tweet.quoted_tweet_id}"
    quote = f"« {seen.copy.tweet.quoted_handle}: {expanded(seen.quoted)} — {where.lower()} »"
    return text.replace(link, quote) if link else f"{text} {quote}"


def links_to_quoted(seen: Seen) -> list[TweetEntity]:
    """The links to the quoted tweet itself, which are not its pictures'."""
    name = f"/status/{seen.copy.tweet.quoted_tweet_id}"
    own = [row for row in seen.copy.entities if row.kind == "url" and row.start is not None]
    return [row for row in own if name in (row.url_expanded or "")]


def links_of(seen: Seen) -> list[str]:
    """Links but those of pictures and of the quoted tweet, sorted."""
    left_out = {row.text for row in links_to_quoted(seen)}
    rows = [row for row in seen.entities if row.kind == "url" and row.text not in left_out]
    found = {row.url_expanded or "" for row in rows}
    return sorted(link for link in found if not re.search(r"/status/\d+/(?:photo|video)/\d+$", link))


def tags_of(seen: Seen) -> list[str]:
    """In lower case, sorted; without any twitwi looks for them in the text, where we leave X's word."""
    tags = {(row.text or "").lower() for row in seen.entities if row.kind == "hashtag"}
    return sorted(tags) or sorted(tag.lower() for tag in re.findall(r"#(\w+)", seen.copy.tweet.text or ""))


def mentions_of(seen: Seen) -> dict[str, str | None]:
    """Ids by handle in lower case, sorted."""
    found = {(row.text or "").lower(): row.user_id for row in seen.entities if row.kind == "mention"}
    return dict(sorted(found.items()))


def stamp(at: datetime | None) -> int | None:
    """Seconds since 1970."""
    return int(at.timestamp()) if at else None


def count(name: str, of_retweet: int | None) -> Callable[[Seen], int | None]:
    """A count: a retweet has none here, there what v1.1 writes into it."""

    def read(seen: Seen) -> int | None:
        if seen.repeated:
            return of_retweet
        return getattr(seen.copy.counts, name) if seen.copy.counts else None

    return read


def retweets_of(seen: Seen) -> int | None:
    """v1.1 copies them to the retweet; here they are the repeated tweet's alone."""
    counts = (seen.repeated or seen.copy).counts
    return counts.retweets if counts else None


def media_name(seen: Seen, row: TweetMedia) -> str:
    """A file name there: the id of the tweet repeated or quoted, or its own, and the end of the address."""
    own = seen.copy.tweet
    name = (row.url or "").rsplit("/", 1)[-1].split("?tag=")[0]
    return f"{own.retweeted_tweet_id or (seen.quoted and own.quoted_tweet_id) or own.tweet_id}_{name}"


EXPECTED: dict[str, Callable[[Seen], Any]] = {
    "id": lambda seen: seen.copy.tweet.tweet_id,
    "url": lambda seen: address(seen.copy),
    "text": text_of,
    "timestamp_utc": lambda seen: stamp(seen.copy.tweet.created_at),
    "lang": lambda seen: seen.copy.tweet.language,
    "like_count": count("likes", 0),
    "reply_count": count("replies", 0),
    "retweet_count": retweets_of,
    "impression_count": count("impressions", None),
    "hashtags": tags_of,
    "mentioned_names": lambda seen: list(mentions_of(seen)),
    "mentioned_ids": lambda seen: list(mentions_of(seen).values()),
    "links": links_of,
    "links_to_resolve": lambda seen: bool(links_of(seen)),
    "domains": lambda seen: [urlsplit(link).hostname for link in links_of(seen)],
    "media_urls": lambda seen: [(row.url or "").split("?tag=")[0] for row in seen.media],
    "media_types": lambda seen: [row.type for row in seen.media],
    "media_alt_texts": lambda seen: [row.alt_text or "" for row in seen.media],
    "media_files": lambda seen: [media_name(seen, row) for row in seen.media],
    "possibly_sensitive": lambda seen: seen.copy.tweet.possibly_sensitive,
    "source_name": lambda seen: seen.copy.tweet.client_name,
    "source_url": lambda seen: seen.copy.tweet.client_url,
    "to_tweetid": lambda seen: seen.copy.tweet.in_reply_to_tweet_id,
    "to_userid": lambda seen: seen.copy.tweet.in_reply_to_user_id,
    "to_username": lambda seen: seen.copy.tweet.in_reply_to_handle,
    "quoted_id": lambda seen: seen.copy.tweet.quoted_tweet_id,
    "quoted_user": lambda seen: seen.copy.tweet.quoted_handle,
    "quoted_user_id": lambda seen: seen.copy.tweet.quoted_user_id,
    "quoted_timestamp_utc": lambda seen: stamp(seen.quoted.tweet.created_at) if seen.quoted else None,
    "retweeted_id": lambda seen: seen.copy.tweet.retweeted_tweet_id,
    "retweeted_user": lambda seen: seen.copy.tweet.retweeted_handle,
    "retweeted_user_id": lambda seen: seen.copy.tweet.retweeted_user_id,
    "retweeted_timestamp_utc": lambda seen: stamp(seen.repeated.tweet.created_at) if seen.repeated else None,
    "coordinates": lambda seen: (
        seen.copy.tweet.longitude and [seen.copy.tweet.longitude, seen.copy.tweet.latitude]
    ),
    "place_name": lambda seen: seen.copy.tweet.place_full_name,
    "place_type": lambda seen: seen.copy.tweet.place_type,
    "place_country_code": lambda seen: seen.copy.tweet.place_country_code or "",  # empty is null here
    "user_id": lambda seen: seen.author.author_id,
    "user_screen_name": lambda seen: seen.author.handle,
    "user_name": lambda seen: seen.author.name,
    "user_description": lambda seen: seen.author.description,
    "user_location": lambda seen: seen.author.location,
    # the syndication service has none: twitwi makes up the profile's
    "user_url": lambda seen: (
        f"https://twitter.com/{seen.author.handle}" if seen.form != "api_v1" else seen.author.url
    ),
    "user_image": lambda seen: seen.author.image_url,
    "user_verified": lambda seen: seen.author.verified,
    "user_is_blue_verified": lambda seen: seen.author.verified_type == "blue",
    "user_verified_type": lambda seen: (seen.author.verified_type or "").capitalize(),
    "user_followers": lambda seen: seen.author.followers,
    "user_friends": lambda seen: seen.author.following,
    "user_tweets": lambda seen: seen.author.tweets,
    "user_likes": lambda seen: seen.author.likes,
    "user_lists": lambda seen: seen.author.listed,
    "user_timestamp_utc": lambda seen: stamp(seen.author.created_at),
}


def seen_in(found: Gathered, tweet_id: str, form: str) -> Seen:
    """One tweet of a payload."""
    copy = found.copies[tweet_id]
    return Seen(
        copy=copy,
        author=found.authors[copy.tweet.author_id or ""],
        quoted=found.copies.get(copy.tweet.quoted_tweet_id or ""),
        repeated=found.copies.get(copy.tweet.retweeted_tweet_id or ""),
        form=form,
    )


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("v1_1/twitwi__normalization.json", "api_v1"),
        ("syndication/twitwi__normalization-no-api-key.json", "syndication"),
    ],
)
def test_the_same_rows(read: Callable[..., Gathered], shared: Path, name: str, form: str) -> None:
    """Every column that both have is the same."""
    for case in json.loads((shared / name).read_bytes()):
        found = read(case["source"], form)
        for row in case["normalized"]:
            seen = seen_in(found, row["id"], form)
            left_out = NOT_OF_THE_TWEET | SAME_AS_ANOTHER
            if row.get("user_verified_type"):  # an account with a kind of its own may have the blue mark too
                left_out |= {"user_is_blue_verified"}
            wanted = {key: row[key] for key in row.keys() - left_out}
            assert {key: EXPECTED[key](seen) for key in wanted} == wanted
