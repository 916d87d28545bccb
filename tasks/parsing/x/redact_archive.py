"""What is forgotten cut out of the archive that X gives to an account's owner."""

import json
import re
from collections.abc import Iterator

from tasks.parsing.x.cutting import Names
from tasks.parsing.x.redact_text import dump, is_named, stays

OPENING = re.compile(r"\s*\ufeff?\s*window\.YTD\.[A-Za-z_]{1,60}\.part\d{1,9}\s*=\s*")
ELEMENT = re.compile(r"\{\s*\"(?:tweet|noteTweet)\"\s*:")
BETWEEN = re.compile(r"[\s,\[\];]*")


def redact_archive(body: bytes, names: Names) -> bytes:
    """Elements of the archive; those that stay keep their bytes."""
    text = body.decode("utf-8", "surrogateescape")
    opening = OPENING.match(text)
    start = opening.end() if opening else 0
    listed = ",\n".join(filter(None, archive_elements(text, start, names)))
    if text[start:].lstrip().startswith("["):
        listed = f"[{listed}]"
    return (text[:start] + listed).encode("utf-8", "surrogateescape")


def archive_elements(text: str, at: int, names: Names) -> Iterator[str]:
    """Each element as it stays, empty where it goes; a broken one goes where it names what does."""
    decoder = json.JSONDecoder()
    at = end_of_between(text, at)
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
            kept = stays(value, names)
            yield text[at:end] if kept == [value] else ",".join(dump(each).decode() for each in kept)
        except (ValueError, RecursionError):
            following = ELEMENT.search(text, at + 1)
            end = following.start() if following else len(text)
            broken = text[at:end].rstrip(", \r\n\t")
            yield "" if is_named(broken, names) else broken
        at = end_of_between(text, end)


def end_of_between(text: str, at: int) -> int:
    """Where the commas, brackets and blanks between two elements end."""
    found = BETWEEN.match(text, at)
    return found.end() if found else at
