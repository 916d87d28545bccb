"""The text of a listing: markup to plain text, and what a file is when it is not a listing."""

import re

from lxml import etree, html

MAX_MARKUP = 20_000
SIGNS = (
    (b"%pdf", "a PDF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"pk\x03\x04", "a ZIP file"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
ROOT = re.compile(rb"<([a-z][a-z0-9:_-]{0,40})[\s/>]")
PROLOGUE = re.compile(rb"<\?[^>]{0,500}>|<!--.{0,2000}?-->|<!doctype[^>]{0,500}>", re.DOTALL)


def plain_text(markup: object) -> str | None:
    """The text of the first MAX_MARKUP characters of HTML; text without markup comes back as it is."""
    if not isinstance(markup, str) or not markup.strip():
        return None
    if "<" not in markup and "&" not in markup:
        return markup
    try:
        parser = html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
        tree = html.fromstring(f"<div>{markup[:MAX_MARKUP]}</div>".encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    etree.strip_elements(tree, "script", "style", with_tail=False)
    return "".join(map(str, tree.itertext()))


def what_is(body: bytes) -> str:
    """What a file that should have been a listing is, in two or three words."""
    start = body[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return "an empty file"
    sign = next((name for first, name in SIGNS if start.startswith(first)), None)
    if sign:
        return sign
    if b"<!doctype html" in start or b"<html" in start:
        return "an HTML page (its address may be that of the site, not of the feed)"
    root = ROOT.search(PROLOGUE.sub(b"", start))
    if root and start.startswith(b"<"):
        return f"XML with the root <{root.group(1).decode()}>"
    return "plain text" if b"\0" not in start else "a binary file"
