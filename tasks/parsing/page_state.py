"""The JSON in a page's scripts: its descriptions, and the state from which its own script draws the page."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from tasks.parsing.structured import parse_json

MAX_SCRIPT_CHARS = 4_000_000
MAX_SCRIPTS = 30
MAX_ASSIGNED = 12  # objects that one script assigns

# a script without any of these tells of no tweet; looked for one by one, which is quicker than a pattern
_TELLS = ("twitter-tweet", ':"tweet"', ': "tweet"', "weetId", "weet_id", "SocialMediaPosting")
_STATUS = ("/status/", r"\/status\/", r"u002Fstatus", r"u002fstatus")
_CALLED = ('"twitter', '"Twitter', "weet")
_ASSIGNED = re.compile(r"(?<![=!<>])=\s{0,9}(?=[{\[])")


def read_state(tree: HtmlElement) -> Iterator[tuple[Any, bool]]:
    """What the scripts that may tell of a tweet hold, and whether it describes the page."""
    tried = 0
    for script in tree.iter("script"):
        text = script.text
        if not text or len(text) > MAX_SCRIPT_CHARS or not _may_tell(text):
            continue
        tried += 1
        if tried > MAX_SCRIPTS:
            return
        kind = (script.get("type") or "").lower()
        if "json" in kind:
            yield parse_json(text), "ld+json" in kind
        elif kind in ("", "text/javascript", "application/javascript"):
            yield from ((value, False) for value in _assigned(text))


def _may_tell(text: str) -> bool:
    if any(mark in text for mark in _TELLS):
        return True
    return any(mark in text for mark in _STATUS) and any(mark in text for mark in _CALLED)


def _assigned(text: str) -> Iterator[Any]:
    """Objects that a script sets a variable to."""
    decoder = json.JSONDecoder(strict=False)
    end = 0
    for number, found in enumerate(_ASSIGNED.finditer(text)):
        if number >= MAX_ASSIGNED:
            return
        if found.end() < end:
            continue
        try:
            value, end = decoder.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            continue
        yield value
