"""`isnad forget` and `isnad maintain` as a person runs them, on the demo's warehouse."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.commands.sql import query_once
from tests.warehouse.forgetting import files_with


@pytest.fixture
def root(demo: Any, tmp_path: Path) -> Path:
    """A copy of the demo's warehouse."""
    return Path(shutil.copytree(demo.root, tmp_path / "w"))


def test_an_article_and_a_tweet(root: Path, tmp_path: Path, isnad: Callable[..., Any]) -> None:
    """Hidden at once, then gone from the files; a second time there is nothing to do."""
    find = "SELECT url, text FROM articles ORDER BY length(text) DESC LIMIT 1"
    [article] = query_once(root, find).to_pylist()
    tweets = "SELECT tweet_key FROM tweets WHERE tweet_id IS NOT NULL ORDER BY ALL LIMIT 1"
    [tweet] = query_once(root, tweets).to_pylist()
    line = article["text"].split("\n")[0]
    assert files_with(root, line)
    where = ("--root", str(root))
    for command in (("url", article["url"]), ("tweet", tweet["tweet_key"])):
        ran = isnad("forget", *command, "--reason", "asked for", *where, cwd=tmp_path)
        assert ran.code == 0, ran.err
        assert "Forgotten:" in ran.out
    assert query_once(root, f"SELECT * FROM articles WHERE url = '{article['url']}'").num_rows == 0
    ran = isnad("show", article["url"], *where, cwd=tmp_path)
    assert ran.code == 1
    assert "was forgotten on" in ran.err.replace("\n", " ")
    ran = isnad("maintain", "--json", *where, cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["rows"]["articles"] >= 1
    assert files_with(root, line) == []
    ran = isnad("maintain", *where, cwd=tmp_path)
    assert (ran.code, "No file holds anything" in ran.out) == (0, True), ran.err
    assert query_once(root, "SELECT bool_and(balanced) AS ok FROM books").to_pylist() == [{"ok": True}]
