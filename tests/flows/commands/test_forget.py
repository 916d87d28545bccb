"""`isnad forget`."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from config.errors import ConfigError, NotFoundError
from config.settings import Settings, load_settings
from flows.commands.forget import forget_author, forget_tweets, forget_url, tweet_of
from flows.commands.show import show_article
from flows.commands.sql import query_once

ID = "1580661436132757506"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A warehouse that does not exist yet."""
    return load_settings(root=tmp_path / "w")


def said(out: Console) -> str:
    """What was printed."""
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def console() -> Console:
    """A terminal that is read."""
    return Console(file=io.StringIO(), width=200)


@pytest.mark.parametrize(
    "given", [ID, f"https://x.com/wazir/status/{ID}", f"https://mobile.twitter.com/i/web/status/{ID}?s=20"]
)
def test_a_tweet_by_id_or_address(given: str) -> None:
    """Whatever host named it."""
    assert tweet_of(given) == ID


def test_a_tweet_by_key() -> None:
    """One whose id is not known has a key."""
    assert tweet_of("0" * 31 + "a") == "0" * 31 + "a"


@pytest.mark.parametrize("given", ["", "harbour", "https://news.example/1", "1.38E+18", "-5", "99" * 12])
def test_what_names_no_tweet(settings: Settings, given: str) -> None:
    """Is told before anything is written."""
    with pytest.raises(ConfigError, match="neither"):
        forget_tweets(settings, [ID, given], "asked for", console())
    assert not settings.root.exists()


def test_unknown_tweets_are_told(settings: Settings) -> None:
    """They are forgotten all the same; the same again adds nothing and says so."""
    out = console()
    forget_tweets(settings, [ID, f"https://x.com/a/status/{ID}"], "asked for by its author", out)
    assert f"Not known so far, and not shown should they come: {ID}" in said(out)
    assert "Forgotten: 1 tweets" in said(out)
    out = console()
    forget_tweets(settings, [ID], "again", out)
    assert "forgotten already" in said(out)
    rows = query_once(settings.root, "SELECT kind, value, reason FROM forgotten").to_pylist()
    assert rows == [{"kind": "tweet", "value": ID, "reason": "asked for by its author"}]


@pytest.mark.parametrize(
    ("given", "kind", "value"),
    [
        ("@Wazir", "handle", "wazir"),
        ("Wazir", "handle", "wazir"),
        ("77", "author", "77"),
        ("@77", "handle", "77"),
    ],
)
def test_an_account_by_handle_or_number(settings: Settings, given: str, kind: str, value: str) -> None:
    """A number with @ before it is a handle."""
    out = console()
    forget_author(settings, given, "asked for", out)
    assert query_once(settings.root, "SELECT kind, value FROM forgotten").to_pylist() == [
        {"kind": kind, "value": value}
    ]
    assert f"{kind} {value}" in said(out)
    assert "Nothing of it is known so far" in said(out)


@pytest.mark.parametrize("given", ["", "@", "two words", "https://x.com/wazir", "x" * 30])
def test_what_names_no_account(settings: Settings, given: str) -> None:
    """Is told."""
    with pytest.raises(ConfigError, match="neither"):
        forget_author(settings, given, "asked for", console())


def test_an_address(settings: Settings) -> None:
    """In its one form; `isnad show` says that it was forgotten, however it is written."""
    out = console()
    forget_url(settings, "HTTPS://News.example/1?utm_source=feed#top", "asked for by the paper", out)
    assert "url https://news.example/1" in said(out)
    for url in ("https://news.example/1", "https://news.example/1#part"):
        with pytest.raises(NotFoundError, match=r"was forgotten on \d{4}-\d\d-\d\d: asked for by the paper"):
            show_article(settings.root, url, console())
    with pytest.raises(ConfigError, match="not an http"):
        forget_url(settings, "ftp://news.example/1", "asked for", console())
