"""What is forgotten cut out of stored payloads; the rest of their bytes stays as it was received."""

from collections.abc import Callable
from dataclasses import replace

from tasks.parsing.x.archive import owner_of
from tasks.parsing.x.cutting import Names
from tasks.parsing.x.gathered import Gathered
from tasks.parsing.x.payload import Payload, payload_of
from tasks.parsing.x.reading import FORMS, read_payload
from tasks.parsing.x.redact_archive import redact_archive
from tasks.parsing.x.redact_csv import redact_csv
from tasks.parsing.x.redact_text import is_named, redact_json, redact_tweets
from warehouse.rows import Page

OF_THE_LINE = b"\xef\xbb\xbf \t\r"


def redact_page(page: Page, names: Names) -> Page:
    """The page without what is forgotten in it; one that is no payload stays as it is.

    What is left is read as extraction reads it: where something forgotten is still found, and in the archive
    of a forgotten account, nothing of the body stays. Its hash is not computed here.
    """
    payload = payload_of(page)
    if payload is None:
        return page
    if payload.form == "archive" and payload.asked and names.has_account(owner_of(payload.asked)):
        return replace(page, body=b"", evidence=Payload(form=payload.form, line=payload.line).evidence)
    rest = replace(page, body=redact(page.body, payload.form, names.ids, names.author_ids, names.handles))
    known = payload.form in FORMS
    return rest if known and not holds(read_payload(rest, payload), names) else replace(page, body=b"")


def redact_broken(page: Page, names: Names) -> Page:
    """A page that extraction could not read, and that is not read again here: all of it or nothing."""
    named = is_named(page.body.decode("utf-8", "replace"), names)
    return replace(page, body=b"") if named else page


def holds(gathered: Gathered, names: Names) -> bool:
    """Whether something forgotten was read, more than that it is not to be had."""
    told = (copy.tweet for copy in gathered.copies.values() if copy.tweet.text is not None)
    return any(tweet.tweet_key in names.ids for tweet in told) or any(
        author.author_id in names.author_ids or (author.handle or "").lower() in names.handles
        for author in gathered.authors.values()
    )


def redact(
    body: bytes, form: str, ids: frozenset[str], author_ids: frozenset[str], handles: frozenset[str]
) -> bytes:
    """The body without these tweets and accounts.

    Args:
        body: payload as it was received.
        form: one of tasks.parsing.x.reading.FORMS; of another one nothing stays.
        ids: tweets, among them all those of the accounts.
        author_ids: accounts.
        handles: their handles in lower case.

    Returns:
        The same bytes where nothing of it is in them. Where something is cut out of JSON, that JSON text (in
        files of lines, that line) is written anew. A text that cannot be read stays unless one of the ids or
        handles is in it.
    """
    names = Names(ids=ids, author_ids=author_ids, handles=handles)
    return REDACTED.get(form, redact_nothing_known)(body, names)


def redact_nothing_known(body: bytes, names: Names) -> bytes:
    """Of a form that nobody can read nothing stays."""
    return b""


def redact_oembed(body: bytes, names: Names) -> bytes:
    """The markup of one tweet: all of it or nothing."""
    return b"{}" if is_named(body.decode("utf-8", "replace"), names) else body


def redact_lines(body: bytes, names: Names) -> bytes:
    """A line of which nothing stays is left empty, so that the others keep their numbers."""
    return b"\n".join(redact_line(line, names) for line in body.split(b"\n"))


def redact_line(line: bytes, names: Names) -> bytes:
    """One line."""
    bare = line.strip(OF_THE_LINE)
    kept = redact_tweets(bare, names) if bare else bare
    if kept == bare:
        return line
    return b"" if kept == b"{}" else kept


REDACTED: dict[str, Callable[[bytes, Names], bytes]] = {
    "api_v2": redact_json,
    "api_v1": redact_tweets,
    "syndication": redact_json,
    "oembed": redact_oembed,
    "lines": redact_lines,
    "archive": redact_archive,
    "twarc_csv": redact_csv,
}
