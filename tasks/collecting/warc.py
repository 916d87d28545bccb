"""WARC files (ISO 28500), plain or gzipped: response records one at a time, bodies bounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from config.errors import ListingError
from tasks.parsing.http_message import Message, parse_message
from tasks.parsing.inflate import BrokenBody, TooLarge

MAX_HEADER_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a response record says of itself; `archived_at` is None where its date cannot be read."""

    record_id: str
    url: str
    archived_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One response record: its message with all encodings removed, or the fault that it has."""

    head: Head
    message: Message | None
    fault: BrokenBody | TooLarge | None = None


def read_heads(path: Path) -> Iterator[Head]:
    """What the file's response records say of themselves, without their bodies.

    Raises:
        ListingError: as `read_records`.
    """
    for archived, head in responses(path):
        if archived.reader.consume() < archived.content_length:
            raise cut_short(path, head)
        yield head


def read_records(path: Path, max_bytes: int) -> Iterator[Record]:
    """The file's response records in its order, one in memory at a time.

    Raises:
        ListingError: the file cannot be opened, is not a WARC or breaks off; what came before was yielded.
    """
    for archived, head in responses(path):
        if archived.content_length > max_bytes + MAX_HEADER_BYTES:
            yield Record(
                head=head, message=None, fault=TooLarge(f"the record is larger than {max_bytes:,} bytes")
            )
            continue
        block = archived.reader.read(archived.content_length)
        if len(block) < archived.content_length:
            raise cut_short(path, head)
        yield read_record(head, block, max_bytes)


def read_record(head: Head, block: bytes, max_bytes: int) -> Record:
    """One record from its whole block."""
    try:
        return Record(head=head, message=parse_message(block, max_bytes))
    except (BrokenBody, TooLarge) as fault:
        return Record(head=head, message=None, fault=fault)


def cut_short(path: Path, head: Head) -> ListingError:
    """The error of a file that ends inside a record."""
    return ListingError(
        f"{path.name} ends in the middle of the record of {head.url}; what came before was read"
    )


def responses(path: Path) -> Iterator[tuple[WarcRecord, Head]]:
    """The response records of web addresses, their blocks not read yet."""
    count = 0
    try:
        with path.open("rb") as stream:
            for archived in ArchiveIterator(
                stream,
                record_types=WarcRecordType.any_type,
                parse_http=False,
                max_header_len=MAX_HEADER_BYTES,
            ):
                if archived.headers.get("Content-Length") is None:
                    raise ListingError(f"{path.name} ends in the middle of the header of record {count + 1}")
                count += 1
                head = read_head(archived)
                if archived.record_type == WarcRecordType.response and head.url.startswith(
                    ("http://", "https://")
                ):
                    yield archived, head
    except (OSError, ValueError, EOFError) as error:
        where = f"after {count} records" if count else "at its start"
        raise ListingError(f"{path.name} cannot be read as a WARC file {where}: {error}") from None
    if not count:
        raise ListingError(f"{path.name} is not a WARC file: it has no records")


def read_head(archived: WarcRecord) -> Head:
    """The head of a record; one without an id is known by its place."""
    date = archived.record_date if archived.headers.get("WARC-Date") else None
    return Head(
        record_id=(archived.record_id or "").strip("<> ") or f"offset:{archived.stream_pos}",
        url=(archived.headers.get("WARC-Target-URI") or "").strip("<> "),
        archived_at=in_utc(date) if date else None,
    )


def in_utc(moment: datetime) -> datetime | None:
    """The instant in UTC; None on the first and the last day of the calendar."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None
