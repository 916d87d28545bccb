"""Entities of which a table only says what they are, found again in the text."""

import re
from collections.abc import Iterator
from typing import Any

from tasks.parsing.x.v2_beside import Item

# by list: the name of an entry's text, and the sign before it
SIGNS = {"hashtags": ("tag", "#"), "cashtags": ("tag", "$"), "mentions": ("username", "@")}

_SHORT = re.compile(r"https?://t\.co/\w+")
_PICTURE = re.compile(r"pic\.(?:twitter|x)\.com/(\w+)")


def listed_entities(entities: Item, text: str) -> Item:
    """The entities with `#tag`, `$TAG`, `@handle` and addresses made objects, with the places found."""
    return {
        name: list(objects_of(name, given, text)) if isinstance(given, list) else given
        for name, given in entities.items()
    }


def objects_of(name: str, given: list[Any], text: str) -> Iterator[Any]:
    """The entries of one list as objects; those that are objects already stay as they are."""
    if name == "urls" and any(isinstance(entry, str) for entry in given):
        yield from links(given, text)
        return
    lower, start = text.lower(), 0
    for entry in given:
        if not isinstance(entry, str) or name not in SIGNS:
            yield entry
            continue
        called, sign = SIGNS[name]
        said: Item = {called: entry.removeprefix(sign)}
        if (at := lower.find(entry.lower(), start)) >= 0 and len(lower) == len(text):
            start = at + len(entry)
            said |= {"start": at, "end": start}
        yield said


def links(given: list[Any], text: str) -> Iterator[Any]:
    """Links: of a picture by the code it shares with its short link, others in order if none is missing."""
    found = list(_SHORT.finditer(text))
    for place, entry in enumerate(given):
        if not isinstance(entry, str):
            yield entry
            continue
        picture = _PICTURE.fullmatch(entry)
        if picture:
            at = next((short for short in found if short[0].endswith(f"/{picture[1]}")), None)
        else:
            at = found[place] if len(found) == len(given) else None
        said = {"display_url": entry} if picture else {"expanded_url": entry}
        short = at[0] if at else f"https://t.co/{picture[1]}" if picture else entry
        yield said | {"url": short} | ({"start": at.start(), "end": at.end()} if at else {})
