"""What a publisher says of the use of its text, in its own words: nothing is concluded from them.

In robots.txt: Content-Signal (Content Signals Policy; its vocabulary is draft-romm-aipref-contentsignals) and
Content-Usage (draft-ietf-aipref-attach §3). In headers and meta elements: TDMRep and `noai`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tasks.parsing.meta import Meta
from tasks.parsing.urls import MAX_URL

MAX_ROBOTS = 512_000  # RFC 9309 §2.5
MAX_LINE = 8_000
MAX_CHARS = 2_000
CUT = "…"
SIGNALS = ("content-signal", "content-usage")
AGENT_LINES = ("user-agent", "useragent", "user agent")  # as the parser that isnad obeys reads them
SITE_LINES = ("sitemap", "sitemaps", "site-map", "host")  # of no group (RFC 9309 §2.2.4)
END_OF_LINE = re.compile(r"[\r\n]++")
WORDS = re.compile(r"[,\s]++")
AGENT = re.compile(r"\s*+[a-z][a-z0-9_-]*+\s*+", re.IGNORECASE)
WITH_VALUE = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Whether text and data mining is reserved, and the address of the terms as stated where it is."""

    reserved: bool
    policy: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the publisher of one page says of its use, None where nothing is said; columns of articles."""

    content_signal: str | None
    tdm_reserved: bool | None
    tdm_policy: str | None
    no_ai: bool | None


def read_usage(robots_signal: str | None, headers: Headers, meta: Meta) -> Usage:
    """What robots.txt (as read by content_signal), the response's headers and the page itself say."""
    said = filter(None, (robots_signal, content_signal_header(headers)))
    tdm = tdm_reservation(headers, meta)
    return Usage(
        content_signal="; ".join(said) or None,
        tdm_reserved=tdm.reserved if tdm else None,
        tdm_policy=tdm.policy if tdm else None,
        no_ai=no_ai(headers, meta),
    )


def content_signal(robots: str, user_agent_token: str) -> str | None:
    """The signals in the group of robots.txt that holds for this agent; None where it has none.

    Lines with their names, once each, joined by `; `: `content-signal: search=yes, ai-train=no`. A path that
    narrows a line is kept as written: `content-usage: /archive/ train-ai=n`. What is cut off leaves a `…`.
    """
    return joined(lines_of(robots, user_agent_token))


def content_signal_header(headers: Headers) -> str | None:
    """The signals in the response's own headers, in the same form (draft-ietf-aipref-attach §2)."""
    return joined(headers)


def joined(lines: Iterable[tuple[str, str]]) -> str | None:
    """The signals among named lines as one text of at most MAX_CHARS; None where there is none."""
    kept: dict[str, None] = {}
    length = 0
    for name, value in lines:
        name = name.strip().lower()
        said = tidy(value) if name in SIGNALS else ""
        line = f"{name}: {said}"
        if not said or line in kept:
            continue
        length += len(line) + 2
        if length > MAX_CHARS:
            return "; ".join((*kept, CUT))
        kept[line] = None
    return "; ".join(kept) or None


def tidy(value: str) -> str:
    """One line's path, if any, and its pairs in lower case; empty where no pair stands there."""
    if len(value) > MAX_LINE:
        return CUT
    path, pairs = "", "".join(filter(str.isprintable, " ".join(value.split()))).strip()
    if pairs.startswith("/"):
        path, _, pairs = pairs.partition(" ")
    said = ", ".join(filter(None, map(tidy_pair, pairs.lower().split(","))))
    return f"{path} {said}".strip() if said else ""


def tidy_pair(pair: str) -> str:
    """One `key=value` with single spaces, none beside `=` and `;`."""
    for mark in "=;":
        pair = mark.join(part.strip() for part in pair.split(mark))
    return " ".join(pair.split())


def lines_of(robots: str, user_agent_token: str) -> list[tuple[str, str]]:
    """Name and value of the lines in all groups of this agent, else in those of `*` (RFC 9309 §2.2.1).

    A line before the first user-agent line belongs to no group.
    """
    wanted = {product_token(user_agent_token), "*"}
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: set[str] = set()
    opening = False
    for name, value in read_lines(robots):
        if name in AGENT_LINES:
            agents = agents if opening else set()
            agents |= wanted & {product_token(value)}
        for agent in agents:
            groups.setdefault(agent, []).append((name, value))
        opening = name in AGENT_LINES
    return groups.get(product_token(user_agent_token), groups.get("*", []))


def read_lines(robots: str) -> Iterator[tuple[str, str]]:
    """Lower-case name and value of each line that may stand in a group, without comments (RFC 9309 §2.2)."""
    for line in END_OF_LINE.split(robots[:MAX_ROBOTS].removeprefix("\ufeff")):
        name, colon, value = line.partition("#")[0].partition(":")
        name = name.strip().lower()
        if colon and name not in SITE_LINES:
            yield name, value.strip()


def product_token(agent: str) -> str:
    """The product token of a user-agent line or header in lower case, without version; `*` is itself."""
    first = (agent.split(maxsplit=1) or [""])[0].partition("/")[0].lower()
    return first.rstrip("*") or first[:1]


def tdm_reservation(headers: Headers, meta: Meta) -> Reservation | None:
    """What TDMRep headers and meta elements say; None where neither says 0 or 1.

    A value in the page supersedes one in the headers (TDMRep, Processing priority); other values are as unset
    (TDMRep, tdm-reservation), and so is a policy where nothing is reserved (TDMRep, tdm-policy).
    """
    reserved = flag(meta.all("tdm-reservation"))
    if reserved is None:
        reserved = flag(header_values(headers, "tdm-reservation"))
    if reserved is None:
        return None
    stated = (*meta.all("tdm-policy"), *header_values(headers, "tdm-policy"))
    return Reservation(
        reserved=reserved, policy=next(filter(like_address, stated), None) if reserved else None
    )


def flag(values: Sequence[str]) -> bool | None:
    """True for 1, False for 0; None for anything else and where they contradict each other."""
    said = set(values)
    return said == {"1"} if said in ({"0"}, {"1"}) else None


def like_address(text: str) -> bool:
    """Whether a text could be an address: one printable word of a bounded length."""
    return 0 < len(text) <= MAX_URL and text.isprintable() and " " not in text


def no_ai(headers: Headers, meta: Meta) -> bool | None:
    """True where X-Robots-Tag or `<meta name="robots">` says `noai` to every agent; None where neither does.

    `noimageai` speaks of pictures, so it says nothing of the text. It is a custom, not a standard.
    """
    said = (*map(said_to_all, header_values(headers, "x-robots-tag")), *meta.all("robots"))
    return True if any("noai" in WORDS.split(text.lower()) for text in said) else None


def said_to_all(tag: str) -> str:
    """An X-Robots-Tag up to the first name of an agent, to whom alone the rest is said."""
    rules = tag.split(",")
    for at, rule in enumerate(rules):
        agent, colon, _ = rule.partition(":")
        if colon and AGENT.fullmatch(agent) and agent.strip().lower() not in WITH_VALUE:
            return ",".join(rules[:at])
    return tag


def header_values(headers: Headers, name: str) -> list[str]:
    """The values of every header of this name, in their order."""
    return [value.strip() for key, value in headers if key.strip().lower() == name]
