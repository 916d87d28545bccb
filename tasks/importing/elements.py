"""A list in a JavaScript or JSON file cut into runs of whole elements, without holding the file."""

import re
from collections.abc import Iterator
from io import BufferedReader

from config.errors import ListingError
from tasks.importing.parts import MAX_LINE_BYTES, PART_BYTES, Part

BLOCK_BYTES = 256 * 1_024
MAX_ELEMENT_BYTES = MAX_LINE_BYTES
QUOTE = b'"'

# A text with its escapes, a bracket, or the quote of a text that ends in a later block. The possessive
# quantifiers keep a text that does not end from being tried in every division.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]"]', re.DOTALL)


def cut_elements(stream: BufferedReader) -> Iterator[Part]:
    """The elements of the file's first list, `window.YTD.tweets.part0 = [...]` or `[...]`, in runs.

    Raises:
        ListingError: the list or one of its elements does not end; what came before was yielded.
    """
    run = b""
    first = line = 1
    fault = None
    try:
        for before, element in scan(stream):
            line += before.count(b"\n")
            if run:
                run += before
            else:
                first = line
            run += element
            line += element.count(b"\n")
            if len(run) >= PART_BYTES:
                yield Part(body=run, first=first, last=line, line=first)
                run = b""
    except EndlessError as error:
        line += error.lines
        fault = ListingError(f"{error} on line {line:,}; what came before was read")
    if run:
        yield Part(body=run, first=first, last=line, line=first)
    if fault:
        raise fault


class EndlessError(Exception):
    """What does not end; `lines` are the lines between the last whole element and where it begins."""

    def __init__(self, said: str, lines: int) -> None:
        super().__init__(said)
        self.lines = lines


def scan(stream: BufferedReader) -> Iterator[tuple[bytes, bytes]]:
    """Each element with what stands between it and the one before it.

    Raises:
        EndlessError: the list or an element does not end, or not soon enough.
    """
    held = b""
    at = begin = opened = depth = 0
    while block := stream.read1(BLOCK_BYTES):
        held, at, opened, begin = held[begin:] + block, at - begin, opened - begin, 0
        for token in _TOKEN.finditer(held, at):
            at = token.end()
            if token[0] == QUOTE:
                at = token.start()
                break
            if token[0] in (b"{", b"["):
                opened = token.start() if depth == 1 else opened
                depth += 1
            elif token[0] in (b"}", b"]"):
                depth -= 1
                if depth == 1:
                    yield held[begin:opened], held[opened:at]
                    begin = at
                elif depth <= 0:
                    return
        if len(held) - begin > MAX_ELEMENT_BYTES:
            raise EndlessError(*endless(held, begin, opened, depth, "is longer than 16 MB"))
    raise EndlessError(*endless(held, begin, opened, depth, "breaks off"))


def endless(held: bytes, begin: int, opened: int, depth: int, how: str) -> tuple[str, int]:
    """What does not end, and on which line after the last element it begins."""
    if depth > 1:
        return f"the element {how} that begins", held[begin:opened].count(b"\n")
    return f"the list {how} after the element that ends", 0
