"""Answers of the X API v2, in the dialect of tweets and in that of posts (docs.x.com, since August 2026)."""

from collections.abc import Sequence
from typing import Any

from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.loading import load_json
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.shapes import digits, record, records
from tasks.parsing.x.v2_accounts import read_account
from tasks.parsing.x.v2_beside import Beside, Item
from tasks.parsing.x.v2_errors import add_missing, read_error, told
from tasks.parsing.x.v2_reading import Reading, collected_at
from tasks.parsing.x.v2_tweets import read_tweet
from warehouse.rows import Page

ANSWER = frozenset({"data", "includes", "errors", "meta"})
PROBLEM = frozenset({"title", "detail", "type", "status"})  # RFC 9457
# a record without any of these is no tweet but a list, a rule, a count …
OF_A_TWEET = frozenset({
    "text", "author_id", "conversation_id", "note_tweet", "note_post", "edit_history_tweet_ids",
    "edit_history_post_ids", "referenced_tweets", "referenced_posts",
})  # fmt: skip


def read_api_v2(page: Page, payload: Payload, gathered: Gathered) -> None:
    """One answer. An id asked for of which it says nothing becomes a row whose availability is unknown."""
    try:
        answer = load_json(page.body)
    except ValueError as error:
        gathered.fault("not_json", f"the answer is no JSON: {error}")
        return
    if not isinstance(answer, dict):
        gathered.fault("not_a_tweet", f"the answer is a {type(answer).__name__}, not an object")
    elif page.status >= 400 or (ANSWER.isdisjoint(answer) and not PROBLEM.isdisjoint(answer)):
        first = next(iter(records(answer.get("errors"))), {})
        gathered.fault("api_error", f"{page.status}: {told(first | answer)}")
    else:
        read_answer(answer, gathered, asked=payload.asked)


def read_answer(
    answer: Item, gathered: Gathered, *, asked: Sequence[str] = (), line: int | None = None
) -> None:
    """The tweets of an answer, those beside them, the accounts, and what could not be had."""
    if ANSWER.isdisjoint(answer):
        gathered.fault("not_a_tweet", "neither an answer nor a tweet", line)
    includes, own = record(answer.get("includes")), items_of(answer.get("data"))
    reading = Reading(
        gathered=gathered, beside=Beside(), observed_at=collected_at(answer, gathered), line=line
    )
    beside = [item for name in ("tweets", "posts") for item in reading.take_list(includes, name)]
    users = reading.take_list(includes, "users")
    reading.beside = Beside.of(includes, [*records(own), *beside])
    for item in own:
        read_own(item, reading)
    for tweet in beside:
        if reading.beside.is_news(tweet):
            read_tweet(tweet, reading, asked_for=False)
    for user in users:
        read_account(user, reading)
    for error in reading.take_list(answer, "errors"):
        read_error(error, reading, asked)
    for tweet_id in dict.fromkeys(filter(digits, asked)):
        if tweet_id not in gathered.copies:
            gathered.fault("api_error", f"tweet {tweet_id} was asked for, and the answer does not bring it")
            add_missing(tweet_id, "unknown", None, reading, asked_for=True)


def items_of(data: Any) -> list[Any]:
    """What an answer brings: one object, or several."""
    return data if isinstance(data, list) else [] if data is None else [data]


def read_own(item: Any, reading: Reading) -> None:
    """One of the objects asked for: a tweet, or an account."""
    if isinstance(item, dict) and not OF_A_TWEET.isdisjoint(item):
        read_tweet(item, reading, asked_for=True)
    elif isinstance(item, dict) and "username" in item:
        read_account(item, reading)
    else:
        named = f" of {', '.join(sorted(item)[:8])}" if isinstance(item, dict) else ""
        reading.fault("not_a_tweet", f"a {type(item).__name__}{named} is no tweet")
