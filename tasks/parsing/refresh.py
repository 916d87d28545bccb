"""Where a page sends its reader at once: its refresh pragma (HTML, Pragma directives).

The tags are read here, not by html.parser: that takes quadratic time on open tags and raises on `<![x`.
Every pattern is possessive or one class long, so each character is read a fixed number of times.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.entities import html5

from tasks.parsing.urls import normalize_url

MAX_BYTES = 16_384
MAX_DELAY_S = 5.0
MAX_STATED = 1_000
SPACE = r"\t\n\f\r "
TAG = re.compile(rf"<(?P<end>/?)(?P<name>[A-Za-z][^{SPACE}/>]*+)")
NO_TAG = re.compile(r"<[!?/]")
COMMENT = re.compile(r"<!--(?:-?>|[\s\S]*?--!?>)")
ATTRIBUTE = re.compile(
    rf"[{SPACE}/]*+(?:>|(?P<name>[^{SPACE}/>][^{SPACE}/>=]*+)"
    rf"(?:[{SPACE}]*+=[{SPACE}]*+(?:\"(?P<double>[^\"]*+)\"?|'(?P<single>[^']*+)'?|(?P<bare>[^{SPACE}>]*+)))?)"
)
RAW = {
    name: re.compile(rf"</{name}(?=[{SPACE}/>])", re.ASCII | re.IGNORECASE)
    for name in (
        "script", "style", "textarea", "title", "noscript", "iframe", "noembed", "noframes", "xmp",
    )
}  # fmt: skip
MAY_REFRESH = re.compile(rb"http-equiv\s{0,9}=\s{0,9}[\"']?\s{0,9}(?:refresh|[^\"'>]{0,99}&)", re.IGNORECASE)
REFERENCE = re.compile(
    r"&(?:#[0-9]{1,20}+;?|#[xX][0-9A-Fa-f]{1,20}+;?|[A-Za-z][A-Za-z0-9]{0,31}+(?:;|(?![A-Za-z0-9=])))"
)
CONTENT = re.compile(
    rf"[{SPACE}]*+(?P<delay>[0-9]++|(?=\.))[0-9.]*+(?:\Z|(?=[;,{SPACE}]))[{SPACE}]*+[;,]?[{SPACE}]*+"
    rf"(?:url[{SPACE}]*+=[{SPACE}]*+)?+(?P<target>[\s\S]*)",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """Where a page leads at once; `url` is None where that is not a valid http(s) address."""

    url: str | None
    stated: str


def refresh_target(body: bytes, base_url: str) -> Refresh | None:
    """Where the first `<meta http-equiv="refresh">` leads within 5 seconds; None where the page stays.

    A page stays where its first refresh waits longer or names the page itself. The first 16 KB are read,
    without what a browser with scripts leaves out: comments, `<noscript>`, `<template>`, what stands in a
    script or a text field. A page in UTF-16 has no tags here.
    """
    head = body[:MAX_BYTES]
    if not MAY_REFRESH.search(head):
        return None  # as with most pages, and reading tags takes a millisecond
    base: str | None = None
    inert = 0
    for name, attributes in read_tags(head.decode("utf-8", "replace")):
        if name in ("template", "/template"):
            inert = max(0, inert + (1 if name == "template" else -1))
        elif inert:
            continue
        elif name == "base" and base is None and "href" in attributes:
            base = normalize_url(attributes["href"], base_url) or base_url
        elif name == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            content = CONTENT.match(attributes.get("content", ""))
            if content:
                return leads_to(content, base or base_url, base_url)
    return None


def leads_to(content: re.Match[str], base: str, page_url: str) -> Refresh | None:
    """Where one content attribute leads (HTML, shared declarative refresh steps); None for a reload."""
    target = content["target"]
    if target[:1] in ('"', "'"):
        target = target[1:].partition(target[0])[0]
    target = target.strip()
    if not target or float(content["delay"] or 0) > MAX_DELAY_S:
        return None
    url = normalize_url(target, base)
    if url and url == normalize_url(page_url):
        return None
    return Refresh(url=url, stated=target[:MAX_STATED])


def read_tags(markup: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Lower-case name (`/name` of an end tag) and attributes of each tag in the markup (HTML, Tokenization).

    What is still open at the end of the markup is dropped: a comment, a tag, the text of a script.
    """
    at = markup.find("<")
    while at >= 0:
        tag = TAG.match(markup, at)
        if tag is None:
            at = markup.find("<", after_other(markup, at))
            continue
        name = tag["end"] + tag["name"].lower()
        attributes, at = read_attributes(markup, tag.end())
        if attributes is None or name == "plaintext":
            return
        yield name, attributes
        closing = RAW[name].search(markup, at) if name in RAW else None
        if name in RAW and closing is None:
            return
        at = closing.start() if closing else markup.find("<", at)


def after_other(markup: str, at: int) -> int:
    """Where a `<` that opens no tag is done with: a comment at its end, a declaration at `>`, else one on."""
    if not NO_TAG.match(markup, at):
        return at + 1
    if markup.startswith("<!--", at):
        comment = COMMENT.match(markup, at)
        return comment.end() if comment else len(markup)
    return markup.find(">", at) + 1 or len(markup)


def read_attributes(markup: str, at: int) -> tuple[dict[str, str] | None, int]:
    """The attributes of the tag that goes on at `at`, the first of each name, and where the tag ends.

    None where the markup ends first.
    """
    found: dict[str, str] = {}
    while part := ATTRIBUTE.match(markup, at):
        at = part.end()
        if part["name"] is None:
            return found, at
        value = part["double"] or part["single"] or part["bare"] or ""
        found.setdefault(part["name"].lower(), REFERENCE.sub(replaced, value))
    return None, len(markup)


def replaced(reference: re.Match[str]) -> str:
    """A character reference as its text; one without `;` before `=` or a letter is none in an attribute."""
    text = reference.group()
    return unescape(text) if text[1] == "#" else html5.get(text[1:], text)
