"""What a page says of itself: canonical URL, section, tags, description, site, main image, free access."""

from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from tasks.parsing.meta import Meta
from tasks.parsing.structured import Structured
from tasks.parsing.titles import folded, tidy
from tasks.parsing.urls import host_of, normalize_url

MAX_TAGS = 60
MAX_TAG_CHARS = 120
MOBILE = ("www.", "m.", "amp.", "mobile.")
FREE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
TIERS = {"free": True, "metered": False, "locked": False}


def find_canonical(structured: Structured, meta: Meta, final_url: str) -> str:
    """The address the page names as its own, if of the same site and no front page, else the final one."""
    own = normalize_url(final_url) or final_url
    for stated in (*meta.all("link:canonical"), *meta.all("og:url"), text_in(structured.first("url"))):
        url = normalize_url(stated, final_url) if stated else None
        if url and same_site(url, own) and not (is_front(url) and not is_front(own)):
            return url
    return own


def same_site(one: str, other: str) -> bool:
    """Equal hosts but for a mobile prefix, or equal in their last two labels and more."""
    left, right = bare_host(one), bare_host(other)
    return left == right or left.endswith("." + right) or right.endswith("." + left)


def bare_host(url: str) -> str:
    """Host without www. or a mobile prefix."""
    host = host_of(url)
    for prefix in MOBILE:
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
    return host


def is_front(url: str) -> bool:
    """Whether a URL has neither path nor query."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def find_section(structured: Structured, meta: Meta) -> str | None:
    """The section of the outlet."""
    stated = structured.first("articleSection")
    return tidy(stated) or tidy(
        meta.first("article:section", "og:article:section", "parsely-section", "section")
    )


def find_tags(structured: Structured, meta: Meta) -> tuple[str, ...]:
    """Keywords of the first source that has some, each once, in its order."""
    for stated in (
        structured.first("keywords"),
        list(meta.all("article:tag", "og:article:tag", "parsely-tags")),
        list(meta.all("news_keywords", "keywords")),
    ):
        kept: dict[str, str] = {}
        for value in stated if isinstance(stated, list) else [stated]:
            for part in (
                value.replace("،", ",").replace(";", ",").split(",") if isinstance(value, str) else ()
            ):
                tag = tidy(part)
                if (
                    tag
                    and len(tag) <= MAX_TAG_CHARS
                    and not tag.lower().startswith(("http", "type:", "urn:"))
                ):
                    kept.setdefault(folded(tag), tag)
        if kept:
            return tuple(kept.values())[:MAX_TAGS]
    return ()


def find_description(structured: Structured, meta: Meta, evidence: dict[str, str]) -> str | None:
    """The summary: of the share card, the page, the article's JSON-LD, or the feed."""
    return (
        tidy(meta.first("og:description", "description", "twitter:description", "dc.description"))
        or tidy(structured.first("description"))
        or tidy(evidence.get("summary"))
    )


def find_sitename(structured: Structured, meta: Meta) -> str | None:
    """The site's name."""
    publisher = name_of(structured.resolve(structured.first("publisher")))
    return (
        tidy(meta.first("og:site_name", "application-name"))
        or tidy(publisher)
        or tidy(meta.first("apple-mobile-web-app-title"))
    )


def outlet_names(structured: Structured, meta: Meta, url: str) -> tuple[str, ...]:
    """Every name the outlet goes by on its page: to tell it from an author."""
    publisher = name_of(structured.resolve(structured.first("publisher")))
    host = bare_host(url)
    stated = (
        publisher,
        *meta.all("og:site_name"),
        *meta.all("application-name"),
        host,
        host.rsplit(".", 1)[0],
    )
    return tuple(name for name in stated if name)


def find_image(structured: Structured, meta: Meta, base_url: str) -> str | None:
    """The main image."""
    stated = meta.first("og:image", "og:image:url", "twitter:image", "twitter:image:src", "link:image_src")
    for value in (stated, text_in(structured.resolve(structured.first("image")))):
        url = normalize_url(value, base_url) if value else None
        if url:
            return url
    return None


def find_free_access(structured: Structured, meta: Meta) -> bool | None:
    """Whether the page says it can be read without paying; None where it says nothing."""
    stated = structured.first("isAccessibleForFree")
    if isinstance(stated, bool):
        return stated
    if isinstance(stated, str):
        return FREE.get(stated.strip().rsplit("/", 1)[-1].lower())
    return TIERS.get((meta.first("article:content_tier") or "").lower())


def declared_language(tree: HtmlElement, structured: Structured, meta: Meta) -> str | None:
    """The primary subtag of the language the page declares."""
    stated = (
        tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or text_in(structured.first("inLanguage"))
    )
    stated = stated or meta.first("og:locale", "content-language", "language", "dc.language")
    code = (stated or "").replace("_", "-").split("-")[0].split(",")[0].strip().lower()
    return code if code.isalpha() and 2 <= len(code) <= 3 and code != "utf" else None


def name_of(value: Any) -> str | None:
    """The name in a JSON-LD node or string."""
    if isinstance(value, list):
        value = value[0] if value else None
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) else None


def text_in(value: Any) -> str | None:
    """The address in a JSON-LD value: a string, a node with url or contentUrl, or the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or value.get("alternateName")
    return value if isinstance(value, str) else None
