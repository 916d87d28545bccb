"""Values as text: what a CSV field or a line of JSON can hold."""

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import orjson
import pyarrow as pa

# what spreadsheets take for the beginning of a formula, also in full width (OWASP, CSV Injection)
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
INT64 = 2**63


def json_line(row: dict[str, Any]) -> bytes:
    """One row as one line; what is not a number (NaN, infinity) is null, instants are ISO 8601."""
    return orjson.dumps(row, default=json_value, option=orjson.OPT_APPEND_NEWLINE)


def json_value(value: Any) -> Any:
    """What JSON has no type for: bytes in hexadecimal, whole decimals as numbers, the rest as text."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and -INT64 <= value < INT64
        return int(value) if whole else str(value)
    if isinstance(value, pa.MonthDayNano):
        return duration(value)
    return str(value)


def duration(value: pa.MonthDayNano) -> str:
    """An interval in ISO 8601."""
    return f"P{value.months}M{value.days}DT{Decimal(value.nanoseconds) / 10**9:f}S"


def csv_field(value: Any, *, guard: bool = False) -> Any:
    """A value as one field: nothing for null and for what is not a number, lists as JSON.

    With `guard` an apostrophe stands before text that a spreadsheet would take for a formula.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if guard and value.startswith(FORMULA) else value
    if isinstance(value, int | float):
        return value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, list | tuple | dict) and not isinstance(value, pa.MonthDayNano):
        return orjson.dumps(value, default=json_value).decode()
    return str(json_value(value))
