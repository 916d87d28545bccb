"""Rows for a person or a script: a table, JSON, CSV or a Parquet file."""

import csv
import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.box import SQUARE
from rich.console import Console
from rich.table import Table

from flows.bidi import mark_line

MAX_CELL = 400  # code points of one value shown in a table; --json, --csv and --parquet have all of it
PIPE_WIDTH = 160


def print_table(rows: pa.Table, console: Console, title: str | None = None) -> None:
    """Rows as a table in the terminal, long values cut with an ellipsis."""
    table = Table(box=SQUARE, title=title, title_justify="left", show_lines=False, header_style="bold")
    for field in rows.schema:
        number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(field.name, justify="right" if number else "left", overflow="fold")
    for row in rows.to_pylist():
        table.add_row(*(shown(value) for value in row.values()))
    if not console.is_terminal:
        console.print(table, width=max(console.width, PIPE_WIDTH), markup=False)
        return
    with console.capture() as captured:
        console.print(table, markup=False)
    console.file.write("\n".join(mark_line(line) for line in captured.get().split("\n")))


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


def print_lines(lines: Iterable[str], console: Console) -> None:
    """Plain lines, without markup."""
    for line in lines:
        console.print(line, markup=False, highlight=False)
