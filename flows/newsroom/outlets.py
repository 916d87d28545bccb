"""The newsroom's content: what stands in the TOML files beside this module, as values."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

FOLDER = Path(__file__).parent / "outlets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """What the second night changes in an article: its headline and one block of its body."""

    title: str
    modified: datetime
    block: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One story as its editors keep it; `body` is blocks in the mark-up of `markup.py`."""

    slug: str
    path: str
    title: str
    published: datetime
    section: str
    body: tuple[str, ...]
    authors: tuple[str, ...] = ()
    modified: datetime | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    caption: str | None = None
    photographer: str | None = None
    credit: str | None = None
    date_text: str | None = None
    night: int = 1
    second: Second | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """One address of an outlet that is not an article.

    Its content is `text` (mark-up), `main` (a file of HTML for the outlet's frame), `file` (sent as it is)
    or a `redirect`; with none of them it is only named in a feed. `@SLUG?query` is an article's address.
    """

    path: str
    title: str = ""
    text: str | None = None
    main: str | None = None
    file: str | None = None
    redirect: str | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One feed or sitemap, and the source it is in sources.toml; `articles` is the most it lists."""

    kind: str
    path: str
    source: str
    articles: int = 1_000
    dates: bool = True
    extras: bool = False
    min_articles: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet: its voice, its mark-up habits, its articles."""

    slug: str
    name: str
    language: str
    address: str
    tagline: str
    article_path: str
    sections: dict[str, str]
    direction: str = "ltr"
    encoding: str = "utf-8"
    content_type: str = "text/html; charset=utf-8"
    meta_charset: str | None = None
    etag: bool = False
    compress: bool = False
    date_format: str = ""
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    digits: str = "0123456789"
    editions: tuple[str, ...] = ("", "")
    robots: str = ""
    listings: tuple[Listing, ...] = ()
    extras: tuple[Extra, ...] = ()
    articles: tuple[Article, ...] = ()

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return FOLDER / self.slug

    def on(self, night: int) -> tuple[Article, ...]:
        """Its articles on that night, newest first."""
        listed = (article for article in self.articles if article.night <= night)
        return tuple(sorted(listed, key=lambda article: article.published, reverse=True))


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """Every outlet, in the order of their addresses."""
    found = (load_outlet(file.parent) for file in FOLDER.glob("*/outlet.toml"))
    return tuple(sorted(found, key=lambda outlet: outlet.address))


def load_outlet(folder: Path) -> Outlet:
    """One outlet's folder."""
    raw = frozen(tomllib.loads((folder / "outlet.toml").read_text("utf-8")))
    listings = tuple(Listing(**item) for item in raw.pop("listing", ()))
    extras = tuple(Extra(**item) for item in raw.pop("extra", ()))
    stories: list[dict[str, Any]] = []
    for file in sorted(folder.glob("articles*.toml")):
        stories += tomllib.loads(file.read_text("utf-8"))["article"]
    articles = tuple(load_article(item, raw["article_path"]) for item in stories)
    return Outlet(slug=folder.name, listings=listings, extras=extras, articles=articles, **raw)


def load_article(raw: dict[str, Any], pattern: str) -> Article:
    """One `[[article]]` table; its body is split at empty lines."""
    item = frozen(raw)
    body = tuple(
        " ".join(block.split("\n")) if block[0] != "-" else block for block in blocks(item.pop("body"))
    )
    second = item.pop("second", None)
    path = quote(
        pattern.format(slug=item["slug"], section=item["section"], day=item["published"]), safe="/?="
    )
    return Article(body=body, path=path, second=Second(**second) if second else None, **item)


def blocks(text: str) -> list[str]:
    """The parts of a text between empty lines."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def frozen(raw: dict[str, Any]) -> dict[str, Any]:
    """The same table with its lists as tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
