"""The newsroom's listings as a sources file."""

from collections.abc import Iterable, Mapping

from flows.newsroom.outlets import Listing, Outlet, load_outlets


def describe_sources(bases: Mapping[str, str]) -> list[dict[str, object]]:
    """One `[[source]]` table for each listing; `bases` has each outlet's `http://host:port`."""
    return [
        describe_source(outlet, listing, bases[outlet.slug])
        for outlet in load_outlets()
        for listing in outlet.listings
    ]


def describe_source(outlet: Outlet, listing: Listing, base: str) -> dict[str, object]:
    """A listing as config/sources.py reads it."""
    kind = "sitemap" if listing.kind in ("news", "index") else "feed"
    own = {"name": listing.source, "kind": kind, "url": base + listing.path, "language": outlet.language}
    return own | {"min_articles": listing.min_articles}


def quoted(value: object) -> str:
    """A number or plain text as TOML."""
    return f'"{value}"' if isinstance(value, str) else str(value)


def write_tables(sources: Iterable[Mapping[str, object]]) -> str:
    """The tables as TOML."""
    tables = ("[[source]]\n" + "".join(f"{k} = {quoted(v)}\n" for k, v in table.items()) for table in sources)
    return "\n".join(tables)
