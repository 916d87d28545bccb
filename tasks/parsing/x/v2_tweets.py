"""One tweet of the X API v2, of either dialect, as rows."""

from datetime import datetime
from typing import Any, NamedTuple

from tasks.parsing.snowflake import snowflake_time
from tasks.parsing.tweet_urls import parse_tweet_url, tweet_address
from tasks.parsing.version import EXTRACTOR_VERSION
from tasks.parsing.x.gathered import Copy
from tasks.parsing.x.ranks import TRUNCATED, UNAVAILABLE
from tasks.parsing.x.shapes import digits, flag, instant, records, whole, words
from tasks.parsing.x.v2_accounts import handle_of, label, withheld_columns
from tasks.parsing.x.v2_beside import EMPTY, Item, part
from tasks.parsing.x.v2_entities import entity_rows
from tasks.parsing.x.v2_media import media_rows, poll_columns
from tasks.parsing.x.v2_places import place_columns
from tasks.parsing.x.v2_reading import Columns, Reading
from tasks.parsing.x.v2_texts import Wording, wording
from warehouse.tweet_rows import Tweet, TweetCounts

OF_POSTS = {"reposted": "retweeted"}  # the dialect of posts, as it names counts: repost_count
LANGUAGES = {"iw": "he", "in": "id", "ji": "yi"}  # codes withdrawn from ISO 639 that X still sends

COLUMNS: Columns = (
    ("conversation_id", "conversation_id", digits),
    ("reply_settings", "reply_settings", words),
    ("possibly_sensitive", "possibly_sensitive", flag),
    ("client_name", "source", label),
)
RETWEETS: Columns = (("retweets", "repost_count", whole), ("retweets", "retweet_count", whole))
COUNTS: Columns = (
    ("replies", "reply_count", whole),
    ("likes", "like_count", whole),
    ("quotes", "quote_count", whole),
    ("bookmarks", "bookmark_count", whole),
    ("impressions", "impression_count", whole),
)
EDITS: Columns = (
    ("edits_remaining", "edits_remaining", whole),
    ("editable_until", "editable_until", instant),
    ("edit_eligible", "is_edit_eligible", flag),
)


class Reference(NamedTuple):
    """A tweet that another one answers, quotes or repeats: its id, and the record where it is there."""

    tweet_id: str | None = None
    tweet: Item = EMPTY


NOTHING = Reference()


def read_tweet(tweet: Item, reading: Reading, *, asked_for: bool) -> None:
    """One tweet, its counts, entities and media; without an id it is a fault."""
    tweet_id = reading.take(tweet, "id", digits)
    if tweet_id is None:
        if tweet.get("id") in (None, ""):
            reading.fault("not_a_tweet", "a tweet without an id")
        return
    refers = references(tweet, reading)
    repeated = refers["retweeted"].tweet if "retweeted" in refers else None
    worded = wording(tweet, tweet_id, repeated, reading)
    attachments = part(tweet, "attachments") or part(repeated or EMPTY, "attachments")
    topics = reading.take_list(tweet, "context_annotations")
    copy = Copy(
        tweet=tweet_row(tweet, tweet_id, refers, worded, reading, asked_for),
        counts=counts_row(tweet, tweet_id, "retweeted" in refers, reading),
        entities=entity_rows(worded.parts, tweet_id, topics, reading) if worded.parts or topics else (),
        media=media_rows(attachments, tweet_id, reading) if attachments else (),
    )
    reading.gathered.add(copy)


def references(tweet: Item, reading: Reading) -> dict[str, Reference]:
    """The tweets it refers to, by what it does with them: replied_to, quoted or retweeted."""
    name = "referenced_tweets" if "referenced_tweets" in tweet else "referenced_posts"
    found: dict[str, Reference] = {}
    for entry in reading.take_list(tweet, name):
        kind, tweet_id = reading.take(entry, "type", words), reading.take(entry, "id", digits)
        if kind and tweet_id:
            kind = OF_POSTS.get(kind, kind)
            found.setdefault(kind, Reference(tweet_id, reading.beside.tweets.get(tweet_id, EMPTY)))
    return found


