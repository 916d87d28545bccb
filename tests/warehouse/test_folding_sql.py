"""Folding in SQL."""

import sys
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.folding import core, fold
from warehouse.folding_sql import folding_macros

con = duckdb.connect()
for macro in folding_macros():
    con.execute(macro)


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    """The connection ends with the tests."""
    yield
    con.close()


def test_every_character() -> None:
    """Of Unicode folds in SQL as it does in Python."""
    points = [code for code in range(1, sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    lines = [
        "".join(f"a{chr(code)}b " for code in points[at : at + 500]) for at in range(0, len(points), 500)
    ]
    found = con.execute("SELECT fold(unnest($lines))", {"lines": lines}).fetchall()
    assert [row[0] for row in found] == [fold(line) for line in lines]


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text(text: str) -> None:
    """Of whatever characters, in whatever order."""
    assert con.execute("SELECT fold($text)", {"text": text}).fetchone() == (fold(text),)


@settings(deadline=None, max_examples=50)
@given(st.text('أإاىيةهـلكبفو \u064e\u200c-،"*ßÉe\u0301京٣', max_size=80))
def test_news(text: str) -> None:
    """Of the characters that are folded most."""
    folded = fold(text)
    found = con.execute("SELECT fold($text), core($text)", {"text": text}).fetchone()
    words = con.execute("SELECT core(unnest($words))", {"words": folded.split()}).fetchall()
    assert found is not None
    assert found[0] == folded
    assert [row[0] for row in words] == [core(word) for word in folded.split()]
