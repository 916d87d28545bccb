"""A part of a file: so many of its lines, as they stand there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader

from config.errors import ListingError
from tasks.parsing.x import lines

MAX_LINE_BYTES = lines.MAX_LINE_BYTES  # a longer one is a fault, too_long
PART_BYTES = 512 * 1_024  # a part ends with the line or record that reaches so many
MAX_WHOLE_BYTES = 64 * 1_024 * 1_024  # of a file that cannot be cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Bytes of a file, and its lines from `first` to `last`, from 1.

    `line` is the number that its body's first line has, which differs where a header is put before it.
    """

    body: bytes
    first: int
    last: int
    line: int


Cut = Callable[[BufferedReader], Iterator[Part]]


def read_line(stream: BufferedReader) -> bytes:
    """The next line with its end; of one that is too long as much as shows that, and empty after the last."""
    line = stream.readline(MAX_LINE_BYTES + 1)
    if len(line) <= MAX_LINE_BYTES or line.endswith(b"\n"):
        return line
    while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
        pass
    return line + b"\n"


def cut_lines(stream: BufferedReader) -> Iterator[Part]:
    """A file of lines that stand each for itself; where a part ends depends on its bytes only."""
    held: list[bytes] = []
    first = number = 1
    size = 0
    while line := read_line(stream):
        held.append(line)
        size += len(line)
        number += 1
        if size >= PART_BYTES:
            yield Part(body=b"".join(held), first=first, last=number - 1, line=first)
            held, size, first = [], 0, number
    if held:
        yield Part(body=b"".join(held), first=first, last=number - 1, line=first)


def cut_nothing(stream: BufferedReader) -> Iterator[Part]:
    """A file that is read whole.

    Raises:
        ListingError: it is too large for that.
    """
    body = stream.read(MAX_WHOLE_BYTES + 1)
    if len(body) > MAX_WHOLE_BYTES:
        raise ListingError(f"it is one value of more than {MAX_WHOLE_BYTES:,} bytes; nothing of it was read")
    yield Part(body=body, first=1, last=body.count(b"\n") + (not body.endswith(b"\n")), line=1)
