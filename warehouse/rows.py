"""Every row type that crosses from one part to another; a column's text here is its only documentation.

Instants are aware and UTC. `None` means the page does not say; it never means zero.
Offsets are code points into the stored text. Columns that begin a class are its key or lineage.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

RunId = Annotated[str, "run that received the bytes this row comes from"]
Day = Annotated[date, "day the run collects for, UTC; the partition"]
SourceName = Annotated[str, "name of the source in sources.toml"]
PageId = Annotated[str, "page this row was read from: pages.page_id"]
ArticleId = Annotated[str, "identity of the article over all its versions: hash of its canonical URL"]
ExtractorVersion = Annotated[str, "version of the extraction code that made this row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address to fetch, with the evidence that led to it (staged, not published)."""

    address_id: Annotated[str, "hash of source and URL (and of the record, in an archive)"]
    run_id: RunId
    date: Day
    source: SourceName
    url: Annotated[str, "normalized absolute URL"]
    host: Annotated[str, "lower-case host name, the lane of politeness; for an archive its file"]
    via: Annotated[str, "what named it: feed, sitemap, urls or warc"]
    listing_url: Annotated[str | None, "feed, sitemap, list or archive that named it"]
    evidence: Annotated[str | None, "what the listing said of it (title, time, author …), as JSON"]
    first: Annotated[bool, "put off by an earlier night: asked before the others of its host"]
    next_url: Annotated[str | None, "address to go on with, where another task followed redirects"] = None
    redirects: Annotated[str | None, "addresses on the way so far, as pages.redirects"] = None
    attempts: Annotated[int, "requests made for it so far"] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One response kept, byte for byte."""

    page_id: Annotated[str, "hash of URL, body and fetch time"]
    run_id: RunId
    date: Day
    source: SourceName
    url: Annotated[str, "address asked for"]
    final_url: Annotated[str, "address that answered, after redirects"]
    redirects: Annotated[
        str | None,
        "addresses on the way, a JSON array of [status, url]; status 0: a page that refreshes to another",
    ]
    status: Annotated[int, "HTTP status code"]
    headers: Annotated[str, "response headers, a JSON array of [name, value] pairs"]
    content_type: Annotated[
        str | None, "media type of the Content-Type header, lower case, without parameters"
    ]
    charset: Annotated[str | None, "charset parameter of the Content-Type header, as sent"]
    fetched_at: Annotated[datetime, "when the response was complete; in an archive, when it was captured"]
    body: Annotated[bytes, "body as received, content encoding removed"]
    body_sha256: Annotated[str, "SHA-256 of body, hexadecimal"]
    content_signal: Annotated[
        str | None,
        "what robots.txt said of the use of the site's pages (Content-Signal) at that time",
    ]
    discovered_via: Annotated[str, "what named the address: feed, sitemap, urls or warc"]
    listing_url: Annotated[str | None, "feed, sitemap, list or archive that named the address"]
    evidence: Annotated[str | None, "what the listing said of the page, as JSON"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One address in one run, and the one outcome it had."""

    address_id: Annotated[str, "the address: with run_id the key"]
    run_id: Annotated[str, "run that asked"]
    date: Day
    source: SourceName
    role: Annotated[str, "page, or listing for a feed, sitemap, list or archive"]
    url: Annotated[str, "address asked for"]
    host: Annotated[str, "its host, or the archive's file"]
    outcome: Annotated[
        str, "stored, not_modified, duplicate, robots_denied, http_error, timeout … (see README)"
    ]
    status: Annotated[int | None, "HTTP status code of the last answer"]
    attempts: Annotated[int, "requests made for this address; 0 where none was allowed or needed"]
    elapsed_ms: Annotated[int | None, "time its requests took, milliseconds, without the pauses between"]
    bytes: Annotated[int | None, "size of the body, content encoding removed"]
    error: Annotated[str | None, "what went wrong, in a sentence"]
    etag: Annotated[str | None, "ETag of the answer"]
    last_modified: Annotated[str | None, "Last-Modified of the answer, as sent"]
    body_sha256: Annotated[str | None, "SHA-256 of the body received"]
    page_id: Annotated[str | None, "page that was stored, or the stored one this repeats"]
    named: Annotated[int | None, "for a listing: different addresses it named"]
    via: Annotated[str, "what named it: feed, sitemap, urls or warc"]
    listing_url: Annotated[str | None, "feed, sitemap, list or archive that named it"]
    evidence: Annotated[str | None, "what the listing said of it, as JSON, where it is put off"]
    retry_at: Annotated[
        datetime | None, "put off: when it may be asked again at the earliest; the next night asks it first"
    ]
    retry_host: Annotated[str | None, "the host that put it off; after redirects not the address's own"]
    fetched_at: Annotated[datetime, "when it ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """One look at one origin's robots.txt; it holds for a day."""

    origin: Annotated[str, "scheme, host and port"]
    run_id: Annotated[str, "run that asked"]
    date: Day
    host: Annotated[str, "its host"]
    outcome: Annotated[str, "as in fetches: read, http_error, timeout …"]
    status: Annotated[int | None, "HTTP status code of the last answer"]
    error: Annotated[str | None, "what went wrong, in a sentence"]
    body: Annotated[str | None, "its text, the first 500 KiB"]
    fetched_at: Annotated[datetime, "when it ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """One source in one run: what it promised and what it named."""

    run_id: Annotated[str, "the run"]
    date: Day
    source: SourceName
    kind: Annotated[str, "feed, sitemap, urls or warc"]
    language: Annotated[str | None, "home language of the source as declared"]
    expected_min: Annotated[int, "articles a night it is expected to bring at least"]
    named: Annotated[int, "different addresses its listings named"]
    invalid: Annotated[int, "entries of its listings without a web address"]
    known: Annotated[int, "of the named, kept already and not due for another look"]
    left_out: Annotated[int, "of the named and the resumed, those beyond max_addresses"]
    resumed: Annotated[int, "addresses put off by earlier nights that it did not name again"]
    revisited: Annotated[int, "articles of earlier nights looked at again that it did not name again"]
    discovered: Annotated[int, "addresses to ask: named - known - left_out + resumed + revisited"]
    listings: Annotated[int, "feeds, sitemaps, lists and archives asked"]
    listings_failed: Annotated[int, "of these, the ones that could not be read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one page in extraction."""

    page_id: PageId
    run_id: RunId
    date: Day
    source: SourceName
    url: Annotated[str, "address asked for"]
    verdict: Annotated[str, "article, payload (tweets), not_article or quarantined"]
    reason: Annotated[str | None, "why it is not an article, or what its extraction broke on"]
    charset: Annotated[str | None, "charset the body was decoded with"]
    charset_source: Annotated[str | None, "where the charset came from: bom, header, meta or detected"]
    article_id: Annotated[str | None, "article it is a version of"]
    extractor_version: ExtractorVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as one page showed it."""

    article_id: ArticleId
    page_id: PageId
    run_id: RunId
    date: Day
    source: SourceName
    url: Annotated[str, "address asked for"]
    canonical_url: Annotated[str, "address the page itself names as its own, else the final one; normalized"]
    host: Annotated[str, "host of canonical_url, without www."]
    title: Annotated[str | None, "headline"]
    title_source: Annotated[str | None, "where the title came from: json-ld, meta, h1, title or feed"]
    description: Annotated[str | None, "summary the page gives of itself"]
    section: Annotated[str | None, "section of the outlet"]
    tags: Annotated[tuple[str, ...], "keywords, unordered"]
    authors: Annotated[tuple[str, ...], "people and organisations of the byline"]
    authors_source: Annotated[str | None, "where the authors came from: json-ld, meta, byline or feed"]
    published_at: Annotated[datetime | None, "publication time, UTC"]
    published_source: Annotated[
        str | None, "where it came from: json-ld, meta, time, text, url, feed or htmldate"
    ]
    published_precision: Annotated[str | None, "second, minute or day; day means the hour is not known"]
    published_offset_min: Annotated[
        int | None, "minutes east of UTC the page wrote the time in; None: no zone given"
    ]
    modified_at: Annotated[datetime | None, "time of the last change the page states, UTC"]
    modified_source: Annotated[str | None, "where modified_at came from"]
    language: Annotated[str, "detected language of the text, ISO 639-1; und where there is too little text"]
    language_declared: Annotated[str | None, "language the page declares"]
    script_direction: Annotated[str, "ltr or rtl, of the text's letters"]
    text: Annotated[str, "body as published, NFC; paragraphs are separated by one empty line"]
    word_count: Annotated[int, "words in text"]
    sitename: Annotated[str | None, "name of the site as the page gives it"]
    image_url: Annotated[str | None, "main image"]
    free_access: Annotated[bool | None, "isAccessibleForFree as declared"]
    content_signal: Annotated[
        str | None, "Content-Signal and Content-Usage of robots.txt and headers, as the site words them"
    ]
    tdm_reserved: Annotated[bool | None, "whether text and data mining is reserved (tdm-reservation)"]
    tdm_policy: Annotated[str | None, "address of the terms for text and data mining (tdm-policy)"]
    no_ai: Annotated[bool | None, "true where the page or its headers say noai to every robot"]
    own_address: Annotated[
        bool, "whether the page was read at canonical_url itself, and not at an AMP, mobile or other address"
    ]
    content_hash: Annotated[str, "hash of title and text: equal hashes are one version"]
    fetched_at: Annotated[datetime, "when the page was received; orders the versions"]
    extractor_version: ExtractorVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleParagraph:
    """One block of an article's text."""

    article_id: ArticleId
    page_id: PageId
    run_id: RunId
    date: Day
    ord: Annotated[int, "position among the blocks, from 0"]
    kind: Annotated[str, "paragraph, heading, item, quote, table or code"]
    start: Annotated[int, "first code point in articles.text"]
    end: Annotated[int, "code point after the last"]
    language: Annotated[str, "language of the block; the article's where the block is too short to tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLink:
    """One link in the body of an article."""

    article_id: ArticleId
    page_id: PageId
    run_id: RunId
    date: Day
    ord: Annotated[int, "position among the links, from 0"]
    url: Annotated[str, "absolute URL"]
    text: Annotated[str | None, "text of the link"]
    rel: Annotated[str | None, "rel attribute"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleImage:
    """One picture in the body of an article."""

    article_id: ArticleId
    page_id: PageId
    run_id: RunId
    date: Day
    ord: Annotated[int, "position among the pictures, from 0"]
    url: Annotated[str, "absolute URL"]
    caption: Annotated[str | None, "caption beside the picture"]
    credit: Annotated[str | None, "photographer or agency, where marked as such"]
    alt: Annotated[str | None, "alternative text"]


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class Word:
    """One word of one text, title included: what `search` looks up. Not frozen: see `tweet_rows`."""

    core: Annotated[str, "the word without all that may be glued to its front: see warehouse/folding.py"]
    word: Annotated[str, "the word, folded"]
    page_id: Annotated[str, "page of the article, or payload or page of the tweet: pages.page_id"]
    tweet_key: Annotated[str | None, "tweet whose text it is; None: an article's"]
    run_id: RunId
    date: Day
    positions: Annotated[
        tuple[int, ...], "places among the words, from 0; between title and text one is free"
    ]
    text_words: Annotated[int, "words of the whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded:
    """One page whose article row is not the current version."""

    page_id: Annotated[str, "the page that is not current"]
    article_id: ArticleId
    run_id: Annotated[str, "run that found it so"]
    date: Day
    superseded_by: Annotated[str, "page that took its place, or that it repeats"]
    reason: Annotated[
        str,
        "newer: an older version; repeat: same title and text as the version before; alias: another address "
        "(AMP, mobile …) of an article that was read at its own one too",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run."""

    run_id: Annotated[str, "start time and a random part"]
    date: Day
    flow: Annotated[str, "nightly, backfill …"]
    sources: Annotated[tuple[str, ...], "names of the sources asked for"]
    started_at: Annotated[datetime, "start, UTC"]
    ended_at: Annotated[datetime, "moment before the commit, UTC"]
    state: Annotated[str, "completed, or failed where a check stopped it"]
    counts: Annotated[str, "rows written by table, as JSON"]
    isnad_version: Annotated[str, "version of isnad"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One assertion about one run's rows."""

    run_id: Annotated[str, "the run"]
    date: Day
    name: Annotated[str, "what is asserted"]
    sql: Annotated[str, "query that returns the rows that contradict it"]
    failed_rows: Annotated[int, "rows it returned"]
