"""What the stand-in answers: pages, windows, fields, expansions and errors, in both dialects."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.parsing.snowflake import first_id, snowflake_time
from tests.site.x_answers import ENDPOINTS
from tests.site.x_api import Dialect, Timeline, XApi, serve_x
from tests.site.x_fields import EXPANSIONS, FIELDS, spell
from tests.site.x_query import EVERYTHING
from tests.site.x_reader import ask, walk

TIMELINE = Timeline(tweets=160, users=6, seed=11)
IDS = [int(name) for name in TIMELINE.posts]
DIALECTS = get_args(Dialect)
USER = next(iter(TIMELINE.accounts))
LIST = next(iter(TIMELINE.lists))
RECENT, ALL = "/2/tweets/search/recent", "/2/tweets/search/all"
USERS, LISTS = f"/2/users/{USER}/tweets", f"/2/lists/{LIST}/tweets"
SIZES = {RECENT: (10, 100), ALL: (10, 500), USERS: (5, 100), LISTS: (1, 100)}
EVERY = {"query": EVERYTHING}


@pytest.fixture(scope="module")
def served() -> Iterator[Mapping[str, XApi]]:
    """A server of each dialect."""
    with serve_x(TIMELINE) as tweets, serve_x(TIMELINE, dialect="post") as posts:
        yield {"tweet": tweets, "post": posts}


@pytest.fixture(scope="module")
def x(served: Mapping[str, XApi]) -> XApi:
    """The server of the older dialect."""
    return served["tweet"]


def belongs(path: str, post: Mapping[str, Any]) -> bool:
    """Whether a tweet stands in the listing at a path."""
    if path == LISTS:
        return post["author_id"] in TIMELINE.lists[LIST]
    return path != USERS or post["author_id"] == USER


def stamp(at: datetime) -> str:
    """A moment as a parameter, with its milliseconds."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@st.composite
def windows(draw: st.DrawFn) -> dict[str, str]:
    """Bounds by id or by time, none, one or both, on tweets and beside them."""
    low, high = sorted(draw(st.tuples(*[st.integers(0, len(IDS) - 1)] * 2)))
    if draw(st.booleans()):
        bounds = {"since_id": str(IDS[low] - draw(st.integers(0, 1)))}
        bounds["until_id"] = str(IDS[high] + draw(st.integers(0, 1)))
    else:
        start, end = snowflake_time(str(IDS[low])), snowflake_time(str(IDS[high]))
        assert start
        assert end
        end = max(end, start + timedelta(milliseconds=1))
        bounds = {"start_time": stamp(start), "end_time": stamp(end)}
    return {name: value for name, value in bounds.items() if draw(st.booleans())}


def within(number: int, window: Mapping[str, str]) -> bool:
    """Whether an id is in a window: since and until are left out, so is the end, the start is not."""
    at = snowflake_time(str(number))
    assert at
    return (
        int(window.get("since_id", 0)) < number < int(window.get("until_id", 1 << 63))
        and ("start_time" not in window or datetime.fromisoformat(window["start_time"]) <= at)
        and ("end_time" not in window or at < datetime.fromisoformat(window["end_time"]))
    )


@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from([*SIZES]), dialect=st.sampled_from(DIALECTS), window=windows(), data=st.data())
def test_a_walk_has_every_tweet_once(
    served: Mapping[str, XApi], path: str, dialect: str, window: dict[str, str], data: st.DataObject
) -> None:
    """Newest first, whatever window, size of pages and dialect, and each page says what it has."""
    window = {} if path == LISTS else window
    size = data.draw(st.integers(SIZES[path][0], min(SIZES[path][1], 60)))
    params = {**window, "max_results": size, **(EVERY if "search" in path else {})}
    token_name = "next_token" if "search" in path and size % 2 else "pagination_token"
    expected = [
        name
        for name, post in reversed(TIMELINE.posts.items())
        if within(int(name), window) and belongs(path, post)
    ]
    found: list[str] = []
    for page in walk(served[dialect], path, params, token_name):
        ids = [post["id"] for post in page.get("data", ())]
        bounds = {"newest_id": ids[0], "oldest_id": ids[-1]} if ids else {}
        meta = {name: value for name, value in page["meta"].items() if name != "next_token"}
        assert meta == {"result_count": len(ids), **bounds}
        assert len(ids) == size or "next_token" not in page["meta"]
        found += ids
    assert found == expected


