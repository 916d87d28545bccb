"""`isnad search` over the two nights of the bundled newsroom."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from flows.commands.search import run_search
from warehouse.folding import fold
from warehouse.search import Asked


@pytest.fixture
def ask(demo, isnad, tmp_path) -> Callable[..., list[dict[str, Any]]]:
    """The command's answer in JSON."""

    def run(*arguments: str) -> list[dict[str, Any]]:
        ran = isnad("search", "--root", str(demo.root), "--json", *arguments, cwd=tmp_path)
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    return run


def test_an_arabic_word(ask) -> None:
    """Is found with its article and without it, the snippet is as published, and the marks are the words."""
    hits = ask("سفينه", "--articles", "--language", "ar")
    words = {hit["snippet"][start:end] for hit in hits for start, end in hit["marks"]}
    assert {"السفينة", "سفينة"} <= words
    assert all(fold(word).endswith("سفينه") for word in words)
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert all(hit["url"] and hit["title"] and hit["date"] and hit["page_id"] for hit in hits)


def test_a_tweet(ask) -> None:
    """Is found by a phrase, with its id as text."""
    (hit,) = ask('"مجلس النواب"', "--tweets")
    assert hit["tweet_id"].isdigit()
    assert "مجلس النواب" in hit["snippet"]


def test_persian_however_it_is_typed(ask) -> None:
    """With an Arabic yeh and without the non-joiner the same is found."""
    first, second = ask("زمین‌لرزه"), ask("زمينلرزه")
    assert first == second
    assert len(first) > 0


def test_days_and_sources(ask) -> None:
    """Narrow what is found."""
    everything = ask("سفينة", "--limit", "100")
    late = ask("سفينة", "--limit", "100", "--from", "2024-12-10", "--to", "2024-12-10")
    assert 0 < len(late) < len(everything)
    assert {hit["date"][:10] for hit in late} == {"2024-12-10"}
    source = everything[0]["source"]
    assert {hit["source"] for hit in ask("سفينة", "--source", source)} == {source}


def test_a_query_without_a_word_is_wrong(demo, isnad, tmp_path) -> None:
    """Exit code 2, and a sentence."""
    ran = isnad("search", "--root", str(demo.root), "--", "-كلمة", cwd=tmp_path)
    assert ran.code == 2
    assert "no word" in ran.err


def printed(root: Path, *, terminal: bool) -> str:
    """What a person sees."""
    out = io.StringIO()
    console = Console(
        file=out, width=100, force_terminal=terminal, color_system="standard" if terminal else None
    )
    run_search(root, Asked(query="السفينة", most=2), console, Console(file=io.StringIO()), as_json=False)
    return out.getvalue()


def test_words_are_marked_in_a_terminal(demo) -> None:
    """And cells keep their place; in a pipe there are neither marks nor styles."""
    shown = printed(demo.root, terminal=True)
    assert "\x1b[1;7mالسفينة\x1b[0m" in shown
    assert "\u200e│\u200e" in shown
    piped = printed(demo.root, terminal=False)
    assert "\x1b" not in piped
    assert "\u200e" not in piped
    assert "السفينة" in piped


def test_nothing_found_is_said(tmp_path) -> None:
    """In a warehouse that is empty too."""
    out = io.StringIO()
    run_search(tmp_path, Asked(query="كلمة"), Console(file=out), Console(file=io.StringIO()), as_json=False)
    assert out.getvalue() == "Nothing found.\n"
