"""CSV cut into parts."""

import csv
import io
from io import BufferedReader, BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.importing import records
from tasks.importing.records import cut_records

HEADER = ["id", "text"]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of some 100 bytes, records of 300 at most."""
    monkeypatch.setattr(records, "PART_BYTES", 100)
    monkeypatch.setattr(records, "MAX_LINE_BYTES", 300)


def table(rows: list[list[str]]) -> bytes:
    """A table as bytes."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([HEADER, *rows])
    return out.getvalue().encode()


def rows_of(body: bytes) -> list[list[str]]:
    """The rows of a table as bytes."""
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


def cut(body: bytes) -> list[records.Part]:
    """Its parts."""
    return list(cut_records(BufferedReader(BytesIO(body))))  # type: ignore[arg-type]


def test_each_part_is_a_table() -> None:
    """A header, then whole records, though their cells hold line breaks and quotes."""
    rows = [[str(number), f'the "harbour"\nreopened,\r\nsaid {number}'] for number in range(12)]
    parts = cut(table(rows))
    assert len(parts) > 2
    assert [row for part in parts for row in rows_of(part.body)[1:]] == rows
    assert all(rows_of(part.body)[0] == HEADER for part in parts)


def test_line_numbers_are_those_of_the_file() -> None:
    """`line` is such that the line of a record in the part's table is its line in the file."""
    rows = [[str(number), "one\ntwo"] for number in range(30)]
    body = table(rows)
    lines = body.split(b"\n")
    for part in cut(body):
        own = part.body.split(b"\n")
        assert own[1] == lines[part.line]  # counted from 0: the line after the header's
        assert lines[part.first - 1] == own[1]
    assert parts_lines(body) == [(first, first + 1) for first in range(2, 62, 2)]


def parts_lines(body: bytes) -> list[tuple[int, int]]:
    """The lines of each record that the parts name."""
    return [(at, at + 1) for part in cut(body) for at in range(part.first, part.last + 1, 2)]


def test_quotes_that_do_not_close_end_somewhere() -> None:
    """The record is cut off and stands alone; those after it are read."""
    body = b'id,text\n1,fine\n2,"open\n' + b"3,fine\n" * 60 + b"4,last\n"
    parts = cut(body)
    assert [part.body.count(b'"') for part in parts][:3] == [0, 1, 0]
    assert parts[0].body == b"id,text\n1,fine\n"
    assert parts[-1].body.endswith(b"4,last\n")
    assert sum(part.last - part.first + 1 for part in parts) == body.count(b"\n") - 1


def test_many_small_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a time that grows with their bytes alone."""
    monkeypatch.setattr(records, "PART_BYTES", 500_000)
    counted = []

    class Counted(bytes):
        def __len__(self) -> int:
            counted.append(1)
            return super().__len__()

    monkeypatch.setattr(records, "read_line", lambda stream: Counted(stream.readline()))
    monkeypatch.setattr(records, "read_record", records.read_line)
    assert [part.last for part in cut(b"id,text\n" + b"\n" * 2_000)] == [2_001]
    assert len(counted) < 10_000


def test_a_header_alone_has_no_part() -> None:
    """Nothing is named where there is no record."""
    assert cut(b"id,text\n") == []


@given(
    st.lists(
        st.tuples(st.integers(1), st.text(st.characters(codec="utf-8", exclude_characters="\r\0"))),
        max_size=30,
    )
)
def test_no_record_is_lost(rows: list[tuple[int, str]]) -> None:
    """Whatever the cells hold."""
    given_rows = [[str(number), text[:80]] for number, text in rows]
    assert [row for part in cut(table(given_rows)) for row in rows_of(part.body)[1:]] == given_rows
