"""The prompt of `isnad sql`."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from config.errors import QueryError
from flows.commands.sql import queries, query_once, run_shell


def typed(*lines: str) -> Callable[[str], str]:
    """A person who types these lines and leaves."""
    waiting = iter(lines)

    def read(prompt: str) -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    return read


def test_a_query_ends_at_its_semicolon() -> None:
    """Lines are gathered until one ends with a semicolon."""
    assert list(queries(typed("SELECT 1", "AS n;", "SELECT 2;"))) == ["SELECT 1\nAS n;", "SELECT 2;"]


def test_quit_ends_the_prompt() -> None:
    """What comes after .quit is not read."""
    assert list(queries(typed(".quit", "SELECT 1;"))) == []


def test_tables_is_a_short_form() -> None:
    """.tables needs no semicolon."""
    assert list(queries(typed(".tables"))) == ["SHOW TABLES;"]


def test_an_error_does_not_end_the_prompt(tmp_path: Path) -> None:
    """A query DuckDB refuses is explained, the next one is answered."""
    out = io.StringIO()
    run_shell(tmp_path, Console(file=out, width=100), typed("SELEC 1;", "SELECT 40 + 2 AS n;"))
    assert "syntax error" in out.getvalue()
    assert "42" in out.getvalue()


def test_a_wrong_query_is_a_clear_error(tmp_path: Path) -> None:
    """DuckDB's own sentence is passed on."""
    with pytest.raises(QueryError, match="nowhere"):
        query_once(tmp_path, "SELECT * FROM nowhere")


def test_tables_are_there_before_the_first_night(tmp_path: Path) -> None:
    """An empty warehouse has every view, with no rows."""
    assert query_once(tmp_path, "SELECT title, tags FROM articles").num_rows == 0
