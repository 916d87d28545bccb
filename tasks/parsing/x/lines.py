"""JSON Lines of tweets as twarc and others write them: each line in a form of its own."""

from collections.abc import Iterator

from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.loading import load_json
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.shapes import digits, record, records
from tasks.parsing.x.twarc_flat import read_flat
from tasks.parsing.x.v1 import read_status, statuses_of
from tasks.parsing.x.v2 import ANSWER, OF_A_TWEET, PROBLEM, read_answer
from tasks.parsing.x.v2_accounts import read_account
from tasks.parsing.x.v2_beside import Beside, Item, either, part
from tasks.parsing.x.v2_errors import add_missing, told
from tasks.parsing.x.v2_reading import Reading, collected_at
from warehouse.rows import Page

MAX_LINE_BYTES = 16 * 1024 * 1024

# messages of v1.1's streams other than delete (Streaming message types)
CONTROLS = ("limit", "warning", "disconnect", "scrub_geo", "status_withheld", "user_withheld")


def read_lines(page: Page, payload: Payload, gathered: Gathered) -> None:
    """Each line by itself: an answer of v2, a flattened tweet, a message of a stream, a tweet of v1.1.

    A line that cannot be read is a fault, and the others are read. Lines end in LF: JSON may hold every
    other line break in a text.
    """
    for number, line in numbered(page.body, payload.line):
        if len(line) > MAX_LINE_BYTES:
            gathered.fault("too_long", f"a line of {len(line):,} bytes", number)
        elif line := line.strip(b"\xef\xbb\xbf \t\r"):
            read_line(line, gathered, number)


def numbered(body: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers, one at a time."""
    start, number = 0, first
    while start < len(body):
        end = body.find(b"\n", start)
        end = len(body) if end < 0 else end
        yield number, body[start:end]
        start, number = end + 1, number + 1


def read_line(line: bytes, gathered: Gathered, number: int) -> None:
    """One line that is not empty; one that holds a list, or a search of v1.1, is read as what is in it."""
    try:
        value = load_json(line)
    except ValueError as error:
        gathered.fault("not_json", f"the line is no JSON: {error}", number)
        return
    for item in statuses_of(value):
        if isinstance(item, dict):
            read_item(item, gathered, number)
        else:
            gathered.fault("not_a_tweet", f"a {type(item).__name__} is no tweet", number)


def read_item(item: Item, gathered: Gathered, line: int) -> None:
    """One object in whichever of the forms it has."""
    control = next((name for name in CONTROLS if name in item), None)
    if not ANSWER.isdisjoint(item):
        read_answer(item, gathered, line=line)
    elif "delete" in item:
        read_deletion(part(item, "delete"), gathered, line)
    elif is_of_v1(item):
        read_status(item, gathered, line=line)
    elif not OF_A_TWEET.isdisjoint(item):
        read_flat(item, gathered, line=line)
    elif "username" in item:
        read_account(item, reading_of(item, gathered, line))
    elif control:
        gathered.fault("api_error", f"{control}: {message_of(item[control])}", line)
    elif not PROBLEM.isdisjoint(item):
        gathered.fault("api_error", told(item), line)
    else:
        gathered.fault("not_a_tweet", f"an object of {', '.join(sorted(item)[:8])} is no tweet", line)


def is_of_v1(item: Item) -> bool:
    """Whether a tweet is of v1.1, which writes ids twice and its accounts inside."""
    return "id_str" in item or (isinstance(item.get("user"), dict) and "author_id" not in item)


def read_deletion(deletion: Item, gathered: Gathered, line: int) -> None:
    """A stream's word that a tweet was deleted."""
    status = part(deletion, "status")
    tweet_id = digits(either(status, "id_str", "id"))
    if tweet_id is None:
        gathered.fault("bad_value", "a deletion without the id of a tweet", line)
        return
    reading = reading_of(deletion, gathered, line)
    reading.source_kind = "api_v1"
    author_id = digits(either(status, "user_id_str", "user_id"))
    add_missing(tweet_id, "deleted", "delete", reading, asked_for=True, author_id=author_id)


def reading_of(item: Item, gathered: Gathered, line: int) -> Reading:
    """What is the same for the rows of a line with nothing beside it."""
    return Reading(gathered=gathered, beside=Beside(), observed_at=collected_at(item, gathered), line=line)


def message_of(message: object) -> str:
    """What a control message says, by the values in it that can be shown in a line."""
    said = record(message) or next(iter(records(message)), {})
    return ", ".join(f"{name} {value}" for name, value in said.items() if isinstance(value, str | int)) or "-"
