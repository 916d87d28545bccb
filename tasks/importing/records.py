"""CSV cut into parts of whole records, each beneath the header."""

from collections.abc import Iterator
from io import BufferedReader

from tasks.importing.parts import MAX_LINE_BYTES, PART_BYTES, Part, read_line


def cut_records(stream: BufferedReader) -> Iterator[Part]:
    """A table whose quoted cells may hold line breaks (RFC 4180)."""
    header = read_record(stream)
    header_lines = header.count(b"\n")
    held: list[bytes] = []
    size = 0
    first = number = 1 + header_lines

    def part() -> Part:
        return Part(
            body=b"".join([header, *held]), first=first, last=number - 1, line=max(1, first - header_lines)
        )

    while record := read_record(stream):
        if held and len(record) > MAX_LINE_BYTES:  # its quotes may be open: nothing else beside it
            yield part()
            held, size, first = [], 0, number
        held.append(record)
        size += len(record)
        number += record.count(b"\n") + (not record.endswith(b"\n"))
        if size >= PART_BYTES:
            yield part()
            held, size, first = [], 0, number
    if held:
        yield part()


def read_record(stream: BufferedReader) -> bytes:
    """The lines of the next record; cut off where its quotes do not close for longer than a line may be."""
    lines: list[bytes] = []
    size = quotes = 0
    while line := read_line(stream):
        lines.append(line)
        size += len(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0 or size > MAX_LINE_BYTES:
            break
    return b"".join(lines)
