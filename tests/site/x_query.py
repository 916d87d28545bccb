"""The query of a search, of which the most used operators are understood.

https://docs.x.com/x-api/posts/search/integrate/operators: side by side is AND, which binds before OR, and `-`
is NOT.
"""

import re
from collections.abc import Callable

from tests.site.x_words import Item

EVERYTHING = "lang:ar OR lang:en OR lang:iw OR lang:fa"
KINDS = {"retweet": "retweeted", "quote": "quoted", "reply": "replied_to"}

Matches = Callable[[Item, str], bool]  # a tweet, the handle of its author

_PART = re.compile(r'-?\(|\)|-?"[^"]*"|[^\s()]+')


def read_query(query: str) -> Matches:
    """What a query finds.

    Raises:
        ValueError: an operator is unknown, or a bracket is not closed.
    """
    parts = _PART.findall(query)
    matches = one_of(parts)
    if parts:
        raise ValueError(f"no viable alternative at input '{parts[0]}'")
    return matches


def one_of(parts: list[str]) -> Matches:
    """Alternatives, up to a closing bracket or the end; what is read is taken off the parts."""
    choices = [all_of(parts)]
    while parts and parts[0] == "OR":
        del parts[0]
        choices.append(all_of(parts))
    return lambda post, handle: any(matches(post, handle) for matches in choices)


def all_of(parts: list[str]) -> Matches:
    """Terms that stand side by side."""
    terms: list[Matches] = []
    while parts and parts[0] not in ("OR", ")"):
        terms.append(term(parts.pop(0), parts))
    if not terms:
        raise ValueError("missing a term")
    return lambda post, handle: all(matches(post, handle) for matches in terms)


def term(part: str, parts: list[str]) -> Matches:
    """One term, negated or not, or what stands between brackets."""
    own = part.removeprefix("-")
    if own == "(":
        matches = one_of(parts)
        if parts[:1] != [")"]:
            raise ValueError("missing ')'")
        del parts[0]
    else:
        matches = operator(own)
    return matches if own == part else lambda post, handle: not matches(post, handle)


def operator(part: str) -> Matches:
    """What one word asks for."""
    name, colon, value = part.partition(":")
    if name == "from" and value:
        return lambda post, handle: handle.lower() == value.lower().removeprefix("@")
    if name == "lang" and value:
        return lambda post, handle: post["lang"] == ("iw" if value == "he" else value)
    if name == "is" and value in KINDS:
        return lambda post, handle: any(
            ref["type"] == KINDS[value] for ref in post.get("referenced_tweets", ())
        )
    if colon and not part.startswith('"'):
        raise ValueError(f"Reference to invalid operator '{name}'")
    words = part.strip('"').lower()
    return lambda post, handle: words in post.get("note_tweet", post)["text"].lower()
