"""Web addresses in one form: the same page asked for twice has the same address."""

import re
import string
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

MAX_URL = 8_192
DEFAULT_PORTS = {"http": 80, "https": 443}
TRACKING = re.compile(
    r"(?:utm|hsa|mtm|matomo|oly|vero|guce)_\w+|(?:at|pk)_(?:medium|campaign|source|keyword|kwd|link|format|bbc|ptr)\w*|_ga|_gl|_hsenc|_hsmi|__twitter_impression|mkt_tok|mc_[ce]id"
    r"|fbclid|fb_source|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid?|srsltid|guccounter"
    r"|xtor|maca|cmpid|ns_(?:mchannel|source|campaign|linkname)|traffic_source",
    re.IGNORECASE,
)
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
ADDRESS_6 = re.compile(r"[0-9a-f:.]{2,45}")
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")
IN_PATH = "/:@!$&'()*+,;=~"
IN_QUERY = IN_PATH + "?"


def normalize_url(url: str, base: str | None = None) -> str | None:
    """The address in one form (RFC 3986 §6.2), without fragment, credentials and tracking parameters.

    Returns:
        None where it is not a valid http(s) address.
    """
    if len(url) > MAX_URL:
        return None
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        authority = normal_authority(parts)
        path, query = escape(parts.path, IN_PATH), drop_tracking(escape(parts.query, IN_QUERY))
    except ValueError:
        return None
    if authority is None:
        return None
    normal = f"{parts.scheme.lower()}://{authority}{drop_dots(path)}" + (f"?{query}" if query else "")
    return normal if len(normal) <= MAX_URL else None


def host_of(url: str) -> str:
    """The lower-case host of an address, without port; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def normal_authority(parts: SplitResult) -> str | None:
    """Host, and port where it is not the scheme's own; None where the address is not http(s)."""
    scheme = parts.scheme.lower()
    host = normal_host(parts.hostname or "")
    if scheme not in DEFAULT_PORTS or host is None or parts.port == 0:
        return None
    port = parts.port
    return host if port in (None, DEFAULT_PORTS[scheme]) else f"{host}:{port}"


def normal_host(host: str) -> str | None:
    """A host as ASCII lower case (IDNA 2008 with UTS 46 mapping); None where it is not a valid one."""
    if ":" in host:
        return f"[{host}]" if ADDRESS_6.fullmatch(host) else None
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode("ascii")
    host = host.rstrip(".").lower()
    return host if len(host) <= 253 and all(map(LABEL.fullmatch, host.split("."))) else None


def drop_tracking(query: str) -> str:
    """The query without parameters that only say where the reader came from; the order is kept."""
    return "&".join(
        pair for pair in query.split("&") if pair and not TRACKING.fullmatch(pair.partition("=")[0])
    )


def escape(text: str, safe: str) -> str:
    """Percent-encoding in one form: UTF-8, upper case, only where needed (RFC 3986 §6.2.2)."""
    return quote(ESCAPE.sub(plain_or_upper, STRAY_PERCENT.sub("%25", text)), safe=safe + "%")


def plain_or_upper(escaped: re.Match[str]) -> str:
    """One escape as its character where that is unreserved, else in upper case."""
    character = chr(int(escaped.group()[1:], 16))
    return character if character in UNRESERVED else escaped.group().upper()


def drop_dots(path: str) -> str:
    """The path without `.` and `..` segments (RFC 3986 §5.2.4), `/` where it is empty."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
