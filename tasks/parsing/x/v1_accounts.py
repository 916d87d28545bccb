"""The account of a status."""

from dataclasses import replace
from typing import Any

import orjson

from tasks.parsing.x.shapes import digits, flag, instant, record, records, whole
from tasks.parsing.x.texts import settle
from tasks.parsing.x.v1_entities import place
from tasks.parsing.x.v1_reading import Reading, as_address, as_codes, as_handle, as_words
from warehouse.tweet_rows import TweetAuthor

MAX_LINKS = 100  # of one description

_LINK = ("url", "expanded_url", "display_url")


def author_of(user: dict[str, Any], reading: Reading) -> TweetAuthor | None:
    """One look at an account; None where it is named by its id alone, as with `trim_user`."""
    author_id, handle = reading.take_id(user, "id"), reading.take(user, "screen_name", as_handle)
    name = reading.take(user, "name", as_words)
    if handle is None and (author_id is None or name is None):
        return None
    origin, entities = reading.gathered.origin, record(user.get("entities"))
    description, links = described(user.get("description"), record(entities.get("description")))
    return TweetAuthor(
        **origin.lineage,
        author_key=author_id or f"@{(handle or '').lower()}",
        observed_at=origin.observed_at,
        author_id=author_id,
        handle=handle,
        name=name,
        description=description,
        description_entities=links,
        location=reading.take(user, "location", as_words),
        url=expanded(record(entities.get("url"))) or reading.take(user, "url", as_address),
        created_at=reading.take(user, "created_at", instant),
        protected=reading.take(user, "protected", flag),
        verified=reading.take(user, "verified", flag),
        verified_type=verified_type(user),
        **count_columns(user, reading),
        image_url=as_address(user.get("profile_image_url_https"))
        or as_address(user.get("profile_image_url")),
        pinned_tweet_id=pinned(user.get("pinned_tweet_ids_str")),
        withheld_countries=reading.take(user, "withheld_in_countries", as_codes) or (),
        withheld_scope=reading.take(user, "withheld_scope", as_words),
        withheld_copyright=reading.take(user, "withheld_copyright", flag),
        source_kind=reading.kind,
        completeness=reading.rank,
    )


def named_columns(user: dict[str, Any], reading: Reading) -> dict[str, str | None]:
    """The author's columns of a tweet; what cannot be read of them is told with the account."""
    quiet = replace(reading, quiet=True)
    return {
        "author_id": quiet.take_id(user, "id"),
        "author_handle": as_handle(user.get("screen_name")),
        "author_name": as_words(user.get("name")),
    }


def count_columns(user: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """What is counted of an account."""
    names = {
        "followers": "followers_count", "following": "friends_count", "tweets": "statuses_count",
        "likes": "favourites_count", "listed": "listed_count", "media": "media_count",
    }  # fmt: skip
    return {column: reading.take(user, name, whole) for column, name in names.items()}


def described(text: Any, entities: dict[str, Any]) -> tuple[str | None, str | None]:
    """The description as it is stored, and its links as JSON with their places in it, as v2 has them."""
    if not isinstance(text, str) or not text:
        return None, None
    links = [item for item in records(entities.get("urls"))[:MAX_LINKS] if as_address(item.get("url"))]
    spans = [place("url", item["url"], item.get("indices"), text) for item in links]
    settled, places = settle(text, [(start or 0, end or 0) for start, end in spans])
    kept = [
        {name: said for name in _LINK if (said := as_address(item.get(name)))}
        | ({} if None in span else {"start": start, "end": end})
        for item, span, (start, end) in zip(links, spans, places, strict=True)
    ]
    return settled, orjson.dumps({"urls": kept}, option=orjson.OPT_SORT_KEYS).decode() if kept else None


def expanded(entities: dict[str, Any]) -> str | None:
    """The address behind the short link of a profile."""
    links = [as_address(item.get("expanded_url")) for item in records(entities.get("urls"))]
    return next(filter(None, links), None)


def verified_type(user: dict[str, Any]) -> str | None:
    """Blue, business or government; None where the answer is older than these."""
    said = as_words(user.get("verified_type"))
    return said.lower() if said else "blue" if user.get("is_blue_verified") is True else None


def pinned(ids: Any) -> str | None:
    """The first tweet pinned to a profile."""
    return digits(ids[0]) if isinstance(ids, list) and ids else None
