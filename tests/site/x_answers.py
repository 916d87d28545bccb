"""Answers of the X API v2 from an invented timeline: what is asked is checked as X checks it.

Endpoints, bounds and defaults: https://docs.x.com/x-api/. Parameters and answers are in either dialect.
"""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from itertools import islice

from tasks.parsing.snowflake import first_id
from tests.site.x_fields import keep
from tests.site.x_includes import bring
from tests.site.x_problems import Invalid, missing
from tests.site.x_query import read_query
from tests.site.x_question import TOKENS, Endpoint, Question
from tests.site.x_words import Item

SEARCHED = timedelta(days=7)  # how far back a recent search goes
MOST_IDS = 100
TIMES = ("start_time", "end_time")
IDS = ("since_id", "until_id")
LAST = 1 << 63


def answer(endpoint: Endpoint, question: Question) -> Item:
    """The body of an answer with status 200.

    Raises:
        Invalid: the question is refused.
    """
    endpoint.check_names(question)
    return {name: part for name, part in endpoint.answer(question).items() if part}


def look_up(question: Question) -> Item:
    """Tweets by their ids."""
    ids = values(question, "ids", r"\d{1,19}")
    posts = [post for name in ids if (post := visible(question, name))]
    found = {post["id"] for post in posts}
    errors = [
        missing("tweet", "ids", name, question.timeline.gone.get(name, "deleted"))
        for name in ids
        if name not in found
    ]
    return bring(question, posts, errors)


def search(question: Question, *, most: int, recent: bool) -> Item:
    """Tweets that a query finds."""
    query, timeline = question.params.get("query", ""), question.timeline
    if not query:
        raise Invalid("query", "", "The `query` query parameter can not be empty")
    bounds = [name for name in TIMES + IDS if name in question.params]
    if len({name in IDS for name in bounds}) > 1:
        message = "Invalid use of 'since_id' or 'until_id' in conjunction with 'start_time' or 'end_time'."
        raise Invalid(bounds[0], question.params[bounds[0]], message)
    try:
        matches = read_query(query)
    except ValueError as error:
        raise Invalid("query", query, f"There were errors processing your request: {error}") from error
    earliest = check_recent(question) if recent else 0

    def wanted(post: Item) -> bool:
        return matches(post, timeline.accounts[post["author_id"]]["username"])

    return page(question, wanted, least=10, most=most, default=10, earliest=earliest)


def check_recent(question: Question) -> int:
    """The least id that a recent search finds; one that asks for older tweets is refused."""
    bound = question.now - SEARCHED
    least, shown = int(first_id(bound)), bound.strftime("%Y-%m-%dT%H:%MZ")
    since, start = question.whole("since_id", least), question.moment("start_time")
    if since < least:
        message = f"'since_id' must be a tweet id created after {shown}."
        larger = f"Please use a 'since_id' that is larger than {least}"
        raise Invalid("since_id", str(since), f"{message} {larger}")
    if start and start < bound:
        given = question.params["start_time"]
        message = f"Invalid 'start_time':'{given}'. 'start_time' must be on or after {shown}"
        raise Invalid("start_time", given, message)
    return least


def users_tweets(question: Question) -> Item:
    """The tweets of an account."""
    timeline, name = question.timeline, question.named
    if name in (timeline.suspended["id"], timeline.protected["id"]) or name not in timeline.accounts:
        why = {timeline.suspended["id"]: "suspended", timeline.protected["id"]: "protected"}
        return {"errors": [missing("user", "id", name, why.get(name, "deleted"))]}
    kinds = {"replies": "replied_to", "retweets": "retweeted"}
    left_out = {kinds[kind] for kind in question.listed("exclude", kinds)}

    def wanted(post: Item) -> bool:
        refers = {ref["type"] for ref in post.get("referenced_tweets", ())}
        return post["author_id"] == name and refers.isdisjoint(left_out)

    return page(question, wanted, least=5, most=100, default=10)


def lists_tweets(question: Question) -> Item:
    """The tweets of a list's accounts."""
    members = question.timeline.lists.get(question.named)
    if members is None:
        return {"errors": [missing("list", "id", question.named)]}
    return page(question, lambda post: post["author_id"] in members, least=1, most=100, default=100)


def users_by(question: Question) -> Item:
    """Accounts by their handles."""
    handles = values(question, "usernames", r"[A-Za-z0-9_]{1,15}")
    return accounts(question, "usernames", handles)


def users_by_username(question: Question) -> Item:
    """One account by its handle."""
    found = accounts(question, "username", [question.named])
    return {"data": next(iter(found["data"]), None), "errors": found["errors"]}