def tweet_row(
    tweet: Item,
    tweet_id: str,
    refers: dict[str, Reference],
    worded: Wording,
    reading: Reading,
    asked_for: bool,
) -> Tweet:
    """The tweet's own row."""
    author_id = reading.take(tweet, "author_id", digits)
    author = reading.beside.user(author_id)
    handle, language = handle_of(author), reading.take(tweet, "lang", words)
    return Tweet(
        tweet_key=tweet_id,
        source=reading.gathered.origin.source,
        observed_at=reading.observed_at,
        tweet_id=tweet_id,
        url=tweet_address(tweet_id, handle),
        author_id=author_id,
        author_handle=handle,
        author_name=label(author.get("name")),
        language=LANGUAGES.get(language, language) if language else None,
        asked_for=asked_for,
        source_kind=reading.source_kind,
        extractor_version=EXTRACTOR_VERSION,
        **reading.take_all(tweet, COLUMNS),
        **created(reading.take(tweet, "created_at", instant), tweet_id),
        **text_columns(worded, reading),
        **reference_columns(tweet, refers, reading),
        **edit_columns(tweet, reading),
        **withheld_columns(part(tweet, "withheld"), reading),
        **(place_columns(part(tweet, "geo"), reading) if tweet.get("geo") else EMPTY),
        **(poll_columns(part(tweet, "attachments"), reading) if tweet.get("attachments") else EMPTY),
        **reading.lineage,
    )


def created(at: datetime | None, tweet_id: str) -> dict[str, Any]:
    """When it was posted: as the record says, else as its id does."""
    source = "api" if at else "snowflake"
    at = at or snowflake_time(tweet_id)
    return {
        "created_at": at,
        "created_source": source if at else None,
        "created_precision": "second" if at else None,
    }


def text_columns(worded: Wording, reading: Reading) -> dict[str, Any]:
    """The text, and what follows from its being cut off or replaced by a notice of X."""
    rank = UNAVAILABLE if worded.notice and worded.text is None else reading.rank
    hidden = "withheld" if worded.withheld else "restricted"
    return {
        "text": worded.text,
        "text_truncated": worded.cut,
        "availability": hidden if worded.notice else "available",
        "availability_reason": worded.notice,
        "completeness": TRUNCATED if worded.cut else rank,
    }


def reference_columns(tweet: Item, refers: dict[str, Reference], reading: Reading) -> dict[str, Any]:
    """The tweets it refers to, and whose they are."""
    columns: dict[str, Any] = {}
    for kind in ("quoted", "retweeted"):
        if kind not in refers:
            continue
        tweet_id, record = refers[kind]
        user_id = digits(record.get("author_id"))
        columns[f"{kind}_tweet_id"] = tweet_id
        columns[f"{kind}_user_id"] = user_id
        columns[f"{kind}_handle"] = handle_of(reading.beside.user(user_id)) or linked_handle(tweet, tweet_id)
    answered = refers.get("replied_to", NOTHING)
    user_id = reading.take(tweet, "in_reply_to_user_id", digits) or digits(answered.tweet.get("author_id"))
    columns["in_reply_to_tweet_id"] = answered.tweet_id
    columns["in_reply_to_user_id"] = user_id
    if user_id:
        columns["in_reply_to_handle"] = handle_of(reading.beside.user(user_id)) or mentioned(tweet, user_id)
    return columns


def linked_handle(tweet: Item, tweet_id: str | None) -> str | None:
    """The handle in a link to another tweet, which is there also where that tweet is not."""
    links = records(part(tweet, "entities").get("urls"))
    found = (parse_tweet_url(words(link.get("expanded_url"))) for link in links)
    return next((url.handle for url in found if url and url.tweet_id == tweet_id), None)


def mentioned(tweet: Item, user_id: str) -> str | None:
    """The handle of an account among those a tweet mentions."""
    users = records(part(tweet, "entities").get("mentions"))
    return next((handle_of(user) for user in users if digits(user.get("id")) == user_id), None)


def edit_columns(tweet: Item, reading: Reading) -> dict[str, Any]:
    """Its versions, and whether it may be edited."""
    name = "edit_history_tweet_ids" if "edit_history_tweet_ids" in tweet else "edit_history_post_ids"
    controls = part(tweet, "edit_controls")
    found = {"edit_ids": reading.take_words(tweet, name, digits)}
    return found | reading.take_all(controls, EDITS) if controls else found


def counts_row(tweet: Item, tweet_id: str, repeats: bool, reading: Reading) -> TweetCounts | None:
    """Its counts, where the record has any.

    X sends with a retweet how often the tweet it repeats was retweeted; that is not the retweet's.
    """
    metrics = part(tweet, "public_metrics")
    if not metrics:
        return None
    counts = reading.take_all(metrics, COUNTS if repeats else (*RETWEETS, *COUNTS))
    if not counts:
        return None
    return TweetCounts(tweet_key=tweet_id, observed_at=reading.observed_at, **counts, **reading.lineage)
