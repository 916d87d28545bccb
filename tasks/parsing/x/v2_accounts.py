"""Accounts of the X API v2 as rows."""

import re
from typing import Any

import orjson

from tasks.parsing.x.shapes import digits, flag, instant, records, whole, words
from tasks.parsing.x.texts import clean, is_settled, settle
from tasks.parsing.x.v2_beside import Item, either, part
from tasks.parsing.x.v2_reading import Reading
from warehouse.tweet_rows import TweetAuthor

HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
MAX_ENTITIES = 200  # of a description, which has 160 characters
NAMED = ("tag", "username", "url", "expanded_url", "display_url")  # what an entity of a description is


def screen_name(value: Any) -> str | None:
    """A handle without @, as written."""
    return value if isinstance(value, str) and HANDLE.fullmatch(value) else None


def label(value: Any) -> str | None:
    """A text for people that is not empty, NFC."""
    if not isinstance(value, str) or not value:
        return None
    return value if is_settled(value) else clean(value)


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
    counts, withheld = part(user, "public_metrics"), part(user, "withheld")
    description, entities = described(user)
    pinned = "pinned_tweet_id" if "pinned_tweet_id" in user else "pinned_post_id"
    posted = "tweet_count" if "tweet_count" in counts else "post_count"
    row = TweetAuthor(
        author_key=author_key,
        observed_at=reading.observed_at,
        author_id=user_id,
        handle=handle,
        name=reading.take(user, "name", label),
        description=description,
        description_entities=entities,
        location=reading.take(user, "location", label),
        url=web_address(user),
        created_at=reading.take(user, "created_at", instant),
        protected=reading.take(user, "protected", flag),
        verified=reading.take(user, "verified", flag),
        verified_type=reading.take(user, "verified_type", words),
        followers=reading.take(counts, "followers_count", whole),
        following=reading.take(counts, "following_count", whole),
        tweets=reading.take(counts, posted, whole),
        likes=reading.take(counts, "like_count", whole),
        listed=reading.take(counts, "listed_count", whole),
        media=reading.take(counts, "media_count", whole),
        image_url=reading.take(user, "profile_image_url", words),
        pinned_tweet_id=reading.take(user, pinned, digits),
        withheld_countries=reading.take_words(withheld, "country_codes", words),
        withheld_scope=reading.take(withheld, "scope", words),
        withheld_copyright=reading.take(withheld, "copyright", flag),
        source_kind=reading.source_kind,
        completeness=reading.rank,
        **reading.lineage,
    )
    reading.gathered.add_author(row, user if reading.gathered.fault_count == faults else None)


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
