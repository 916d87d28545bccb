"""What is forgotten cut out of twarc's tables."""

import csv
import io
from collections.abc import Iterator

from tasks.parsing.x.cutting import Names
from tasks.parsing.x.redact_text import is_named, redact_json
from tasks.parsing.x.shapes import digits

MENTIONS = "entities.mentions"
# what a row is by: itself, and of a retweet, which has the words of the tweet it repeats, that one
OF_TWEETS = ("id", "referenced_tweets.retweeted.id")
OF_ACCOUNTS = ("author_id", "retweeted_user_id")
OF_HANDLES = ("author.username", "retweeted_username")


def redact_csv(body: bytes, names: Names) -> bytes:
    """Rows of a table beneath its header; those that stay keep their bytes."""
    lines = list(io.StringIO(body.decode("utf-8", "surrogateescape"), newline=""))
    kept: list[str] = []
    header: list[str] | None = None
    for raw, row in csv_rows(lines):
        if header is None:
            header = [name.removeprefix("\ufeff") for name in row or []]
            kept.append(raw)
        elif row is None or len(row) != len(header):
            kept.append("" if is_named(raw, names) else raw)
        else:
            kept.append(redact_row(raw, dict(zip(header, row, strict=True)), names))
    return "".join(kept).encode("utf-8", "surrogateescape")


def csv_rows(lines: list[str]) -> Iterator[tuple[str, list[str] | None]]:
    """Each row as it is written and its cells; None where they cannot be read."""
    reader, first = csv.reader(iter(lines)), 0
    while True:
        try:
            row = next(reader, None)
            if row is None:
                return
        except csv.Error:
            row = None
        yield "".join(lines[first : reader.line_num]), row
        first = reader.line_num


def redact_row(raw: str, cells: dict[str, str], names: Names) -> str:
    """One row: empty where the tweet or the one it repeats goes; without the profiles of accounts that go."""
    bare = {name: cells.get(name, "").strip('"') for name in (*OF_TWEETS, *OF_ACCOUNTS, *OF_HANDLES)}
    if (
        any(digits(bare[name]) in names.ids for name in OF_TWEETS)
        or any(digits(bare[name]) in names.author_ids for name in OF_ACCOUNTS)
        or any(bare[name].lower() in names.handles for name in OF_HANDLES)
    ):
        return ""
    mentions = cells.get(MENTIONS, "").encode("utf-8", "replace")
    kept = redact_json(mentions, names) if mentions else mentions
    if kept == mentions:
        return raw
    written = io.StringIO()
    csv.writer(written).writerow((cells | {MENTIONS: kept.decode()}).values())
    return written.getvalue()
