"""Rows as a table, JSON, CSV and Parquet."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console

from flows.terminal.bidi import LRM
from flows.terminal.printing import MAX_CELL, print_table, write_csv, write_json, write_parquet

ROWS = pa.table(
    {
        "title": ["خبر، أول", None],
        "authors": [["ليلى", "سمير"], []],
        "at": pa.array([datetime(2024, 12, 9, 4, 5, 6, tzinfo=UTC), None], pa.timestamp("us", "UTC")),
        "body": [b"\x00\x01", b""],
        "words": [3, None],
    }
)


def printed(*, terminal: bool) -> str:
    """The table as printed."""
    out = io.StringIO()
    print_table(ROWS, Console(file=out, force_terminal=terminal, width=100, color_system=None))
    return out.getvalue()


def test_a_table_shows_every_value() -> None:
    """Lists are joined, bytes are counted, instants are UTC to the second."""
    text = printed(terminal=False)
    assert "خبر، أول" in text
    assert "ليلى, سمير" in text
    assert "2024-12-09 04:05:06" in text
    assert "2 bytes" in text


def test_marks_go_to_terminals_only() -> None:
    """A pipe gets the text as stored."""
    assert LRM in printed(terminal=True)
    assert LRM not in printed(terminal=False)


def test_long_values_are_cut_in_tables_only() -> None:
    """The table ends a long text with an ellipsis, JSON has all of it."""
    rows = pa.table({"text": ["ا" * 5_000]})
    out, data = io.StringIO(), io.StringIO()
    print_table(rows, Console(file=out, width=100))
    write_json(rows, data)
    assert out.getvalue().count("ا") == MAX_CELL - 1
    assert json.loads(data.getvalue()) == [{"text": "ا" * 5_000}]


def test_markup_in_data_is_text() -> None:
    """Square brackets of a headline are not the printer's."""
    out = io.StringIO()
    print_table(pa.table({"t": ["[red]x[/red] [/]"]}), Console(file=out, width=80))
    assert "[red]x[/red] [/]" in out.getvalue()


def test_json_is_an_array_of_objects() -> None:
    """Arabic is not escaped; what JSON cannot hold is text."""
    out = io.StringIO()
    write_json(ROWS, out)
    first, second = json.loads(out.getvalue())
    assert first == {
        "title": "خبر، أول",
        "authors": ["ليلى", "سمير"],
        "at": "2024-12-09T04:05:06+00:00",
        "body": "0001",
        "words": 3,
    }
    assert second["title"] is None
    assert "خبر" in out.getvalue()


def test_csv_reads_back() -> None:
    """A comma in a value is quoted, a list is JSON, a null is nothing."""
    out = io.StringIO()
    write_csv(ROWS, out)
    header, first, second = csv.reader(io.StringIO(out.getvalue()))
    assert header == ["title", "authors", "at", "body", "words"]
    assert first[0] == "خبر، أول"
    assert json.loads(first[1]) == ["ليلى", "سمير"]
    assert second == ["", "[]", "", "", ""]


def test_parquet_reads_back(tmp_path: Path) -> None:
    """The file holds the same table."""
    write_parquet(ROWS, tmp_path / "rows.parquet")
    assert pq.read_table(tmp_path / "rows.parquet").equals(ROWS)
