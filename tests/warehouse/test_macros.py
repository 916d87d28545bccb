"""The macros for what people ask most often."""

import pytest

from warehouse.definitions import told_macros

URL = "https://minbar.example/1"


@pytest.fixture
def two_nights(night, seen) -> None:
    """An article in two versions, and another one."""
    night("r1", seen(url=URL, hour=6), seen(url=f"{URL}2", hour=6))
    night("r2", seen(url=URL, hour=9, text="جديد.\n\nنهاية."))


def test_the_versions_of_an_article(two_nights, ask) -> None:
    """Oldest first, and of no other."""
    found = ask(f"SELECT url, version, current FROM versions_of('{URL}')")
    assert found == [(URL, 1, False), (URL, 2, True)]


def test_the_looks_at_an_address(two_nights, ask) -> None:
    """Newest first."""
    found = ask(f"SELECT run_id, outcome FROM looks_at('{URL}')")
    assert found == [("r2", "stored"), ("r1", "stored")]


def test_tweets_of_an_account(two_nights, ask) -> None:
    """However the handle is written."""
    [(handle, count)] = ask("SELECT author_handle, count(*) FROM tweets GROUP BY ALL")
    for written in (handle, f"@{handle.upper()}"):
        assert ask(f"SELECT count(*) FROM tweets_of('{written}')") == [(count,)]
    assert ask("SELECT count(*) FROM tweets_of('nobody')") == [(0,)]


def test_the_articles_that_show_a_tweet(two_nights, ask) -> None:
    """As they stand now."""
    [(tweet, url)] = ask(
        "SELECT tweet_key, url FROM article_tweets JOIN articles USING (page_id) ORDER BY 2 LIMIT 1"
    )
    assert (url,) in ask(f"SELECT url FROM articles_showing('{tweet}')")


def test_links_to_a_site(two_nights, ask) -> None:
    """And to the hosts below it, not to those that only end alike."""
    [(link, count)] = ask("SELECT url, count(*) FROM article_links GROUP BY url LIMIT 1")
    host = link.split("/")[2]
    below = host.split(".", 1)[1] if host.count(".") > 1 else host
    assert ask(f"SELECT link FROM links_to('{host.upper()}')") == [(link,)] * count
    assert len(ask(f"FROM links_to('{below}')")) >= count
    assert ask(f"FROM links_to('{host[1:]}')") == []


def test_all_are_described(two_nights, ask) -> None:
    """In the views file too."""
    found = ask("SELECT function_name, comment FROM duckdb_functions() WHERE function_type = 'table_macro'")
    told = {call.split("(")[0]: text for call, text in told_macros().items()}
    assert {"search", "versions_of", "links_to"} <= told.keys()
    assert told.items() <= dict(found).items()
