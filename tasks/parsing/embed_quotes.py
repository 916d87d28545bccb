"""What one embedded tweet says of itself: text, author, address, date label."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from tasks.parsing.embed_text import BLOCK, BREAK, Anchor, line_of, lines_of, read_marked
from tasks.parsing.embed_wrappers import MAX_BESIDE_CHARS, letters
from tasks.parsing.placeholders import is_placeholder
from tasks.parsing.tweet_urls import TweetUrl, parse_redirected_url, parse_tweet_url

MAX_NAME_CHARS = 100
MAX_LABEL_CHARS = 80

HANDLE = re.compile(r"\([\s\u200e\u200f]*[@＠]([A-Za-z0-9_]{1,20})[\s\u200e\u200f]*\)")
HANDLE_AT_END = re.compile(HANDLE.pattern + r"[\s\u200e\u200f]*$")
_DASH = re.compile(r"[—―–]|--|-(?=\s)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One embed as read; a part is None where the markup does not have it.

    anchors: links within the text, in order;
    attributed: "Name (@handle)" stands beside the text; swallowed: more text follows than an embed has.
    """

    text: str | None = None
    handle: str | None = None
    name: str | None = None
    label: str | None = None
    link: HtmlElement | None = None
    address: TweetUrl | None = None
    language: str | None = None
    deleted: bool = False
    anchors: tuple[Anchor, ...] = ()
    attributed: bool = False
    swallowed: bool = False


NOTHING = Quote()


def read_quote(root: HtmlElement) -> Quote:
    """Read an embed's markup."""
    marked = read_marked(root)
    href = None if marked.link is None else marked.link.get("href")
    address = parse_redirected_url(href)
    body, handle, name = _split_attribution(marked.text[: marked.start])
    shown = line_of(marked.text[marked.start : marked.end])
    if marked.link is None and handle is None:
        body, handle, name, shown = split_unlinked(marked.text)
    content = lines_of(body) or lines_of(marked.text[marked.end :])
    deleted = handle is None and (is_placeholder(shown) or is_placeholder(content))
    dated = len(shown) <= MAX_LABEL_CHARS and "://" not in shown and _YEAR.search(shown)
    return Quote(
        text=None if deleted or parse_tweet_url(content) else content or None,
        handle=handle or (address.handle if address else None),
        name=name,
        label=shown if dated else None,
        link=marked.link,
        address=address,
        language=marked.language,
        deleted=deleted,
        anchors=tuple(anchor for anchor in marked.anchors if anchor.end <= len(body)),
        attributed=handle is not None,
        swallowed=bool(lines_of(body)) and letters(marked.text[marked.end :]) > MAX_BESIDE_CHARS,
    )


def _split_attribution(before: str) -> tuple[str, str | None, str | None]:
    """Cut "— Name (@handle)" off the end: what is left, handle, name."""
    found = HANDLE_AT_END.search(before, max(0, len(before) - 2 * MAX_NAME_CHARS))
    if found is None:
        return before, None, None
    return _split_name(before[: found.start()], found[1])


def split_unlinked(text: str, handles: re.Pattern[str] = HANDLE) -> tuple[str, str | None, str | None, str]:
    """The same where no link names the post: also what follows the handle, its date perhaps."""
    for found in reversed(list(handles.finditer(text))):
        body, handle, name = _split_name(text[: found.start()], found[1])
        if name:
            return body, handle, name, line_of(text[found.end() :].partition(BLOCK)[0])
    return text, None, None, ""


def _split_name(before: str, handle: str) -> tuple[str, str, str | None]:
    """Cut the name off the end of before: from the dash that opens its block, else the block's last dash."""
    start = max(before.rfind(BLOCK), before.rfind(BREAK)) + 1
    last = before[start:]
    dashes = list(_DASH.finditer(last))
    if dashes:
        dash = dashes[0] if not last[: dashes[0].start()].strip() else dashes[-1]
        start, last = start + dash.start(), last[dash.end() :]
    elif not line_of(before[:start]):  # one line without a dash: where the name begins cannot be told
        return before, handle, None
    name = line_of(last)
    return (before[:start], handle, name) if 0 < len(name) <= MAX_NAME_CHARS else (before, handle, None)
