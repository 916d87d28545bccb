"""Addresses of posts on other platforms than X: which URLs name one post, and what they say of it.

Of each platform these are the addresses that its own embed code and its share button write.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

MAX_URL_CHARS = 2048

_PREFIX = re.compile(r"^(?:www|m|mobile|mbasic|web|embed)\.")
_BLUESKY = re.compile(r"^/profile/([\w.:%-]{3,253})/post/([a-z0-9]{5,20})(?:/|$)")
_BLUESKY_EMBED = re.compile(
    r"^/embed/(did:[a-z]{1,20}:[\w.:%-]{3,253})/app\.bsky\.feed\.post/([a-z0-9]{5,20})"
)
_TELEGRAM = re.compile(r"^/(?:s/)?([A-Za-z]\w{3,31})/([1-9]\d{0,9})/?$", re.ASCII)
_INSTAGRAM = re.compile(r"^/(?:([A-Za-z0-9_.]{1,30})/)?(p|reel|reels|tv)/([\w-]{5,60})(?:/|$)", re.ASCII)
_TIKTOK = re.compile(r"^/@([\w.-]{1,40})/(?:video|photo)/(\d{5,25})(?:/|$)", re.ASCII)
_TIKTOK_EMBED = re.compile(r"^/(?:embed(?:/v2)?|player/v1)/(\d{5,25})(?:/|$)", re.ASCII)
_THREADS = re.compile(r"^/@([A-Za-z0-9_.]{1,40})/post/([\w-]{5,60})(?:/|$)", re.ASCII)
_FACEBOOK = re.compile(
    r"^/(?:groups/[\w.-]{1,80}|([\w.-]{1,80}))/(?:posts|videos|photos|permalink|reels?)/"
    r"(?:[^/]{1,200}/){0,2}(pfbid\w{10,80}|\d{3,25})/?$",
    re.ASCII,
)
_FACEBOOK_REEL = re.compile(r"^/(?:reel|watch)/(\d{3,25})/?$", re.ASCII)
_FEDIVERSE = re.compile(
    r"^/(?:@|users/)([\w.-]{1,64})(?:@([\w.-]{3,253}))?(?:/posts|/statuses)?/(\d{10,20})(?:/embed)?/?$",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostUrl:
    """What the address of a post says; handle is None where it does not name the account."""

    platform: str
    url: str
    post_id: str
    handle: str | None


def parse_post_url(url: str | None, fediverse: bool = False) -> PostUrl | None:
    """The post that url names; None for profiles, share buttons and everything else.

    Mastodon is thousands of hosts: an address of its form counts only where `fediverse` says that the
    markup is Mastodon's, or where it ends in /embed.
    """
    if not url or len(url) > MAX_URL_CHARS:
        return None
    if url.startswith("at://"):
        return _at_uri(url)
    url = url.strip()
    try:
        parts = urlsplit(url if "//" in url[:8] else f"//{url}")
        host = _PREFIX.sub("", (parts.hostname or "").rstrip("."))
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "") or "." not in host:
        return None
    if read := _READERS.get(host):
        return read(parts)
    is_mastodon = fediverse or parts.path.rstrip("/").endswith("/embed")
    return _mastodon(parts, host) if is_mastodon else None


def _at_uri(uri: str) -> PostUrl | None:
    account, _, rest = uri.removeprefix("at://").partition("/")
    collection, _, key = rest.partition("/")
    if collection != "app.bsky.feed.post":
        return None
    return _bluesky_post(account, key) if _BLUESKY.match(f"/profile/{account}/post/{key}") else None


def _bluesky(parts: SplitResult) -> PostUrl | None:
    found = _BLUESKY.match(parts.path) or _BLUESKY_EMBED.match(parts.path)
    return _bluesky_post(found[1], found[2]) if found else None


def _bluesky_post(account: str, key: str) -> PostUrl:
    return PostUrl(
        platform="bluesky",
        url=f"https://bsky.app/profile/{account}/post/{key}",
        post_id=key,
        handle=None if account.startswith("did:") else account,
    )


def _telegram(parts: SplitResult) -> PostUrl | None:
    found = _TELEGRAM.match(parts.path)
    if found is None or found[1] in ("share", "joinchat", "addstickers"):
        return None
    address = f"https://t.me/{found[1]}/{found[2]}"
    return PostUrl(platform="telegram", url=address, post_id=found[2], handle=found[1])


def _instagram(parts: SplitResult) -> PostUrl | None:
    found = _INSTAGRAM.match(parts.path)
    if found is None:
        return None
    kind = "reel" if found[2] == "reels" else found[2]
    address = f"https://www.instagram.com/{kind}/{found[3]}/"
    return PostUrl(platform="instagram", url=address, post_id=found[3], handle=found[1])


def _tiktok(parts: SplitResult) -> PostUrl | None:
    if found := _TIKTOK.match(parts.path):
        address = f"https://www.tiktok.com/@{found[1]}/video/{found[2]}"
        return PostUrl(platform="tiktok", url=address, post_id=found[2], handle=found[1])
    if found := _TIKTOK_EMBED.match(parts.path):
        address = f"https://www.tiktok.com/embed/v2/{found[1]}"
        return PostUrl(platform="tiktok", url=address, post_id=found[1], handle=None)
    return None


def _threads(parts: SplitResult) -> PostUrl | None:
    found = _THREADS.match(parts.path)
    if found is None:
        return None
    address = f"https://www.threads.com/@{found[1]}/post/{found[2]}"
    return PostUrl(platform="threads", url=address, post_id=found[2], handle=found[1])


def _facebook(parts: SplitResult) -> PostUrl | None:
    query = _query(parts)
    if parts.path.startswith("/plugins/"):
        target = query.get("href", [""])[0]
        framed = parts.path in ("/plugins/post.php", "/plugins/video.php") and "/plugins/" not in target
        return parse_post_url(target) if framed else None
    if found := _FACEBOOK.match(parts.path):
        handle = found[1]
        return _facebook_post(parts.path, found[2], handle if handle and not handle.isdigit() else None)
    if found := _FACEBOOK_REEL.match(parts.path):
        return _facebook_post(parts.path, found[1], None)
    name = {"/permalink.php": "story_fbid", "/story.php": "story_fbid", "/photo.php": "fbid"}.get(parts.path)
    name = name or {"/photo": "fbid", "/watch": "v"}.get(parts.path.rstrip("/"))
    number = query.get(name, [""])[0] if name else ""
    if not re.fullmatch(r"pfbid[A-Za-z0-9]{10,80}|[0-9]{3,25}", number):
        return None
    account = query.get("id", [""])[0]
    more = f"&id={account}" if account.isascii() and account.isdigit() else ""
    return _facebook_post(f"{parts.path}?{name}={number}{more}", number, None)


def _query(parts: SplitResult) -> dict[str, list[str]]:
    try:
        return parse_qs(parts.query, max_num_fields=100)
    except ValueError:
        return {}


def _facebook_post(path: str, number: str, handle: str | None) -> PostUrl:
    return PostUrl(platform="facebook", url=f"https://www.facebook.com{path}", post_id=number, handle=handle)


def _truth_social(parts: SplitResult) -> PostUrl | None:
    found = _FEDIVERSE.match(parts.path)
    if found is None:
        return None
    address = f"https://truthsocial.com/@{found[1]}/{found[3]}"
    return PostUrl(platform="truthsocial", url=address, post_id=found[3], handle=found[1])


def _mastodon(parts: SplitResult, host: str) -> PostUrl | None:
    found = _FEDIVERSE.match(parts.path)
    if found is None:
        return None
    name, home, number = found.groups()
    account = f"{name}@{home}" if home else name
    address = f"https://{host}/@{account}/{number}"
    return PostUrl(platform="mastodon", url=address, post_id=number, handle=f"{name}@{home or host}")


_READERS = {
    "bsky.app": _bluesky,
    "t.me": _telegram,
    "telegram.me": _telegram,
    "instagram.com": _instagram,
    "instagr.am": _instagram,
    "tiktok.com": _tiktok,
    "threads.net": _threads,
    "threads.com": _threads,
    "facebook.com": _facebook,
    "fb.com": _facebook,
    "truthsocial.com": _truth_social,
}
