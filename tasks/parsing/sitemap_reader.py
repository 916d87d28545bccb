"""The XML of a sitemap read piece by piece, without a tree of it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tasks.parsing.entries import Found, Halt, fold_space
from tasks.parsing.feeds import refuse_entities

ROOTS = ("urlset", "sitemapindex")
OWN = {"loc": "loc", "lastmod": "updated"}
NEWS = {"title": "title", "publication_date": "published", "language": "language"}
HOLDERS = ("news", "publication", "video")  # an <image:image> has a title too, but not that of the page
MAX_DEPTH = 100
MAX_NAMES = 1_000  # libxml2 keeps every name it meets as long as the thread lives
MAX_GAP = 1_000_000  # code points of one tag, comment or document type, which libxml2 holds until it ends
MAX_FIELD = 10_000  # code points, more than a valid address or the evidence has
MAX_REFERENCE = 20
AMPERSAND = "\ufdd0"  # stands for a stray one; a noncharacter (Unicode §23.7), which no text has
STRAY = re.compile(
    r"""&(?! (?: amp | lt | gt | quot | apos | \#
             (?! (?: x0{0,4}[dD][89a-fA-F][0-9a-fA-F]{2}  # half of a surrogate pair
                   | 0{0,4}(?: 55(?:29[6-9]|[3-9]\d\d) | 56\d{3} | 57(?:[0-2]\d\d|3(?:[0-3]\d|4[0-3])) ) ); )
             (?: \d{1,9} | x[0-9a-fA-F]{1,8} ) ); )""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A <url> or <sitemap> that has begun: how deep it stands, its namespace, and what was read of it."""

    depth: int
    space: str
    given: dict[str, str] = field(default_factory=dict)


class Target:
    """What the parser calls; each <url> or <sitemap> is added to `found` when it ends."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.root, self.events = "", 0
        self.names: set[int] = set()
        self.path: list[str] = []
        self.open: list[Place] = []
        self.key: str | None = None
        self.text = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.events += 1
        if attributes or hash(tag) not in self.names:
            self.note(tag, *attributes)
        if self.key:
            self.keep_text(self.key)
        space, _, name = tag.rpartition("}")
        self.path.append(name)
        self.root = self.root or name
        if self.root not in ROOTS:
            raise Halt("it is no sitemap")
        if len(self.path) > MAX_DEPTH:
            raise Halt(f"its elements are nested more than {MAX_DEPTH} deep")
        if name in ("url", "sitemap") and len(self.path) > 1:
            self.open.append(Place(depth=len(self.path), space=space))
        elif self.open:
            self.key = self.key_of(space, name)

    def key_of(self, space: str, name: str) -> str | None:
        """What the text of the element that has begun tells of the innermost place, None where nothing."""
        place = self.open[-1]
        if len(self.path) == place.depth + 1:
            return OWN.get(name) if space == place.space else None
        return NEWS.get(name) if self.path[-2] in HOLDERS else None

    def data(self, text: str) -> None:
        """Some of an element's text."""
        self.events += 1
        if self.key and len(self.text) < MAX_FIELD:
            self.text += text[:MAX_FIELD]

    def end(self, tag: str) -> None:
        """An element ends."""
        self.events += 1
        if self.key:
            self.keep_text(self.key)
        if self.open and self.open[-1].depth == len(self.path):
            self.add(self.open.pop())
        del self.path[-1:]

    def keep_text(self, key: str) -> None:
        """Keep the text that has now ended; the first of its kind that says something."""
        if self.text.strip():
            self.open[-1].given.setdefault(key, self.text.replace(AMPERSAND, "&"))
        self.key, self.text = None, ""

    def add(self, place: Place) -> None:
        """Add what was read of a place."""
        kind = self.found.pages if self.root == "urlset" else self.found.children
        self.found.add(kind, place.given.pop("loc", ""), place.given)

    def comment(self, text: str) -> None:
        """A comment, which tells nothing."""
        self.events += 1

    def pi(self, target: str, data: str | None = None) -> None:
        """A processing instruction, which tells nothing."""
        self.events += 1
        self.note(target)

    def note(self, *names: str) -> None:
        """Names come up: of an element and its attributes, or a namespace and its prefix."""
        self.names.update(map(hash, names))
        if len(self.names) > MAX_NAMES:
            raise Halt(f"it has more than {MAX_NAMES:,} different names of elements and attributes")

    start_ns = note

    def close(self) -> None:
        """The parser stops, because of an error too."""


class XmlReader:
    """A sitemap's XML; what is broken is read as far as it goes, and `unread` says why not further.

    Nothing outside the file is touched, and only the five entities of XML itself are known.
    """

    def __init__(self, found: Found) -> None:
        self.target = Target(found)
        target: Any = self.target  # the stubs want bytes taken too, which never come
        self.parser = etree.XMLParser(
            target=target,
            encoding="utf-8",
            recover=True,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        self.prolog = self.held = ""
        self.gap = 0
        self.unread: str | None = None

    @property
    def root(self) -> str:
        """The local name of the first element; empty while there is none."""
        return self.target.root

    def feed(self, text: str) -> None:
        """Read the next piece.

        Raises:
            ListingError: the document type declares entities.
        """
        text = self.held + text
        cut = text.find("&", max(0, len(text) - MAX_REFERENCE))
        self.held = text[cut:] if cut >= 0 else ""
        self.parse(text.removesuffix(self.held))

    def parse(self, text: str) -> None:
        """Read a piece that cuts no reference in two."""
        if self.unread:
            return
        if not self.root:
            self.prolog += text
            refuse_entities(self.prolog, "sitemap")
        events = self.target.events
        with self.halting():
            self.parser.feed(STRAY.sub(AMPERSAND, text).encode("utf-8", "replace"))
        self.gap = 0 if self.target.events > events else self.gap + len(text)
        if not self.unread and max(self.gap, 0 if self.root else len(self.prolog)) > MAX_GAP:
            self.unread = f"its XML is broken, or has a tag or comment of more than {MAX_GAP:,} characters"

    @contextmanager
    def halting(self) -> Iterator[None]:
        """What stops the reading becomes `unread`."""
        try:
            yield
        except Halt as halt:
            self.unread = str(halt)
        except (etree.LxmlError, ValueError) as error:
            self.unread = f"its XML is broken: {fold_space(str(error))}"

    def close(self) -> None:
        """Read to the end; what had begun there counts where its address had ended."""
        self.parse(self.held)
        with self.halting():
            if not self.unread:
                self.parser.close()
            for place in self.target.open:
                if "loc" in place.given:
                    self.target.add(place)
        faults = self.parser.feed_error_log.filter_from_fatals()
        if faults and not self.unread:
            self.unread = f"its XML is broken: {fold_space(faults[0].message)}"