def test_a_token_is_of_its_question(x: XApi) -> None:
    """With other parameters, on another path, or made up it is refused; so it is when it is forgotten."""
    params = {**EVERY, "max_results": 10}
    token = ask(x, RECENT, params).json()["meta"]["next_token"]
    assert ask(x, RECENT, params | {"next_token": token}).status_code == 200
    others = [
        (RECENT, params | {"since_id": IDS[0], "next_token": token}),
        (RECENT, params | {"max_results": 11, "next_token": token}),
        (RECENT, params | {"next_token": f"{token}x"}),
        (RECENT, params | {"next_token": "b26v"}),
        (ALL, params | {"next_token": token}),
        (USERS, {"pagination_token": token}),
    ]
    for path, given_params in others:
        response = ask(x, path, given_params)
        assert response.status_code == 400
        assert response.json()["errors"][0]["message"] == "Invalid 'next_token'"
    with serve_x(TIMELINE) as other:
        assert ask(other, RECENT, params | {"next_token": token}).status_code == 200
        other.forget_tokens()
        assert ask(other, RECENT, params | {"next_token": token}).status_code == 400


@pytest.mark.parametrize("path", SIZES)
def test_bounds_the_size_of_a_page(x: XApi, path: str) -> None:
    """Sizes out of range are refused."""
    own: dict[str, object] = {**EVERY} if "search" in path else {}
    least, most = SIZES[path]
    statuses = [
        ask(x, path, own | {"max_results": size}).status_code for size in (least, most, least - 1, most + 1)
    ]
    assert statuses == [200, 200, 400, 400]
    response = ask(x, path, own | {"max_results": most + 1})
    assert f"[{most + 1}] is not between {least} and {most}" in response.json()["errors"][0]["message"]
    assert ask(x, path, own | {"max_results": "many"}).status_code == 400


