"""The lineage that every row of one article carries."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The article, the page it was read from, and the run and day it belongs to.

    `fetched_at` is when the page was received.
    """

    article_id: str
    page_id: str
    run_id: str
    date: date
    source: str
    fetched_at: datetime
