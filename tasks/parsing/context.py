"""The lineage that every row of one article carries."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The article, the page it was read from, and the run and day it belongs to."""

    article_id: str
    page_id: str
    run_id: str
    date: date
