"""Lines cut into parts."""

from io import BufferedReader, BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ListingError
from tasks.importing import parts
from tasks.importing.parts import cut_lines, cut_nothing


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of some 100 bytes, lines of 200 at most."""
    monkeypatch.setattr(parts, "PART_BYTES", 100)
    monkeypatch.setattr(parts, "MAX_LINE_BYTES", 200)


def stream(body: bytes) -> BufferedReader:
    """The bytes as a file."""
    return BufferedReader(BytesIO(body))  # type: ignore[arg-type]


def test_every_byte_is_in_one_part() -> None:
    """The parts together are the file; each knows its lines, from 1."""
    body = b"".join(b'{"id": "%d"}\n' % number for number in range(40))
    cut = list(cut_lines(stream(body)))
    assert b"".join(part.body for part in cut) == body
    assert [(part.first, part.last) for part in cut] == [(1, 9), (10, 17), (18, 25), (26, 33), (34, 40)]
    assert all(part.line == part.first for part in cut)


def test_a_last_line_without_an_end() -> None:
    """A file that was cut off is given as it is."""
    (part,) = cut_lines(stream(b'{"id": "1"}\n{"id": "2'))
    assert (part.body, part.last) == (b'{"id": "1"}\n{"id": "2', 2)


@pytest.mark.parametrize("end", [b"", b"\n"], ids=["cut off", "whole"])
def test_a_line_that_is_too_long_is_cut(end: bytes) -> None:
    """It stays so long that the reader of lines counts it; the lines around it keep their numbers."""
    long = b"x" * 1_000
    cut = list(cut_lines(stream(b"one\n" + long + b"\nthree\n" + long + end)))
    lines = b"".join(part.body for part in cut).splitlines()
    assert lines == [b"one", b"x" * 201, b"three", b"x" * 201]
    assert cut[-1].last == 4


def test_the_longest_line_is_whole() -> None:
    """The limit does not count the line's end."""
    (part, _) = cut_lines(stream(b"x" * 200 + b"\n" + b"y\n"))
    assert part.body == b"x" * 200 + b"\n"


@given(st.lists(st.binary(max_size=150).map(lambda line: line.replace(b"\n", b"")), max_size=40))
def test_parts_make_the_file(lines: list[bytes]) -> None:
    """Whatever the bytes are."""
    body = b"".join(line + b"\n" for line in lines)
    cut = list(cut_lines(stream(body)))
    assert b"".join(part.body for part in cut) == body
    assert sum(part.last - part.first + 1 for part in cut) == len(lines)


def test_a_whole_file() -> None:
    """It is one part."""
    (part,) = cut_nothing(stream(b"[\n1,\n2]"))
    assert (part.first, part.last) == (1, 3)


def test_a_whole_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is told, and no more of it is read than shows that."""
    monkeypatch.setattr(parts, "MAX_WHOLE_BYTES", 1_000)
    source = stream(b"[1]" + b" " * 100_000)
    with pytest.raises(ListingError, match="more than 1,000 bytes"):
        list(cut_nothing(source))
    assert source.tell() == 1_001
