"""The sources file: what to collect, one `[[source]]` table each, checked before anything is fetched."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from config.declared import Declared, WebAddress
from config.errors import ConfigError
from config.x_sources import X_MODELS, XIdsSource, XSource


class FeedSource(Declared):
    """An RSS, RDF, Atom or JSON feed."""

    kind: Literal["feed"]
    url: WebAddress


class SitemapSource(Declared):
    """A sitemap, a sitemap index, a Google News sitemap or a text sitemap, plain or gzipped."""

    kind: Literal["sitemap"]
    url: WebAddress


class UrlsSource(Declared):
    """A list of addresses, here or in a text file with one address a line."""

    kind: Literal["urls"]
    urls: tuple[WebAddress, ...] = ()
    file: Path | None = None

    @model_validator(mode="after")
    def has_one(self) -> Self:
        """Exactly one of `urls` and `file` is given."""
        if bool(self.urls) == bool(self.file):
            raise ValueError('give either urls = [...] or file = "..."')
        return self


class WarcSource(Declared):
    """WARC files, plain or gzipped: each response record becomes a page without a request."""

    kind: Literal["warc"]
    files: tuple[Path, ...] = Field(min_length=1, description="paths or glob patterns")


WebSource = FeedSource | SitemapSource | UrlsSource | WarcSource
Source = WebSource | XSource
MODELS: dict[str, type[Declared]] = {
    "feed": FeedSource,
    "sitemap": SitemapSource,
    "urls": UrlsSource,
    "warc": WarcSource,
    **X_MODELS,
}
KINDS = tuple(MODELS)
ONE = TypeAdapter[Source](Annotated[Source, Field(discriminator="kind")])


def load_sources(path: Path) -> tuple[Source, ...]:
    """The sources of a TOML file, in its order; relative paths in it are relative to its folder.

    Raises:
        ConfigError: the file is missing, is not TOML, or a key is wrong; the message names the key.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            f"no sources file at {path}; copy config/sources.toml or pass --sources FILE"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from None
    unknown = sorted(raw.keys() - {"source"})
    if unknown:
        raise ConfigError(f"{path}: unknown key {unknown[0]!r}; the only one at the top is [[source]]")
    tables = raw.get("source", [])
    if not isinstance(tables, list) or not tables:
        raise ConfigError(f"{path}: no sources; add at least one [[source]] table")
    sources = tuple(read_source(path, number, item) for number, item in enumerate(tables, 1))
    check_names(path, sources)
    return sources


def read_source(path: Path, number: int, item: object) -> Source:
    """One `[[source]]` table as a source, its paths made absolute."""
    label = item.get("name", f"number {number}") if isinstance(item, dict) else f"number {number}"
    try:
        source = ONE.validate_python(item)
    except ValidationError as error:
        raise ConfigError(f"{path}: source {label}: {explain(error, item)}") from None
    if isinstance(source, UrlsSource | XIdsSource) and source.file:
        return source.model_copy(update={"file": path.parent / source.file})
    if isinstance(source, WarcSource):
        return source.model_copy(update={"files": tuple(path.parent / file for file in source.files)})
    return source


def explain(error: ValidationError, item: object) -> str:
    """The first fault as a sentence that names the key and what is allowed."""
    fault = error.errors()[0]
    keys = [str(part) for part in fault["loc"] if part not in KINDS] or ["kind"]
    key = ".".join(keys)
    if fault["type"] == "extra_forbidden":
        return f"unknown key {key!r}; allowed are {', '.join(sorted(allowed_keys(item)))}"
    if fault["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return f"key 'kind' must be one of {', '.join(KINDS)}"
    if fault["type"] == "missing":
        return f"key {key!r} is missing"
    return f"key {key!r}: {fault['msg'].removeprefix('Value error, ')}"


def allowed_keys(item: object) -> Iterable[str]:
    """The keys a source of the item's kind may have."""
    kind = item.get("kind") if isinstance(item, dict) else None
    return MODELS[str(kind)].model_fields


def check_names(path: Path, sources: tuple[Source, ...]) -> None:
    """Every name stands once.

    Raises:
        ConfigError: two sources share a name.
    """
    names = [source.name for source in sources]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ConfigError(f"{path}: key 'name': {twice!r} stands twice; names must be unique")


def split_sources(sources: Iterable[Source]) -> tuple[tuple[WebSource, ...], tuple[XSource, ...]]:
    """The sources of the web, and those that are read through the X API."""
    listed = list(sources)
    x = tuple(source for source in listed if isinstance(source, XSource))
    return tuple(source for source in listed if not isinstance(source, XSource)), x


def choose_sources(sources: tuple[Source, ...], names: Iterable[str] | None) -> tuple[Source, ...]:
    """The sources with these names, or all where none are given.

    Raises:
        ConfigError: a name is not in the file.
    """
    if not names:
        return sources
    wanted = list(names)
    known = {source.name: source for source in sources}
    unknown = next((name for name in wanted if name not in known), None)
    if unknown is not None:
        raise ConfigError(f"unknown source {unknown!r}; known are {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(wanted))
