"""Forgetting: what the views show at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.warehouse.forgetting import ask_to_forget, payload_rows, take_out, tweet_json, user_json
from warehouse.log import read_head
from warehouse.publish import make_plan

URL = "https://minbar.example/1"
AMP = "https://amp.minbar.example/1"
EVERY = ("tweets", "tweet_copies", "tweet_counts", "tweet_entities", "tweet_media")
TWEETS = [
    tweet_json("101", "1", "the harbour opens"),
    tweet_json("102", "1", "the bridge closes"),
    tweet_json("103", "2", "the ministry waits"),
    tweet_json(
        "104", "2", "RT @Wazir: the harbour opens",
        row={"retweeted_tweet_id": "101", "retweeted_user_id": "1", "retweeted_handle": "Wazir"},
    ),
]  # fmt: skip
USERS = [user_json("1", "Wazir"), user_json("2", "safir")]


@pytest.fixture
def payload(stage, publish, seen, build) -> Callable[..., Any]:
    """Publishes a payload of tweets as a run of its own."""

    def run(run_id: str = "r1", tweets: Any = TWEETS, users: Any = USERS, hour: int = 6, **given: Any) -> Any:
        page = seen(url=f"https://api.x.example/{run_id}", hour=hour, verdict="payload")
        rows = payload_rows(page, run_id, build.DAY, tweets, users, build)
        stage(run_id, given=rows | given)
        return publish(run_id)

    return run


def keys(ask, view: str) -> set[str]:
    """The tweets a view shows."""
    return {row[0] for row in ask(f"SELECT DISTINCT tweet_key FROM {view}")}


def test_a_tweet_and_its_retweet_are_gone_at_once(payload, ask, root) -> None:
    """From all views of tweets, while the files still have them; the account and other tweets stay."""
    payload()
    added = ask_to_forget(root, "tweet", "101")
    assert [(row.kind, row.value, row.reason) for row in added] == [
        ("tweet", "101", "asked for by its author"),
        ("tweet", "104", "retweet"),
    ]
    for view in EVERY:
        assert keys(ask, view) == {"102", "103"}
    assert ask("SELECT count(*) FROM raw.tweets") == [(4,)]
    assert ask("SELECT handle FROM tweet_authors ORDER BY ALL") == [("Wazir",), ("safir",)]


def test_forgetting_is_a_run(payload, ask, root) -> None:
    """With its checks; nothing but rows of forgotten is written."""
    payload()
    ask_to_forget(root, "tweet", "101")
    assert ask("SELECT flow, state, counts FROM runs WHERE run_id = 'f1'") == [
        ("forget", "completed", '{"forgotten": 1}')
    ]
    assert ask("SELECT sum(failed_rows), count(*) > 10 FROM checks WHERE run_id = 'f1'") == [(0, True)]


def test_the_same_again_adds_nothing(payload, root) -> None:
    """Not even a snapshot; what is new beside it is added."""
    payload()
    ask_to_forget(root, "tweet", "101")
    before = read_head(root).number
    assert ask_to_forget(root, "tweet", "101", run_id="f2") == []
    assert read_head(root).number == before
    assert [row.value for row in ask_to_forget(root, "tweet", "101", "102", run_id="f3")] == ["102"]


def test_before_anything_is_known(payload, ask, root) -> None:
    """A tweet that comes after it was forgotten is not shown, nor its retweet that comes later still."""
    ask_to_forget(root, "tweet", "101")
    payload("r1", TWEETS[:3])
    assert keys(ask, "tweets") == {"102", "103"}
    payload("r2", TWEETS[3:], hour=7)
    assert keys(ask, "tweets") == {"102", "103"}


@pytest.mark.parametrize(("kind", "value"), [("handle", "wazir"), ("author", "1")])
def test_an_account(payload, ask, root, kind, value) -> None:
    """By handle or id: its tweets, retweets of them, what it says of itself."""
    payload()
    added = {(row.kind, row.value) for row in ask_to_forget(root, kind, value)}
    assert added == {
        ("author", "1"), ("handle", "wazir"), ("tweet", "101"), ("tweet", "102"), ("tweet", "104"),
    }  # fmt: skip
    for view in EVERY:
        assert keys(ask, view) == {"103"}
    assert ask("SELECT handle FROM tweet_authors") == [("safir",)]


def test_a_copy_that_does_not_name_the_account(payload, ask, root) -> None:
    """Is known by its tweet's other copies, whichever came first."""
    bare = [tweet_json("101", "9", "the harbour opens", row={"author_name": None})]
    nameless = [replace_author(row) for row in bare]
    payload("r1", nameless, [])
    payload("r2", hour=7)
    ask_to_forget(root, "handle", "wazir")
    assert keys(ask, "tweet_copies") == {"103"}


