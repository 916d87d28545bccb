"""WARC files (ISO 28500), plain or gzipped: response records one at a time, bodies bounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from config.errors import ListingError
from tasks.parsing.inflate import BrokenBody, Inflater, TooLarge

MAX_HEADER_BYTES = 1_000_000
CHUNK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One response as archived; `body` has its transfer and content encoding removed."""

    record_id: str
    url: str
    archived_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fault: BrokenBody | TooLarge | None = None


def read_records(path: Path, max_bytes: int | None = None) -> Iterator[Record]:
    """The response records of a file in its order.

    Args:
        path: the file.
        max_bytes: the largest body; None leaves every body out, for a quick look at what is there.

    Raises:
        ListingError: the file cannot be opened, is not a WARC, or is broken from some record on; what came
            before has been yielded.
    """
    count = 0
    try:
        if path.stat().st_size == 0:
            raise ListingError(f"{path.name} is an empty file")
        with path.open("rb") as stream:
            for archived in ArchiveIterator(
                stream, record_types=WarcRecordType.any_type, parse_http=False, max_header_len=MAX_HEADER_BYTES
            ):
                count += 1
                record = read_response(archived, max_bytes)
                if record:
                    yield record
    except (OSError, ValueError, EOFError) as error:
        where = f"after {count} records" if count else "at its start"
        raise ListingError(f"{path.name} cannot be read as a WARC file {where}: {error}") from None
    if not count:
        raise ListingError(f"{path.name} is not a WARC file: it has no records")
