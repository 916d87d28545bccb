"""What the embed of a post on another platform than X says of itself: text, account, date label."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml.html import HtmlElement

from tasks.parsing.embed_quotes import MAX_LABEL_CHARS, MAX_NAME_CHARS, split_unlinked
from tasks.parsing.embed_text import line_of, lines_of, read_marked
from tasks.parsing.post_urls import parse_post_url

_HANDLE = re.compile(
    r"\([\s\u200e\u200f\u2066-\u2069]{0,9}[@＠]([\w.-]{1,253})[\s\u200e\u200f\u2066-\u2069]{0,9}\)"
)
_PICTURE = re.compile(r"\s*\[(?:image or embed|contains quote post or other embedded content)\]\s*$")
_CARD = re.compile(
    r"^(?:(?:post|beitrag|publication|publicación) (?:by|von|de) @|view (?:this post )?on )", re.IGNORECASE
)
# how Instagram begins the line with the account, in the language of whoever copied the code
_SHARED = re.compile(
    r"(?:a (?:post|photo|video|reel) (?:shared|posted) by|ein (?:beitrag|video)[, ]{1,2}geteilt von|"
    r"une (?:publication|photo) (?:partagée|publiée) par|una publicación compartida (?:de|por)|"
    r"un post condiviso da|(?:uma publicação|um post) (?:com)?partilhad[ao] por|"
    r"uma publicação compartilhada por|een bericht gedeeld door|post udostępniony przez|"
    r"публикация от|تمت مشاركة منشور بواسطة|تم نشر مشاركة بواسطة|"
    r"پست به اشتراک گذاشته شده توسط|‏?פוסט משותף על ידי)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one embed; a part is None where the markup does not have it."""

    text: str | None = None
    handle: str | None = None
    name: str | None = None
    label: str | None = None
    language: str | None = None


Reader = Callable[[HtmlElement], Words]
NO_WORDS = Words()


def read_signed(root: HtmlElement) -> Words:
    """Bluesky: the text, then "— Name (@handle) date"."""
    marked = read_marked(root)
    body, handle, name, label = split_unlinked(marked.text, _HANDLE)
    return Words(
        text=_PICTURE.sub("", lines_of(body)) or None,
        handle=handle,
        name=name,
        label=_label(label),
        language=marked.language,
    )


def read_shared(root: HtmlElement) -> Words:
    """Instagram: in older codes the caption, then "A post shared by Name (@handle) on date"."""
    text = handle = name = None
    for paragraph in root.iter("p"):
        line = line_of(read_marked(paragraph).text)
        signed = _HANDLE.search(line)
        if signed or _SHARED.match(line):
            handle = signed[1] if signed else None
            name = _shared_by(paragraph, line[: signed.start()] if signed else line)
        elif line and not _CARD.match(line):
            text = text or lines_of(read_marked(paragraph).text)
    when = next(root.iter("time"), None)
    label = None if when is None else _label(line_of(read_marked(when).text))
    return Words(text=text, handle=handle, name=name, label=label)


def read_captioned(root: HtmlElement) -> Words:
    """TikTok: "@handle caption ♬ music"."""
    marked = read_marked(root)
    text = lines_of(marked.text.partition("♬")[0])
    handle = re.match(r"@([\w.-]{1,40})", text)
    text = text[handle.end() :].strip() if handle else text
    return Words(text=text or None, handle=handle[1] if handle else None, language=marked.language)


def read_cited(root: HtmlElement) -> Words:
    """Facebook: a quotation for readers without scripts: paragraphs, then "Posted by Name on date"."""
    quote = next(root.iter("blockquote"), None)
    if quote is None:
        return NO_WORDS
    name = label = None
    for link in quote.iter("a"):
        if link.getparent() is quote:
            shown = line_of(read_marked(link).text)
            if parse_post_url(link.get("href")):
                label = _label(shown)
            else:
                name = name or (shown if shown and len(shown) <= MAX_NAME_CHARS else None)
    return Words(text=_paragraphs(quote), name=name, label=label)


def read_card(root: HtmlElement) -> Words:
    """Mastodon and Threads: "Post by @handle", "View on …", seldom the text."""
    return Words(text=_paragraphs(root))


def _paragraphs(root: HtmlElement) -> str | None:
    texts = (lines_of(read_marked(paragraph).text) for paragraph in root.iter("p"))
    return "\n\n".join(text for text in texts if text and not _CARD.match(text)) or None


def _shared_by(paragraph: HtmlElement, before: str) -> str | None:
    """The name before the handle: the link's text where the link is the name, else what the line leaves."""
    linked = next((line_of(read_marked(link).text) for link in paragraph.iter("a")), "")
    name = linked if linked and "(" not in linked and not _SHARED.match(linked) else before
    name = _SHARED.sub("", name, count=1).strip()
    return name if 0 < len(name) <= MAX_NAME_CHARS else None


def _label(shown: str) -> str | None:
    return shown if 0 < len(shown) <= MAX_LABEL_CHARS and any(map(str.isdigit, shown)) else None