def replace_author(item: dict[str, Any]) -> dict[str, Any]:
    """A tweet whose copy has no account."""
    return {name: value for name, value in item.items() if name != "row"} | {"author_id": None}


def test_what_an_account_says_later(payload, ask, root) -> None:
    """New tweets of it are not shown, under its handle or its id alone."""
    payload()
    ask_to_forget(root, "handle", "wazir")
    later = [tweet_json("201", "1", "the school opens"), tweet_json("202", "2", "the mill stands")]
    payload("r2", later, [user_json("2", "safir")], hour=8)
    assert keys(ask, "tweets") == {"103", "202"}


def test_another_account_that_takes_the_handle_later_keeps_its_other_one(payload, ask, root) -> None:
    """Accounts are widened when somebody asks, not by what comes later."""
    payload()
    ask_to_forget(root, "handle", "wazir")
    payload("r2", [tweet_json("301", "7", "it is me")], [user_json("7", "wazir")], hour=8)
    payload("r3", [tweet_json("302", "7", "me again")], [user_json("7", "other")], hour=9)
    assert keys(ask, "tweets") == {"103", "302"}


def test_versions_of_an_edited_tweet(payload, ask, root) -> None:
    """All of them are one tweet, also one that comes later."""
    edited = tweet_json("101", "1", "the harbour opens", row={"edit_ids": ("101", "105")})
    payload("r1", [edited, TWEETS[2]])
    ask_to_forget(root, "tweet", "101")
    payload("r2", [tweet_json("105", "1", "the harbour opens!")], hour=7)
    assert keys(ask, "tweets") == {"103"}


def test_a_copy_without_an_id(payload, stage, publish, seen, build, ask, root) -> None:
    """A text that a page shows of the same account is the same tweet."""
    payload()
    page = seen(url=URL)
    rows = build.rows_of([page], "r2", build.DAY)
    tweet = replace(rows["tweets"][0], author_handle="WAZIR", text="the harbour opens")
    rows["tweets"] = [tweet]
    stage("r2", given=rows)
    publish("r2")
    ask_to_forget(root, "tweet", "101")
    assert keys(ask, "tweets") == {"102", "103"}
    assert ask("SELECT count(*) FROM article_tweets") == [(0,)]
    assert ask("SELECT count(*) FROM articles") == [(1,)]


@pytest.fixture
def versions(night, seen) -> None:
    """An article with two versions and an AMP page, and another article."""
    night("r1", seen(url=URL, hour=6), seen(url="https://minbar.example/2"))
    night("r2", seen(url=URL, hour=9, text="نص جديد.\n\nفقرة ثانية."))


OF_ARTICLES = (
    "articles", "article_versions", "article_paragraphs", "article_links", "article_images", "article_tweets",
    "pages", "verdicts", "tweet_copies",
)  # fmt: skip


def test_an_address(versions, ask, root) -> None:
    """The article with all versions and parts, its pages and verdicts, and the tweets that only it shows."""
    added = ask_to_forget(root, "url", URL)
    assert [row.kind for row in added] == ["page", "page", "url"]
    for view in OF_ARTICLES:
        pages = f"SELECT DISTINCT p.url FROM {view} JOIN raw.pages p USING (page_id)"
        assert ask(pages) == [("https://minbar.example/2",)], view
    assert ask("SELECT count(*) FROM raw.articles") == [(3,)]
    assert ask("SELECT count(*) FROM raw.superseded") == [(0,)]


def test_an_address_among_others_of_its_article(night, seen, stage, publish, build, ask, root) -> None:
    """Whichever of an article's addresses is forgotten, the others are too, and may not be asked again."""
    rows = build.rows_of([seen(url=AMP, own_address=False)], "r1", build.DAY)
    one = seen(url=URL)
    rows["articles"] = [replace(rows["articles"][0], canonical_url=URL, article_id=one.article_id)]
    for table in ("article_paragraphs", "article_links", "article_images", "article_tweets", "verdicts"):
        rows[table] = [replace(row, article_id=one.article_id) for row in rows[table]]
    stage("r1", given=rows)
    publish("r1")
    night("r2", one)
    added = {(row.kind, row.value) for row in ask_to_forget(root, "url", AMP)}
    assert {value for kind, value in added if kind == "url"} == {AMP, URL}
    assert ask("SELECT count(*) FROM pages") == ask("SELECT count(*) FROM articles") == [(0,)]


