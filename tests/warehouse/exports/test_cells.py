"""Values as text."""

import json
import math
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from warehouse.exports.cells import csv_field, json_line

MOMENT = datetime(2026, 3, 1, 6, 0, 0, 250_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (None, ""),
        ("", ""),
        ('قال الوزير، "نعم"\nثم', 'قال الوزير، "نعم"\nثم'),
        (3, 3),
        (0.5, 0.5),
        (math.nan, ""),
        (-math.inf, ""),
        (True, "true"),
        (MOMENT, "2026-03-01T06:00:00.250000+00:00"),
        (datetime(2026, 3, 1, 6), "2026-03-01T06:00:00"),
        (date(2026, 3, 1), "2026-03-01"),
        (time(6, 30), "06:30:00"),
        (["ليلى", None, 'a "b"'], '["ليلى",null,"a \\"b\\""]'),
        ([], "[]"),
        ({"a": [math.nan, MOMENT]}, '{"a":[null,"2026-03-01T06:00:00.250000+00:00"]}'),
        (b"\x00\xff", "00ff"),
        (Decimal(45), "45"),
        (Decimal("1.50"), "1.50"),
        (Decimal(10**30), str(10**30)),
        (pa.MonthDayNano([1, 2, 1_500_000_000]), "P1M2DT1.5S"),
    ],
)
def test_a_csv_field(value: Any, field: Any) -> None:
    """Instants are ISO 8601, lists JSON; null and what is not a number are nothing."""
    assert csv_field(value) == field


@pytest.mark.parametrize("text", ["=1+2", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_text_that_a_spreadsheet_takes_for_a_formula(text: str) -> None:
    """Is as it is, unless the fields are to be guarded; numbers are never changed."""
    assert csv_field(text) == text
    assert csv_field(text, guard=True) == f"'{text}"
    assert csv_field(-1, guard=True) == -1
    assert csv_field("a=1", guard=True) == "a=1"


def test_a_json_line() -> None:
    """One line, UTF-8; whole decimals are numbers as long as every reader has room for them."""
    row = {
        "id": "1580661436132757506", "text": "سطر\nآخر", "n": math.nan, "at": MOMENT, "day": date(2026, 3, 1),
        "sum": Decimal(45), "half": Decimal("0.5"), "vast": Decimal(10**30), "body": b"\x01",
        "list": [math.inf],
    }  # fmt: skip
    line = json_line(row)
    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert "سطر" in line.decode()
    assert json.loads(line) == row | {
        "n": None, "at": "2026-03-01T06:00:00.250000+00:00", "day": "2026-03-01", "sum": 45, "half": "0.5",
        "vast": str(10**30), "body": "01", "list": [None],
    }  # fmt: skip
