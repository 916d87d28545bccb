"""The page's meta and link elements, read in one pass."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

MAX_VALUES = 200
MAX_CHARS = 5_000
KEYS = ("property", "name", "itemprop", "http-equiv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """Values by lower-case key, in the order of the page; a link's key is "link:" and its rel."""

    values: Mapping[str, tuple[str, ...]]

    def first(self, *keys: str) -> str | None:
        """The first value of the first key that has one."""
        return next((self.values[key][0] for key in keys if key in self.values), None)

    def all(self, *keys: str) -> tuple[str, ...]:
        """Every value of the first key that has one."""
        return next((self.values[key] for key in keys if key in self.values), ())


def read_meta(tree: HtmlElement) -> Meta:
    """Non-empty values of <meta> (by property, name, itemprop or http-equiv) and <link> (by rel)."""
    values: dict[str, list[str]] = {}
    for element in tree.iter("meta", "link"):
        if element.tag == "link":
            keys = [f"link:{rel}" for rel in (element.get("rel") or "").lower().split()]
            value = element.get("href")
        else:
            keys = [key.strip().lower() for name in KEYS if (key := element.get(name))]
            value = element.get("content")
        value = " ".join((value or "")[:MAX_CHARS].split())
        for key in keys if value else ():
            listed = values.setdefault(key, [])
            if len(listed) < MAX_VALUES and value not in listed:
                listed.append(value)
    return Meta(values={key: tuple(listed) for key, listed in values.items()})
