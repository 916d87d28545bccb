"""What is forgotten cut out of one JSON text."""

import json
import re
from typing import Any

from tasks.parsing.x.cutting import CUT, Cutting, Names, cut
from tasks.parsing.x.loading import load_json

NUMBERS = re.compile(r"[0-9]+")


def redact_json(body: bytes, names: Names) -> bytes:
    """One JSON text; `{}` where nothing of it stays."""
    try:
        value = load(body)
    except ValueError:
        return b"" if is_named(body.decode("utf-8", "replace"), names) else body
    kept = cut(value, names)
    if kept is CUT:
        return b"{}"
    return body if kept == value else dump(kept)


def redact_tweets(body: bytes, names: Names) -> bytes:
    """One JSON text that may be a list: what stood inside a tweet that goes stands beside the others."""
    try:
        value = load(body)
    except ValueError:
        return redact_json(body, names)
    kept = stays(value, names)
    if kept == [value]:
        return body
    return dump(kept[0]) if len(kept) == 1 else dump(kept) if kept else b"{}"


def stays(value: Any, names: Names) -> list[Any]:
    """What stays of a value: itself, with what stood inside what goes in its list, else beside it."""
    cutting = Cutting(names)
    kept, loose = cutting.cut(value), cutting.loose
    if isinstance(kept, list):
        return [kept + loose]
    if loose and isinstance(kept, dict) and isinstance(kept.get("statuses"), list):
        return [kept | {"statuses": kept["statuses"] + loose}]
    return loose if kept is CUT else [kept, *loose]


def is_named(text: str, names: Names) -> bool:
    """Whether an id or a handle of what goes is in a text that cannot be read otherwise."""
    numbers, lower = set(NUMBERS.findall(text)), text.lower()
    return not numbers.isdisjoint(names.ids | names.author_ids) or any(
        name in lower for name in names.handles
    )


def load(body: bytes) -> Any:
    """A JSON text, with whole numbers of any size.

    Raises:
        ValueError: it is none.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return load_json(body)


def dump(value: Any) -> bytes:
    """A value as JSON; halves of surrogate pairs stay escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()
