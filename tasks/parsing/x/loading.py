"""JSON as others wrote it: also what strict readers refuse, where it can be read."""

import json
from typing import Any

import orjson

BOM = b"\xef\xbb\xbf"


def load_json(raw: bytes) -> Any:
    """The value of a JSON text.

    Numbers beyond 64 bits become floats. Halves of surrogate pairs and bytes that are no UTF-8, which cut-off
    texts leave behind, become replacement characters.

    Raises:
        ValueError: it is no JSON.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        pass  # its strictness is what makes it fast
    try:
        return mend(json.loads(raw.removeprefix(BOM).decode("utf-8", "replace")))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def mend(value: Any) -> Any:
    """The value with all its texts such that UTF-8 can hold them."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [mend(item) for item in value]
    if isinstance(value, dict):
        return {mend(name): mend(item) for name, item in value.items()}
    return value