def accounts(question: Question, parameter: str, handles: Iterable[str]) -> Item:
    """Accounts, and errors for those that are not there."""
    timeline, asked = question.timeline, question.fields("user.fields")
    found = {handle: timeline.find_account(handle) for handle in handles}
    suspended = timeline.suspended["username"].lower()
    errors = [
        missing("user", parameter, handle, "suspended" if handle.lower() == suspended else "deleted")
        for handle, who in found.items()
        if who is None
    ]
    return {"data": [keep(who, "user.fields", asked) for who in found.values() if who], "errors": errors}


def values(question: Question, name: str, pattern: str) -> list[str]:
    """The values of a parameter that lists what is asked for, each once."""
    given = question.listed(name)
    if not 1 <= len(given) <= MOST_IDS:
        shown = f"The number of values in the `{name}` query parameter list [{len(given)}]"
        raise Invalid(name, question.params.get(name, ""), f"{shown} is not between 1 and {MOST_IDS}")
    for value in given:
        if not re.fullmatch(pattern, value):
            message = f"The `{name}` query parameter value [{value}] does not match ^{pattern}$"
            raise Invalid(name, value, message)
    return list(dict.fromkeys(given))


def page(
    question: Question,
    wanted: Callable[[Item], bool],
    *,
    least: int,
    most: int,
    default: int,
    earliest: int = 0,
) -> Item:
    """One page of the tweets that are wanted, newest first, and the token of the next."""
    size = question.whole("max_results", default)
    if not least <= size <= most:
        message = f"The `max_results` query parameter value [{size}] is not between {least} and {most}"
        raise Invalid("max_results", str(size), message)
    after, before = bounds_of(question)
    between = question.timeline.between(max(after, earliest - 1), min(before, place_of_token(question)))
    posts = list(islice(filter(wanted, between), size + 1))
    more, posts = len(posts) > size, posts[:size]
    meta: Item = {"result_count": len(posts)}
    if posts:
        meta |= {"newest_id": posts[0]["id"], "oldest_id": posts[-1]["id"]}
    if more:
        meta["next_token"] = f"{question.mark}{int(posts[-1]['id']):x}"
    return bring(question, posts, []) | {"meta": meta}


def bounds_of(question: Question) -> tuple[int, int]:
    """The ids between which a listing is, neither of them in it: of the window asked for, up to now."""
    start, end = question.moment("start_time"), question.moment("end_time")
    if start and end and end <= start:
        message = f"Invalid 'end_time':'{question.params['end_time']}'. 'end_time' must be after 'start_time'"
        raise Invalid("end_time", question.params["end_time"], message)
    after, before = question.whole("since_id", 0), question.whole("until_id", LAST)
    if start:
        after = max(after, int(first_id(start)) - 1)
    if end:
        before = min(before, int(first_id(end)))
    return after, min(before, int(first_id(question.now)))


def place_of_token(question: Question) -> int:
    """The id before which the page of a token begins."""
    given = next((question.params[name] for name in TOKENS if name in question.params), None)
    if given is None:
        return LAST
    place = given.removeprefix(question.mark)
    if place == given or not re.fullmatch(r"[0-9a-f]{1,16}", place):
        raise Invalid("next_token", given, "Invalid 'next_token'")
    return int(place, 16)


def visible(question: Question, tweet_id: str) -> Item | None:
    """A tweet that can be looked up now."""
    return question.timeline.find(tweet_id) if int(tweet_id) < int(first_id(question.now)) else None


WINDOW = ("max_results", *IDS, *TIMES, "pagination_token")
SEARCH = ("query", "sort_order", *WINDOW, "next_token")
ENDPOINTS = (
    Endpoint(kind="tweets", path=re.compile("/2/tweets"), own=("ids",), limit=3500, answer=look_up),
    Endpoint(
        kind="search/recent",
        path=re.compile("/2/tweets/search/recent"),
        own=SEARCH,
        limit=450,
        answer=partial(search, most=100, recent=True),
    ),
    Endpoint(
        kind="search/all",
        path=re.compile("/2/tweets/search/all"),
        own=SEARCH,
        limit=300,
        answer=partial(search, most=500, recent=False),
    ),
    Endpoint(
        kind="users/tweets",
        path=re.compile(r"/2/users/(\d{1,19})/tweets"),
        own=("exclude", *WINDOW),
        limit=10_000,
        answer=users_tweets,
    ),
    Endpoint(
        kind="lists/tweets",
        path=re.compile(r"/2/lists/(\d{1,19})/tweets"),
        own=("max_results", "pagination_token"),
        limit=900,
        answer=lists_tweets,
    ),
    Endpoint(kind="users/by", path=re.compile("/2/users/by"), own=("usernames",), limit=900, answer=users_by),
    Endpoint(
        kind="users/by",
        path=re.compile(r"/2/users/by/username/(\w{1,15})"),
        own=(),
        limit=900,
        answer=users_by_username,
    ),
)
