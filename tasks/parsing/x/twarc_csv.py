r"""Tables of tweets that twarc-csv wrote (0.x): each row made into a flattened tweet again, and read as one.

Its columns are the dotted names of a flattened tweet, with lists as JSON in the cell, line breaks in texts
as `\n`, and entities either as JSON objects or only as what they say. Of a retweet it writes the text,
entities, media and counts of the tweet it repeats.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.loading import load_json
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.ranks import CSV
from tasks.parsing.x.twarc_cells import listed_entities
from tasks.parsing.x.twarc_flat import read_flat
from tasks.parsing.x.v2_beside import Item, part
from tasks.parsing.x.v2_texts import notice_in
from warehouse.rows import Page

REFERENCES = ("replied_to", "quoted", "retweeted")
OF_THE_REPEATED = ("text", "entities", "attachments", "context_annotations", "public_metrics")

_FLAG = {"True": True, "False": False, "true": True, "false": False}
_FLAGS = re.compile(r"(?:possibly_sensitive|protected|verified|copyright|is_edit_eligible)$")
_COUNTS = re.compile(r"(?:_count|_minutes|_remaining)$")
_LISTS = re.compile(
    r"^(?:edit_history_\w+_ids|context_annotations|matching_rules|attachments\.(?:media|media_keys|poll_ids)"
    r"|attachments\.poll\.options|geo\.coordinates\.coordinates|geo\.geo\.bbox"
    r"|(?:author\.)?withheld\.country_codes|(?:author\.)?entities\..+)$"
)


def read_twarc_csv(page: Page, payload: Payload, gathered: Gathered) -> None:
    """One table, or a part of one beneath the same header; `payload.line` is the header's line in the file.

    A row that has not as many cells as the header, and an id that is none (`1.38E+18`, as spreadsheets write
    them), is a fault.
    """
    text = page.body.decode("utf-8-sig", "replace")
    rows = numbered(text, payload.line, gathered)
    _, header = next(rows, (payload.line, []))
    if "id" not in header:
        gathered.fault("not_a_tweet", "the first line does not name the columns of twarc-csv", payload.line)
        return
    for line, row in rows:
        if len(row) != len(header):
            detail = f"a row of {len(row)} cells beneath {len(header)} columns"
            gathered.fault("not_a_tweet", detail, line)
            continue
        cells = decoded({name: cell for name, cell in zip(header, row, strict=True) if cell})
        read_flat(flat_tweet(cells), gathered, line=line, source_kind="csv", rank=CSV, inner_rank=CSV - 1)


def numbered(text: str, first: int, gathered: Gathered) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table that are not empty, each with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        line = first + reader.line_num
        try:
            row = next(reader, None)
        except csv.Error as error:
            gathered.fault("too_long" if "limit" in str(error) else "not_a_tweet", str(error), line)
            continue
        if row is None:
            return
        if row:
            yield line, row


def decoded(cells: dict[str, str]) -> dict[str, str]:
    """The cells without the JSON around each that twarc-csv puts there when asked to."""
    if not cells.get("id", "").startswith('"'):
        return cells
    return {name: plain(cell) for name, cell in cells.items()}


def plain(cell: str) -> str:
    """A cell that is a JSON text, as that text; every other as it is."""
    try:
        value = load_json(cell.encode()) if cell.startswith('"') else cell
    except ValueError:
        return cell
    return value if isinstance(value, str) else cell


def flat_tweet(cells: dict[str, str]) -> Item:
    """The flattened tweet that a row was written from, as far as it says."""
    tweet: Item = {}
    for name, cell in cells.items():
        put(tweet, name.split("."), cell_value(name, cell))
    entities, author = part(tweet, "entities"), part(tweet, "author")
    if entities:
        tweet["entities"] = listed_entities(entities, str(tweet.get("text", "")))
    described = part(part(author, "entities"), "description")
    if described:
        author["entities"]["description"] = listed_entities(described, str(author.get("description", "")))
    if author and "author_id" in tweet:
        author.setdefault("id", tweet["author_id"])
    tweet["referenced_tweets"] = references(tweet)
    return tweet


def put(item: Item, path: list[str], value: Any) -> None:
    """Puts a value where its dotted name says."""
    for name in path[:-1]:
        item = item.setdefault(name, {})
        if not isinstance(item, dict):
            return
    item[path[-1]] = value


def cell_value(name: str, cell: str) -> Any:
    """A cell as JSON would have it; one that cannot be read stays a text, and its reader tells of it."""
    if _LISTS.search(name):
        try:
            return load_json(cell.encode("utf-8", "replace"))
        except ValueError:
            return cell
    if _FLAGS.search(name):
        return _FLAG.get(cell, cell)
    if _COUNTS.search(name):
        return cell.removesuffix(".0")  # columns with gaps are of floats
    return cell.replace("\\n", "\n")


def references(tweet: Item) -> list[Item]:
    """The tweets a row refers to, each with what the row says of it."""
    named, found = part(tweet, "referenced_tweets"), []
    for kind in REFERENCES:
        if tweet_id := part(named, kind).get("id"):
            prefix = "in_reply_to" if kind == "replied_to" else kind
            user_id, handle = tweet.get(f"{prefix}_user_id"), tweet.get(f"{prefix}_username")
            author = {"id": user_id, "username": handle} if user_id and handle else {}
            found.append({"type": kind, "id": tweet_id, "author_id": user_id, "author": author})
    for other in found:
        if other["type"] == "retweeted":
            part_from(tweet, other)
    return found


def part_from(tweet: Item, repeated: Item) -> None:
    """Gives what a row has of the tweet it repeats to that tweet, where the row has that one's text.

    Of one without entities or topics the row still has the retweet's own.
    """
    handle, text = part(repeated, "author").get("username"), str(tweet.get("text", ""))
    if not handle or text.lower().startswith(f"rt @{handle}:".lower()) or notice_in(tweet, text):
        return
    repeated.update({name: tweet.pop(name) for name in OF_THE_REPEATED if name in tweet})
    if text:
        tweet["text"] = f"RT @{handle}: "
    if "context_annotations" in repeated:
        tweet["context_annotations"] = repeated["context_annotations"]
    entities = part(repeated, "entities")
    if isinstance(mentions := entities.get("mentions"), list) and f"@{handle}".lower() not in text.lower():
        entities["mentions"] = [
            user for user in mentions if not isinstance(user, dict) or user.get("username") != handle
        ]
