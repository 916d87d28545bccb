"""How one status of v1.1, or of what is shaped like it, is read: its form, its place and its values."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from tasks.parsing.x import ranks
from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.shapes import digits
from tasks.parsing.x.texts import clean

MAX_SHOWN_CHARS = 60  # of a value, in the fault that tells of it

_HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
# v1.1 and the syndication service keep the codes that BCP 47 has replaced
_LANGUAGES = {"iw": "he", "in": "id", "ji": "yi"}

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is the same for all values of one status.

    `kind` and `rank` are those of its form. `line` is where it stands in a file, `depth` how many statuses
    it stands in. `quiet` is for a status read for another one's sake: its faults are told when it is read
    for its own.
    """

    gathered: Gathered
    kind: str = "api_v1"
    rank: int = ranks.API_V1
    line: int | None = None
    asked_for: bool = True
    depth: int = 0
    quiet: bool = False

    def fault(self, fault: str, detail: str) -> None:
        """Something that could not be read."""
        if not self.quiet:
            self.gathered.fault(fault, detail, self.line)

    def take(self, holder: dict[str, Any], name: str, read: Callable[[Any], Value | None]) -> Value | None:
        """The value of a name; one that is there and cannot be read is a fault."""
        value = holder.get(name)
        if value is None:
            return None
        got = read(value)
        if got is None and value not in ("", [], {}):
            self.fault("bad_value", f"{name} is {shown(value)}")
        return got

    def take_id(self, holder: dict[str, Any], name: str) -> str | None:
        """An id: the text `NAME_str`, and only where there is none the number `NAME`."""
        twin = f"{name}_str"
        return self.take(holder, name if holder.get(twin) in (None, "") else twin, digits)

    def take_record(self, holder: dict[str, Any], name: str) -> dict[str, Any]:
        """An object; empty where there is none."""
        return self.take(holder, name, as_record) or {}

    def take_records(self, holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
        """The objects of a list; what else is in it is a fault."""
        listed = self.take(holder, name, as_list) or []
        found = [item for item in listed if isinstance(item, dict)]
        if len(found) < len(listed):
            self.fault("bad_value", f"{name} holds {len(listed) - len(found)} that are no objects")
        return found


def shown(value: Any) -> str:
    """A value as a fault tells of it: in short, and whatever it is."""
    if isinstance(value, str):
        return repr(value[:MAX_SHOWN_CHARS])
    return repr(value) if isinstance(value, float | bool) else f"of type {type(value).__name__}"


def as_record(value: Any) -> dict[str, Any] | None:
    """An object."""
    return value if isinstance(value, dict) else None


def as_list(value: Any) -> list[Any] | None:
    """A list."""
    return value if isinstance(value, list) else None


def as_words(value: Any) -> str | None:
    """A text that is not empty, unescaped and NFC as it is stored."""
    return clean(value) or None if isinstance(value, str) else None


def as_address(value: Any) -> str | None:
    """A web address as it was sent: `&copy=` in one is no sign of copyright."""
    return value.encode("utf-8", "replace").decode() or None if isinstance(value, str) else None


def as_handle(value: Any) -> str | None:
    """A screen name without @."""
    return value if isinstance(value, str) and _HANDLE.fullmatch(value) else None


def as_language(value: Any) -> str | None:
    """A language code, BCP 47."""
    code = as_words(value)
    return _LANGUAGES.get(code, code) if code else None


def as_codes(value: Any) -> tuple[str, ...] | None:
    """The country codes of a list, or of a text with commas between them, as old answers have it."""
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list):
        return None
    codes = [clean(code.strip()) for code in listed if isinstance(code, str)]
    return tuple(filter(None, codes))
