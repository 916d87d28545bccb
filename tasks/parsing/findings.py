"""Everything read from a page beside its body."""

from dataclasses import dataclass

from tasks.parsing.authors import Byline
from tasks.parsing.date_sources import Dated
from tasks.parsing.reservations import Usage
from tasks.parsing.titles import Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The fields of one article; None where the page does not say."""

    canonical_url: str
    title: Title | None
    window_title: str | None
    byline: Byline
    published: Dated | None
    modified: Dated | None
    description: str | None
    section: str | None
    tags: tuple[str, ...]
    sitename: str | None
    image_url: str | None
    free_access: bool | None
    language_declared: str | None
    usage: Usage