def test_a_front_page_stands_for_no_article(stage, publish, seen, build, ask, root) -> None:
    """An address that led to a front page is forgotten without what else led there."""
    front = "https://minbar.example/"
    pages = [seen(url=URL), seen(url=f"{URL}2", hour=7)]
    rows = build.rows_of(pages, "r1", build.DAY)
    rows["articles"] = [
        replace(rows["articles"][0], canonical_url=front, article_id="front"),
        replace(rows["articles"][1], canonical_url=front, article_id="front"),
    ]
    for table in ("article_paragraphs", "article_links", "article_images", "article_tweets", "verdicts"):
        rows[table] = [replace(row, article_id="front") for row in rows[table]]
    stage("r1", given=rows)
    publish("r1")
    ask_to_forget(root, "url", URL)
    assert ask("SELECT url FROM pages") == ask("SELECT url FROM articles") == [(f"{URL}2",)]


def test_one_version_of_an_article(night, seen, ask, root, build) -> None:
    """Where one page is forgotten, the others are numbered as if it had never been there."""
    texts = [(6, "A"), (7, "B"), (8, "C")]
    pages = [seen(url=URL, hour=hour, text=f"{letter}.\n\nنهاية.") for hour, letter in texts]
    for number, page in enumerate(pages):
        night(f"r{number}", page)
    ask_to_forget(root, "page", pages[2].page_id)
    shown = "SELECT hour(fetched_at), version, versions, current FROM article_versions ORDER BY ALL"
    assert ask(shown) == [(6, 1, 2, False), (7, 2, 2, True)]
    assert ask("SELECT hour(fetched_at), version FROM articles") == [(7, 2)]
    night("r4", seen(url=URL, hour=9, text="D.\n\nنهاية."))
    assert ask(shown) == [(6, 1, 3, False), (7, 2, 3, False), (9, 3, 3, True)]
    ask_to_forget(root, "page", pages[0].page_id, run_id="f2")
    assert ask(shown) == [(7, 1, 2, False), (9, 2, 2, True)]
    take_out(root)
    assert ask(shown) == [(7, 1, 2, False), (9, 2, 2, True)]
    night("r5", seen(url=URL, hour=10, text="E.\n\nنهاية."))
    assert ask(shown)[-1] == (10, 3, 3, True)


def test_an_address_that_comes_again(night, stage, publish, seen, build, ask, root) -> None:
    """By redirect or from an archive: its page is not shown."""
    ask_to_forget(root, "url", URL)
    rows = build.rows_of([seen(url="https://minbar.example/short")], "r1", build.DAY)
    rows["pages"] = [replace(rows["pages"][0], final_url=URL)]
    stage("r1", given=rows)
    publish("r1")
    assert ask("SELECT count(*) FROM pages") == ask("SELECT count(*) FROM articles") == [(0,)]
    assert ask("SELECT kind, reason FROM forgotten WHERE run_id = 'r1'") == [("page", "page of the address")]


def test_what_a_listing_said_of_a_forgotten_address(stage, publish, seen, build, ask, root) -> None:
    """Is not shown; its outcome is."""
    row = build.fetch_row(seen(url=URL), "r1", build.DAY, "timeout")
    row = replace(row, page_id=None, retry_at=row.fetched_at, evidence='{"title": "the bridge"}')
    stage("r1", given={"fetches": [row], "source_runs": [build.source_row("minbar", 1, "r1", build.DAY)]})
    publish("r1")
    ask_to_forget(root, "url", URL)
    assert ask("SELECT outcome, evidence FROM fetches") == [("timeout", None)]


def test_forgotten_addresses_are_in_the_books(stage, publish, seen, build, ask) -> None:
    """They are no failures, and a day is not missing for them."""
    row = replace(build.fetch_row(seen(url=URL), "r1", build.DAY, "forgotten"), page_id=None)
    source = build.source_row("minbar", 1, "r1", build.DAY, expected_min=1)
    stage("r1", given={"fetches": [row], "source_runs": [source]})
    publish("r1")
    assert ask("SELECT forgotten, failed, balanced FROM books") == [(1, 0, True)]
    assert ask("SELECT forgotten, failed, state FROM coverage") == [(1, 0, "complete")]


def test_a_commit_of_another_writer_meanwhile(payload, ask, root, monkeypatch) -> None:
    """What another run publishes while this one plans is forgotten all the same."""
    payload("r1", TWEETS[:1], USERS)
    from warehouse import publish as publishing

    met: list[bool] = []

    def slow(*args: Any) -> Any:
        plan = make_plan(*args)
        if not met:
            met.append(True)
            payload("r2", TWEETS[1:], USERS, hour=7)
        return plan

    monkeypatch.setattr(publishing, "make_plan", slow)
    ask_to_forget(root, "handle", "wazir")
    assert keys(ask, "tweets") == {"103"}
