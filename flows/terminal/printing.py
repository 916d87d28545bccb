"""Rows for a person or a script: a table, JSON, CSV or a Parquet file."""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.box import SQUARE
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.terminal.bidi import mark_line

MAX_CELL = 400  # code points of one value shown in a table; --json, --csv and --parquet have all of it
MAX_LINES = 4  # a value may take in a table before the rows are printed as records
PIPE_WIDTH = 100_000  # in a pipe no value is broken


def print_table(rows: pa.Table, console: Console, title: str | None = None) -> None:
    """Rows as a table; as records, a value a line, where the columns would be too narrow to read."""
    if title:
        console.print(title, style="bold", markup=False)
    items = [{name: shown(value) for name, value in row.items()} for row in rows.to_pylist()]
    if len(items) and needed_width(rows.schema, items) > console.width and console.is_terminal:
        drawn = draw(console, records(items))
    else:
        drawn = draw(console, table_of(rows.schema, items))
    console.file.write(drawn)


def needed_width(schema: pa.Schema, items: list[dict[str, str]]) -> int:
    """The width at which no value needs more than MAX_LINES lines."""
    longest = (
        max(cell_len(name), *(cell_len(item[name]) // MAX_LINES for item in items)) for name in schema.names
    )
    return sum(longest) + 3 * len(schema.names) + 1


def table_of(schema: pa.Schema, items: list[dict[str, str]]) -> Table:
    """One line of cells a row."""
    table = Table(box=SQUARE, header_style="bold")
    for field in schema:
        number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(field.name, justify="right" if number else "left", overflow="fold")
    for item in items:
        table.add_row(*(Text(value) for value in item.values()))
    return table


def records(items: list[dict[str, str]]) -> Table:
    """One line of name and value for each column of each row; nulls are left out."""
    table = Table(box=SQUARE, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for item in items:
        for name, value in item.items():
            if value:
                table.add_row(name, Text(value))
        table.add_section()
    return table


def draw(console: Console, table: Table) -> str:
    """The table as text: fitted and marked for a terminal, as wide as its values for a pipe."""
    if not console.is_terminal:
        wide = Console(width=PIPE_WIDTH, color_system=None)
        with wide.capture() as captured:
            wide.print(table)
        return captured.get()
    with console.capture() as captured:
        console.print(table)
    return "\n".join(mark_line(line) for line in captured.get().split("\n"))


def shown(value: Any) -> str:
    """One value as text in a table."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value)
    text = str(value)
    return text if len(text) <= MAX_CELL else f"{text[: MAX_CELL - 1]}…"


def write_json(rows: pa.Table, out: IO[str]) -> None:
    """Rows as a JSON array of objects, one a line; instants in ISO 8601, bytes in hexadecimal."""
    items = [json.dumps(row, ensure_ascii=False, default=plain) for row in rows.to_pylist()]
    out.write("[" + ",\n ".join(items) + "]\n")


def write_csv(rows: pa.Table, out: IO[str]) -> None:
    """Rows as CSV (RFC 4180) with a header; lists as JSON, nulls as nothing."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.schema.names)
    writer.writerows([flat(value) for value in row.values()] for row in rows.to_pylist())


def write_parquet(rows: pa.Table, path: Path) -> None:
    """Rows as one Parquet file."""
    pq.write_table(rows, path, compression="zstd")


def flat(value: Any) -> Any:
    """A value that fits one CSV field."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return plain(value) if isinstance(value, date | bytes) else value


def plain(value: Any) -> str:
    """What JSON has no type for, as text."""
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)
