"""What an answer of the X API brought, before it is extracted: its ids, and where to go on."""

from dataclasses import dataclass
from typing import Any

from tasks.parsing.x.loading import load_json
from tasks.parsing.x.shapes import digits, record, records, words

MAX_TOKEN_CHARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Ids of the tweets asked for, of those beside them and of the accounts, and the next page's token."""

    posts: tuple[str, ...]
    included: tuple[str, ...]
    users: tuple[str, ...]
    next_token: str | None


def read_answered(body: bytes) -> Answered:
    """The ids of a v2 answer in either dialect; nothing where it is none."""
    answer = load_object(body)
    data, includes = answer.get("data"), record(answer.get("includes"))
    posts = records(data) if isinstance(data, list) else [record(data)]
    accounts = [item for item in posts if "username" in item]
    beside = records(includes.get("tweets")) + records(includes.get("posts"))
    token = words(record(answer.get("meta")).get("next_token"))
    ids = tuple(dict.fromkeys(ids_of(item for item in posts if "username" not in item)))
    return Answered(
        posts=ids,
        included=tuple(name for name in dict.fromkeys(ids_of(beside)) if name not in set(ids)),
        users=tuple(dict.fromkeys(ids_of(accounts + records(includes.get("users"))))),
        next_token=token if token and len(token) <= MAX_TOKEN_CHARS else None,
    )


def ids_of(items: Any) -> list[str]:
    """The ids of some records, those that have one."""
    return [name for item in items if (name := digits(item.get("id")))]


def load_object(body: bytes) -> dict[str, Any]:
    """A body that is a JSON object; empty for everything else."""
    try:
        return record(load_json(body))
    except ValueError:
        return {}


def is_object(body: bytes) -> bool:
    """Whether a body is a JSON object, be it an empty one."""
    return bool(load_object(body)) or body.strip() == b"{}"
