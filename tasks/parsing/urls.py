"""Web addresses in one form: the same page asked for twice has the same address.

Read as the WHATWG URL Standard reads them, stricter where an address may hide where it leads.
"""

import re
import string
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

import idna

MAX_URL = 8_192
MAX_HOST = 253
DEFAULT_PORTS = {"http": 80, "https": 443}
# controls, spaces, and the unseen marks that come with an address cut from a text
EDGES = "".join(map(chr, range(0x21))) + "\x85\xa0\u200b\u200e\u200f\u2028\u2029\u3000\ufeff"
TABS_AND_NEWLINES = str.maketrans("", "", "\t\n\r")
TRACKING = re.compile(
    r"""(?:amp;)*(?:
    fbclid|fb_source|fb_ref|fb_action_(?:ids|types)|action_(?:object|ref|type)_map|igsh|igshid|mibextid|sfnsn
    |gclid|gclsrc|dclid|gbraid|wbraid|srsltid|usqp|amp_gsa|amp_js_v|msclkid|ocid|twclid|__twitter_impression
    |ref_src|ttclid|li_fat_id|rdt_cid|sccid|epik|yclid|ysclid|ymclid|_openstat|_ga|_gl|_kx|_ke|__s|_hsenc|_hsmi
    |__hsfp|__hssc|__hstc|hsctatracking|ga_(?:source|medium|term|content|campaign|place)|mkt_tok|mkwid|pcrid
    |mc_(?:[ce]id|source|medium|campaign)|ml_subscriber|ml_subscriber_hash|ef_id|s_cid|s_kwcid|_bta_c|_bta_tid
    |_bhlid|_branch_match_id|_branch_referrer|et_rid|vgo_ee|ss_email_id|nr_email_referer|elqtrack|elqtrackid
    |trk_(?:contact|module|msg|sid)|elqaid|elqat|elqcampaignid|irclickid|rb_clickid|unicorn_click_id|wickedid
    |cjevent|zanpid|tblci|dicbo|oborigurl|echobox|hootpostid|spm|cmpid|intcmp|intcid|wpisrc|guccounter|maca
    |xtor|xtref|wt_z?mc|wt\.mc_id|wtrid|ns_(?:mchannel|source|campaign|linkname|fee)|traffic_source
    |tracking_source|(?:\w{1,20}_)?utm_\w+
    |(?:hsa|mtm|matomo|piwik|oly|vero|guce|itm|otm|hmb|bsft|sfmc|stm|gad|gaa)_\w+
    |(?:at|pk)_(?:medium|campaign|source|keyword|kwd|link|format|bbc|ptr|custom|creation|recipient)\w*
    )""",
    re.IGNORECASE | re.VERBOSE,
)
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
USERINFO = re.compile(r"(?<=[\\/]{2})[^\\/?#\s]*@")
BRACKETED = re.compile(r"\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{0,5})?")
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")
IN_PATH = "/:@!$&'()*+,;=~"
IN_QUERY = IN_PATH + "?"


def normalize_url(url: str, base: str | None = None) -> str | None:
    """The address in one form (RFC 3986 §6.2), without fragment and tracking parameters.

    Returns:
        None where it is not a valid http(s) address, or holds credentials.
    """
    if len(url) > MAX_URL:
        return None
    try:
        parts = urlsplit(urljoin(base, as_browsers_read(url)) if base else as_browsers_read(url))
        authority = normal_authority(parts)
        path, query = escape(parts.path, IN_PATH), drop_tracking(escape(parts.query, IN_QUERY))
    except ValueError:
        return None
    if authority is None:
        return None
    normal = f"{parts.scheme.lower()}://{authority}{drop_dots(path)}" + (f"?{query}" if query else "")
    return normal if len(normal) <= MAX_URL else None


def without_userinfo(text: str) -> str:
    """A text with the names and passwords in its addresses hidden, so that it may be shown."""
    return USERINFO.sub("…@", text)


def host_of(url: str) -> str:
    """The lower-case host of an address, without port; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def as_browsers_read(url: str) -> str:
    """Without tabs, newlines and what surrounds it; a backslash before the query is a slash."""
    url = url.translate(TABS_AND_NEWLINES).strip(EDGES)
    end = min((at for at in (url.find("?"), url.find("#")) if at >= 0), default=len(url))
    return url[:end].replace("\\", "/") + url[end:]


def normal_authority(parts: SplitResult) -> str | None:
    """Host, and port where it is not the scheme's own; None where it is not http(s) or names a user."""
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or "@" in parts.netloc or parts.port == 0:
        return None
    if "[" in parts.netloc and not BRACKETED.fullmatch(parts.netloc):
        return None
    host, port = normal_host(parts.hostname or ""), parts.port
    return host if host is None or port in (None, DEFAULT_PORTS[scheme]) else f"{host}:{port}"


def normal_host(host: str) -> str | None:
    """A host as ASCII lower case, an IP address in its usual form; None where it is not a valid one."""
    if ":" in host:
        return f"[{IPv6Address(host)}]"
    host = to_ascii(unquote(host, errors="strict")).lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > MAX_HOST or not all(map(LABEL.fullmatch, labels)):
        return None
    return str(address_4(labels)) if NUMBER.fullmatch(labels[-1]) else host


def to_ascii(host: str) -> str:
    """A host with its other letters in Punycode (UTS 46, not transitional); symbols pass, as in browsers.

    Raises:
        ValueError: it holds characters that no name may have.
    """
    if host.isascii():
        return host
    if len(host) > MAX_HOST:
        raise ValueError("too long for a host")
    mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
        for label in mapped.split(".")
    )


def address_4(labels: list[str]) -> IPv4Address:
    """The address that one to four decimal, octal or hexadecimal numbers stand for.

    Raises:
        ValueError: they stand for none.
    """
    numbers = [number_of(label) for label in labels]
    *first, last = numbers
    if len(numbers) > 4 or any(number > 255 for number in first) or last >= 256 ** (5 - len(numbers)):
        raise ValueError("not an IPv4 address")
    return IPv4Address(last + sum(number << 8 * (3 - place) for place, number in enumerate(first)))


def number_of(label: str) -> int:
    """One part of an IPv4 address: 0x is hexadecimal, a leading 0 octal (WHATWG URL Standard, IPv4 parser).

    Raises:
        ValueError: it is no number.
    """
    if not NUMBER.fullmatch(label):
        raise ValueError("not a number")
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if label.startswith("0") else 10)


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
