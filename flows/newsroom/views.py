"""One outlet on one night: its addresses, and its articles as they then read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.newsroom.markup import plain_text
from flows.newsroom.outlets import Article, Outlet, load_outlets

DESCRIPTION_CHARS = 160


@dataclass(frozen=True, slots=True)
class View:
    """One outlet on one night; `bases` has each outlet's `http://host:port`."""

    outlet: Outlet
    night: int
    bases: Mapping[str, str]

    def absolute(self, target: str) -> str:
        """`/path`, `@article`, `OUTLET:/path` or `OUTLET:@article` as an absolute address."""
        if target.startswith(("http://", "https://")):
            return target
        name, _, rest = target.rpartition(":") if ":" in target.partition("?")[0] else ("", "", target)
        outlet = next(o for o in load_outlets() if o.slug == name) if name else self.outlet
        return self.bases[outlet.slug] + local_path(outlet, rest)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles of that night as they then read, newest first."""
        return tuple(as_of(article, self.night) for article in self.outlet.on(self.night))


def local_path(outlet: Outlet, target: str) -> str:
    """The path of `/path` or `@article`, with its query."""
    slug, mark, query = target.partition("?")
    if not slug.startswith("@"):
        return target
    return next(a.path for a in outlet.articles if a.slug == slug[1:]) + mark + query


def as_of(article: Article, night: int) -> Article:
    """The article as it reads on that night."""
    second = article.second
    if not second or night < 2:
        return article
    body = tuple(
        second.text if number == second.block else block for number, block in enumerate(article.body)
    )
    return replace(article, title=second.title, modified=second.modified, body=body)


def describe(article: Article) -> str:
    """The beginning of the article, as a summary."""
    text = plain_text(article.body[0])
    return text if len(text) <= DESCRIPTION_CHARS else text[:DESCRIPTION_CHARS].rpartition(" ")[0] + "…"


def write_date(outlet: Outlet, article: Article) -> str:
    """The publication time as the outlet writes it; empty where it writes none."""
    if article.date_text is not None or not outlet.date_format:
        return article.date_text or ""
    at = article.published
    text = outlet.date_format.format(
        at=at,
        month=outlet.months[at.month - 1] if outlet.months else "",
        weekday=outlet.weekdays[at.weekday()] if outlet.weekdays else "",
    )
    return text.translate(str.maketrans("0123456789", outlet.digits))