NOW = TIMELINE.ends
OLD = NOW - timedelta(days=7, milliseconds=1)
REFUSED: dict[str, tuple[str, dict[str, object], str]] = {
    "no query": (RECENT, {}, "can not be empty"),
    "bad query": (RECENT, {"query": "near:harbour"}, "invalid operator"),
    "end before start": (
        USERS, {"start_time": "2026-11-20T00:00:00Z", "end_time": "2026-11-20T00:00:00Z"}, "'end_time'",
    ),
    "no date": (USERS, {"start_time": "yesterday"}, "valid date time"),
    "no zone": (USERS, {"start_time": "2026-11-20T00:00:00"}, "valid date time"),
    "no id": (USERS, {"since_id": "1.8E18"}, "not valid"),
    "search too old": (RECENT, {**EVERY, "start_time": stamp(OLD)}, "must be on or after"),
    "id too old": (RECENT, {**EVERY, "since_id": int(first_id(OLD))}, "larger than"),
    "ids and times": (RECENT, {**EVERY, "since_id": IDS[0], "end_time": stamp(NOW)}, "in conjunction"),
    "bounds of a list": (LISTS, {"since_id": IDS[0]}, "[since_id] is not one of [max_results,"),
    "search token on a list": (LISTS, {"next_token": "x"}, "[next_token] is not one of"),
    "unknown field": (USERS, {"tweet.fields": "id,colour"}, "value [colour] is not one of ["),
    "unknown expansion": (USERS, {"expansions": "author"}, "value [author] is not one of ["),
    "unknown exclusion": (USERS, {"exclude": "quotes"}, "value [quotes] is not one of [replies,retweets]"),
    "no ids": ("/2/tweets", {}, "[0] is not between 1 and 100"),
    "too many ids": ("/2/tweets", {"ids": ",".join(map(str, IDS[:101]))}, "[101] is not between 1 and 100"),
    "bad id": ("/2/tweets", {"ids": "12,1.8E18"}, "[1.8E18] does not match"),
    "too many handles": ("/2/users/by", {"usernames": ",".join("a" * 101)}, "[101] is not between 1 and 100"),
    "bad handle": ("/2/users/by", {"usernames": "a b"}, "does not match"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(x: XApi, name: str) -> None:
    """A problem with status 400 that names the parameter and says what is wrong with it."""
    path, params, said = REFUSED[name]
    response = ask(x, path, params)
    assert response.status_code == 400
    body = response.json()
    assert (body["title"], body["type"][-15:]) == ("Invalid Request", "invalid-request")
    assert said in body["errors"][0]["message"]
    assert len(body["errors"][0]["parameters"]) == 1


@pytest.mark.parametrize("older", [False, True])
def test_a_recent_search_goes_back_seven_days(older: bool) -> None:
    """Older tweets are not found by it, without a bound or with one, and by the full archive they are."""
    now = TIMELINE.ends + timedelta(days=3)
    with serve_x(TIMELINE, clock=lambda: now) as x:
        path = ALL if older else RECENT
        found = [post["id"] for page in walk(x, path, {**EVERY, "max_results": 100}) for post in page["data"]]
    least = 0 if older else int(first_id(now - timedelta(days=7)))
    assert found == [str(number) for number in reversed(IDS) if number >= least]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_sends_only_the_fields_asked_for(served: Mapping[str, XApi], dialect: Dialect) -> None:
    """A few without being asked; an expansion brings the field it expands."""
    x, fields = served[dialect], f"{dialect}.fields"
    least = {"id", "text", spell("edit_history_tweet_ids", dialect)}
    (page,) = walk(x, USERS, {"max_results": 100})
    assert set().union(*page["data"]) == least
    assert set(page) == {"data", "meta"}
    (page,) = walk(x, USERS, {"max_results": 100, fields: "created_at,lang", "expansions": "author_id"})
    assert set().union(*page["data"]) == least | {"created_at", "lang", "author_id"}
    assert page["includes"] == {
        "users": [{name: TIMELINE.accounts[USER][name] for name in ("id", "name", "username")}]
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_brings_everything_that_is_asked_for(served: Mapping[str, XApi], dialect: Dialect) -> None:
    """All fields and expansions: tweets as in the timeline, and beside them all they refer to."""
    params = everything(dialect) | EVERY | {"max_results": 100}
    pages = [*walk(served[dialect], ALL, params)]
    posts = [post for page in pages for post in page["data"]]
    assert [in_words_of_tweets(post) for post in posts] == [*reversed(TIMELINE.posts.values())]
    beside = spell("tweets", dialect)
    for page in pages:
        data = [in_words_of_tweets(post) for post in page["data"]]
        refs = {ref["id"] for post in data for ref in post.get("referenced_tweets", ())}
        wanted = refs | {name for post in data for name in post["edit_history_tweet_ids"]}
        has = {post["id"] for post in page["includes"][beside]}
        lost = {error["resource_id"] for error in page.get("errors", ())}
        assert has | lost == wanted
        assert has.isdisjoint(lost)
        assert lost == wanted & set(TIMELINE.gone)
        parameters = {error["parameter"] for error in page.get("errors", ())}
        assert parameters <= {spell("referenced_tweets.id", dialect)}
        users = {user["id"] for user in page["includes"]["users"]}
        assert users >= {post["author_id"] for post in [*data, *page["includes"][beside]]}
        keys = [key for post in data for key in post.get("attachments", {}).get("media_keys", ())]
        assert [film["media_key"] for film in page["includes"]["media"]] == keys
    for name, expected in (("media", TIMELINE.media), ("polls", TIMELINE.polls), ("places", TIMELINE.places)):
        got = [item for page in pages for item in page["includes"].get(name, ())]
        assert {item.get("media_key") or item["id"]: item for item in got} == expected


def everything(dialect: Dialect) -> dict[str, Any]:
    """All fields and expansions."""
    expansions = ",".join(spell(name, dialect) for name in sorted(EXPANSIONS))
    fields = {
        kind: ",".join(spell(name, dialect) for name in sorted(names)) for kind, names in FIELDS.items()
    }
    return {"expansions": expansions} | {spell(kind, dialect): names for kind, names in fields.items()}


def in_words_of_tweets(value: Any) -> Any:
    """JSON of either dialect in the older one's names."""
    names = {
        "edit_history_post_ids": "edit_history_tweet_ids",
        "note_post": "note_tweet",
        "referenced_posts": "referenced_tweets",
        "repost_count": "retweet_count",
    }
    if isinstance(value, dict):
        return {names.get(name, name): in_words_of_tweets(inner) for name, inner in value.items()}
    return [in_words_of_tweets(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("dialect", DIALECTS)
def test_refuses_the_other_dialect(served: Mapping[str, XApi], dialect: Dialect) -> None:
    """Its parameters, its fields and its expansions; and its names stand nowhere in an answer."""
    other: Dialect = "post" if dialect == "tweet" else "tweet"
    x = served[dialect]
    response = ask(x, USERS, {f"{other}.fields": "created_at"})
    assert response.status_code == 400
    assert f"The query parameter [{other}.fields] is not one of [" in response.text
    for params in (
        {f"{dialect}.fields": spell("referenced_tweets", other)},
        {"expansions": spell("referenced_tweets.id", other)},
    ):
        assert ask(x, USERS, params).status_code == 400
    text = ask(x, ALL, everything(dialect) | EVERY | {"max_results": 100}).text
    for name in ("edit_history_tweet_ids", "note_tweet", "referenced_tweets", "retweet_count"):
        assert f'"{spell(name, dialect)}"' in text
        assert f'"{spell(name, other)}"' not in text


@pytest.mark.parametrize("kinds", ["replies", "retweets", "replies,retweets"])
def test_leaves_out_what_an_account_repeats(x: XApi, kinds: str) -> None:
    """`exclude` takes out replies and retweets."""
    out = {{"replies": "replied_to", "retweets": "retweeted"}[kind] for kind in kinds.split(",")}
    found = [post["id"] for page in walk(x, USERS, {"exclude": kinds}) for post in page.get("data", ())]
    assert found == [
        post["id"]
        for post in reversed(TIMELINE.posts.values())
        if post["author_id"] == USER
        and out.isdisjoint(ref["type"] for ref in post.get("referenced_tweets", ()))
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_looks_tweets_up(served: Mapping[str, XApi], dialect: Dialect) -> None:
    """In the order of the question, each once; one error for each that is gone or never was."""
    older = next(iter(TIMELINE.older))
    ids = [str(IDS[9]), older, *TIMELINE.gone, "456", str(IDS[2]), str(IDS[9])]
    body = ask(served[dialect], "/2/tweets", {"ids": ",".join(ids)}).json()
    assert [post["id"] for post in body["data"]] == [str(IDS[9]), older, str(IDS[2])]
    said = {error["value"]: (error["type"].rpartition("/")[2], error["detail"]) for error in body["errors"]}
    assert list(said) == [*TIMELINE.gone, "456"]
    assert said["456"] == ("resource-not-found", "Could not find tweet with ids: [456].")
    kinds = {why: said[name][0] for name, why in TIMELINE.gone.items()}
    assert kinds == {
        "deleted": "resource-not-found",
        "protected": "not-authorized-for-resource",
        "suspended": "not-authorized-for-resource",
        "withheld": "resource-unavailable",
    }
    only = ask(served[dialect], "/2/tweets", {"ids": "456"}).json()
    assert set(only) == {"errors"}


def test_looks_accounts_up(x: XApi) -> None:
    """By handles in any case, several or one; the protected one too, the suspended one is an error."""
    first, suspended = TIMELINE.accounts[USER], TIMELINE.suspended["username"]
    names = [first["username"].upper(), TIMELINE.protected["username"], suspended, "nobody_here"]
    fields = {"user.fields": ",".join(sorted(FIELDS["user.fields"]))}
    body = ask(x, "/2/users/by", fields | {"usernames": ",".join(names)}).json()
    assert body["data"] == [first, TIMELINE.protected]
    assert [error["detail"] for error in body["errors"]] == [
        f"User has been suspended: [{suspended}].",
        "Could not find user with usernames: [nobody_here].",
    ]
    one = ask(x, f"/2/users/by/username/{first['username']}").json()
    assert one == {"data": {name: first[name] for name in ("id", "name", "username")}}
    assert set(ask(x, "/2/users/by/username/nobody_here").json()) == {"errors"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"/2/users/{TIMELINE.suspended['id']}/tweets", "User has been suspended"),
        (f"/2/users/{TIMELINE.protected['id']}/tweets", "not authorized to see the user"),
        ("/2/users/7/tweets", "Could not find user with id: [7]."),
        ("/2/lists/7/tweets", "Could not find list with id: [7]."),
    ],
)
def test_a_listing_that_is_not_there_is_an_error(x: XApi, path: str, said: str) -> None:
    """Status 200 with errors alone."""
    response = ask(x, path)
    assert response.status_code == 200
    assert set(response.json()) == {"errors"}
    assert said in response.json()["errors"][0]["detail"]


def test_nothing_found_has_no_data(x: XApi) -> None:
    """An empty page says so in `meta` alone."""
    assert ask(x, RECENT, {"query": "zeppelin"}).json() == {"meta": {"result_count": 0}}


def test_what_was_not_posted_yet_is_not_there() -> None:
    """The clock's time is the present: later tweets come with it."""
    now = [snowflake_time(str(IDS[80]))]
    with serve_x(TIMELINE, clock=lambda: now[0] or TIMELINE.ends) as x:
        params = {**EVERY, "max_results": 500}
        early = ask(x, ALL, params).json()
        assert early["meta"]["newest_id"] == str(max(n for n in IDS if n >> 22 < IDS[80] >> 22))
        assert "data" not in ask(x, "/2/tweets", {"ids": IDS[90]}).json()
        now[0] = None
        assert ask(x, ALL, params).json()["meta"]["newest_id"] == str(IDS[-1])
        assert "data" in ask(x, "/2/tweets", {"ids": IDS[90]}).json()


def test_endpoints_are_told_apart() -> None:
    """Each path belongs to one endpoint."""
    for path in (RECENT, ALL, USERS, LISTS, "/2/tweets", "/2/users/by", "/2/users/by/username/harbour_1"):
        assert sum(bool(endpoint.path.fullmatch(path)) for endpoint in ENDPOINTS) == 1
