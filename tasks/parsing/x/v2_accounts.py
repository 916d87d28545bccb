"""Accounts of the X API v2 as rows."""

import re
from typing import Any

import orjson

from tasks.parsing.x.shapes import digits, flag, instant, records, whole, words
from tasks.parsing.x.texts import clean, is_settled, settle
from tasks.parsing.x.v2_beside import EMPTY, Item, either, part
from tasks.parsing.x.v2_reading import Columns, Reading
from warehouse.tweet_rows import TweetAuthor

HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
MAX_ENTITIES = 200  # of a description, which has 160 characters
NAMED = ("tag", "username", "url", "expanded_url", "display_url")  # what an entity of a description is


def label(value: Any) -> str | None:
    """A text for people that is not empty, NFC."""
    if not isinstance(value, str) or not value:
        return None
    return value if is_settled(value) else clean(value)


COLUMNS: Columns = (
    ("location", "location", label),
    ("created_at", "created_at", instant),
    ("protected", "protected", flag),
    ("verified", "verified", flag),
    ("verified_type", "verified_type", words),
    ("image_url", "profile_image_url", words),
    ("pinned_tweet_id", "pinned_post_id", digits),
    ("pinned_tweet_id", "pinned_tweet_id", digits),
)
COUNTS: Columns = (
    ("followers", "followers_count", whole),
    ("following", "following_count", whole),
    ("tweets", "post_count", whole),
    ("tweets", "tweet_count", whole),
    ("likes", "like_count", whole),
    ("listed", "listed_count", whole),
    ("media", "media_count", whole),
)
WITHHELD: Columns = (("withheld_scope", "scope", words), ("withheld_copyright", "copyright", flag))


def screen_name(value: Any) -> str | None:
    """A handle without @, as written."""
    return value if isinstance(value, str) and HANDLE.fullmatch(value) else None


def read_account(user: Item, reading: Reading) -> None:
    """One account; without an id and a handle it is a fault."""
    user_id, handle = reading.take(user, "id", digits), reading.take(user, "username", screen_name)
    if user_id is None and handle is None:
        reading.fault("bad_value", "an account without an id")
        return
    author_key = user_id or f"@{(handle or '').lower()}"
    if reading.gathered.has_read(author_key, user, reading.rank, reading.observed_at):
        return
    faults = reading.gathered.fault_count
    description, entities = described(user)
    row = TweetAuthor(
        author_key=author_key,
        observed_at=reading.observed_at,
        author_id=user_id,
        handle=handle,
        name=reading.take(user, "name", label),
        description=description,
        description_entities=entities,
        url=web_address(user),
        source_kind=reading.source_kind,
        completeness=reading.rank,
        **reading.take_all(user, COLUMNS),
        **reading.take_all(part(user, "public_metrics"), COUNTS),
        **withheld_columns(part(user, "withheld"), reading),
        **reading.lineage,
    )
    reading.gathered.add_author(row, user if reading.gathered.fault_count == faults else None)


def withheld_columns(withheld: Item, reading: Reading) -> dict[str, Any]:
    """Where something is withheld, and why."""
    if not withheld:
        return EMPTY
    countries = reading.take_words(withheld, "country_codes", words)
    return {"withheld_countries": countries} | reading.take_all(withheld, WITHHELD)


def web_address(user: Item) -> str | None:
    """The address an account gives, expanded where the record says it."""
    links = records(part(part(user, "entities"), "url").get("urls"))
    expanded = words(either(links[0], "unwound_url", "expanded_url")) if links else None
    return expanded or words(user.get("url"))


def described(user: Item) -> tuple[str | None, str | None]:
    """The description as it is stored, and its entities as JSON with their places in it."""
    text = words(user.get("description"))
    given = part(part(user, "entities"), "description")
    found = [(kind, entry) for kind in sorted(given) for entry in records(given[kind])][:MAX_ENTITIES]
    if not text or not found:
        return label(text), None
    spans = [(whole(entry.get("start")), whole(entry.get("end"))) for _, entry in found]
    settled, places = settle(text, [(start or 0, end or 0) for start, end in spans])
    kept: dict[str, list[dict[str, Any]]] = {}
    for (kind, entry), span, (start, end) in zip(found, spans, places, strict=True):
        said: dict[str, Any] = {name: entry[name] for name in NAMED if words(entry.get(name))}
        kept.setdefault(kind, []).append(said if None in span else said | {"start": start, "end": end})
    return settled, orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode()


def handle_of(user: Item) -> str | None:
    """The handle of an account that may not be there."""
    return screen_name(user.get("username"))
