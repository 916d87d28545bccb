"""A file that is there, as a listing tells it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """Its path in the warehouse, its size, and when it was written."""

    path: str
    bytes: int
    written_at: datetime
