"""Addresses of tweets: which URLs name one tweet, and what they say of it."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

MAX_URL_CHARS = 2048
MAX_ID = 2**63 - 1
MAX_ID_DIGITS = 19

# the site itself, and the embed fixers people paste instead of it
_HOSTS = {"twitter.com", "x.com", "fxtwitter.com", "vxtwitter.com", "fixupx.com", "fixvx.com", "xcancel.com"}
_PREFIX = re.compile(r"^(?:www|mobile|m)\.")
_NITTER = re.compile(r"^nitter\.|\.nitter\.|(?:^|\.)nitter[a-z0-9-]*\.")
_ID = re.compile(r"[1-9][0-9]{0,18}")
_PATH = re.compile(
    r"^/(?:(?P<handle>[A-Za-z0-9_]{1,20})/)?(?:web/)?status(?:es)?/(?P<id>[1-9][0-9]{0,18})(?![0-9])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TweetUrl:
    """What the address of a tweet says; handle is None in /i/web/status/ID."""

    tweet_id: str
    handle: str | None


def parse_tweet_id(text: str | None) -> str | None:
    """The id when text is one: decimal digits that fit 63 bits, kept as text."""
    if not text:
        return None
    if not text.isdigit():
        text = text.strip()
    return text if _ID.fullmatch(text) and (len(text) < MAX_ID_DIGITS or int(text) <= MAX_ID) else None


def parse_tweet_url(url: str | None) -> TweetUrl | None:
    """The tweet that url names, on twitter.com, x.com or a mirror; None for every other address."""
    if not url or "status" not in url or len(url) > MAX_URL_CHARS:
        return None
    url = url.strip()
    try:
        parts = urlsplit(url if "//" in url[:8] else f"//{url}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "") or not _is_tweet_host(host):
        return None
    # the hash-bang addresses of 2010–2012 keep the path in the fragment
    path = parts.fragment[1:] if parts.fragment.startswith("!/") else parts.path
    found = _PATH.match(path)
    if found is None or not parse_tweet_id(found["id"]):
        return None
    handle = found["handle"]
    return TweetUrl(tweet_id=found["id"], handle=None if handle in (None, "i") else handle)


def parse_redirected_url(url: str | None) -> TweetUrl | None:
    """The tweet that url names, or leads to through a click counter's url parameter."""
    if not url or "status" not in url or len(url) > MAX_URL_CHARS:
        return None
    if found := parse_tweet_url(url):
        return found
    try:
        parts = urlsplit(url)
        targets = parse_qs(parts.query, max_num_fields=30).get("url", [])
    except ValueError:
        return None
    return None if _is_tweet_host(parts.hostname or "") else parse_tweet_url(next(iter(targets), None))


def tweet_address(tweet_id: str, handle: str | None) -> str:
    """The one address under which a tweet is kept, whatever host or mirror named it."""
    return f"https://x.com/{handle or 'i/web'}/status/{tweet_id}"


def _is_tweet_host(host: str) -> bool:
    return _PREFIX.sub("", host) in _HOSTS or _NITTER.search(host) is not None
