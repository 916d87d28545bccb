"""Sitemaps to entries and further sitemaps: sitemaps.org 0.9, Google News sitemaps, gzipped and text ones."""

import codecs
import re
from dataclasses import dataclass

from config.errors import ListingError
from tasks.parsing.charset import codec_of, declared_inside, decode
from tasks.parsing.entries import MAX_ENTRIES, Entry, Found, Halt
from tasks.parsing.feeds import parse_feed
from tasks.parsing.inflate import GZIP, BrokenBody, Inflater, TooLarge
from tasks.parsing.listing_text import what_is
from tasks.parsing.sitemap_reader import ROOTS, XmlReader

MAX_BYTES = 52_428_800  # the sitemap protocol's own limit, uncompressed
FEED_BYTES = 10_000_000
FEEDS = ("rss", "feed", "RDF")
TEXT = "lines"
LISTS = (*ROOTS, TEXT)
PIECE_BYTES = 65_536
MAX_LINE = 10_000  # code points, more than a valid address has
LINE_ENDS = re.compile(r"[\r\n]+")
BEYOND_ASCII = bytes(range(0x80, 0x100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one file names: pages, and further sitemaps; both newest first where they are dated.

    `named` counts its different pages, also those that are not among the newest; `invalid` its entries
    without a valid web address; `unread` says why it was not, or not reliably, read to its end.
    """

    entries: list[Entry]
    children: list[str]
    named: int = 0
    invalid: int = 0
    unread: str | None = None


def parse_sitemap(body: bytes, url: str) -> Sitemap:
    """A sitemap that is there as a whole; see SitemapReader."""
    reader = SitemapReader(url)
    reader.feed(body)
    return reader.close()


class SitemapReader:
    """A sitemap, sitemap index, news sitemap or text sitemap, plain or gzipped, read as it comes.

    A feed is taken too, and a robots.txt, whose sitemaps become children. Relative addresses are resolved
    against `url`; only the newest `most` entries are kept. Both `feed` and `close` raise ListingError where
    it is none of these: the message says what it was instead.
    """

    def __init__(self, url: str, *, most: int = MAX_ENTRIES) -> None:
        self.url = url
        self.found = Found(url, most)
        self.opening = self.head = b""
        self.inflater: Inflater | None = None
        self.piece, self.body = bytearray(), bytearray()
        self.decoder: codecs.IncrementalDecoder | None = None
        self.form: XmlReader | LineReader | None = None

    def feed(self, part: bytes) -> None:
        """Read the next part of the file as received."""
        part = self.opening + part
        if self.inflater is None and len(part) < len(GZIP):
            self.opening = part
            return
        self.opening = b""
        for at in range(0, len(part), PIECE_BYTES):
            self.unpack(part[at : at + PIECE_BYTES])

    def close(self) -> Sitemap:
        """What the file names, now that it has ended."""
        self.unpack(self.opening, last=True)
        if not self.piece and self.form is None:
            raise ListingError("the sitemap is an empty file (0 bytes of content)")
        form = self.read(bytes(self.piece), last=True)
        if form.root in FEEDS:
            self.read_feed()
        pages, children = self.found.pages, self.found.children
        return Sitemap(
            entries=pages.entries(),
            children=[entry.url for entry in children.entries()],
            named=pages.named,
            invalid=self.found.invalid,
            unread=form.unread if form.root in LISTS else None,
        )

    def unpack(self, part: bytes, *, last: bool = False) -> None:
        """Inflate a part, where the first bytes of the file are those of gzip."""
        try:
            if self.inflater is None:
                self.inflater = Inflater("gzip" if part.startswith(GZIP) else "", MAX_BYTES, sink=self.take)
            self.inflater.feed(part)
            if last:
                self.inflater.close()
        except (BrokenBody, TooLarge) as error:
            raise ListingError(f"the sitemap cannot be read: {error}") from None

    def take(self, data: bytes) -> None:
        """Gather inflated bytes to pieces worth reading; blank ones at the start are left out."""
        self.piece += data if self.piece or self.form else data.lstrip(b" \t\r\n")
        if len(self.piece) >= PIECE_BYTES:
            piece, self.piece = bytes(self.piece), bytearray()
            self.read(piece)

    def read(self, piece: bytes, *, last: bool = False) -> "XmlReader | LineReader":
        """Read a piece."""
        if self.decoder is None:
            self.head = piece[:4_000]
            self.decoder = codecs.getincrementaldecoder(charset_of(piece))("replace")
        text = self.decoder.decode(piece, last)
        if self.form is None:
            text = text.lstrip("\ufeff \t\r\n")
            self.form = XmlReader(self.found) if text.startswith("<") else LineReader(self.found)
        self.keep(self.form, piece)
        if self.form.root not in FEEDS:
            self.form.feed(text)
            if last:
                self.form.close()
            self.judge(self.form, last=last)
        return self.form

    def keep(self, form: "XmlReader | LineReader", piece: bytes) -> None:
        """Keep the bytes of a feed, and of what may yet turn out to be one."""
        if form.root in ("", *FEEDS):
            self.body += piece
        if len(self.body) > FEED_BYTES:
            raise ListingError(f"the feed is larger than {FEED_BYTES:,} bytes")

    def judge(self, form: "XmlReader | LineReader", *, last: bool) -> None:
        """Refuse what is neither a sitemap nor a feed; while there is no root it may be one."""
        if form.root in LISTS:
            self.body.clear()
        elif form.root not in FEEDS and (form.root or form.unread or last):
            raise ListingError(f"not a sitemap but {what_is(self.head)}")

    def read_feed(self) -> None:
        """Read the feed whose bytes were kept."""
        feed = parse_feed(bytes(self.body), self.url, None)
        self.found.invalid = feed.invalid
        for entry in feed.entries:
            self.found.pages.add(entry)


class LineReader:
    """One address a line; or a robots.txt with the addresses of sitemaps (RFC 9309 §2.2.4)."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.root = TEXT
        self.rest = ""
        self.good = self.other = 0
        self.robots = found.base.partition("?")[0].endswith("/robots.txt")
        self.unread: str | None = None

    def feed(self, text: str) -> None:
        """Read the next piece."""
        *lines, rest = LINE_ENDS.split(self.rest + text)
        self.rest = rest[:MAX_LINE]
        try:
            for line in lines if self.unread is None else ():
                self.read(line.strip())
        except Halt as halt:
            self.unread = str(halt)

    def read(self, line: str) -> None:
        """Read one line."""
        name, colon, value = line.partition(":")
        if colon and name.rstrip().lower() == "sitemap":
            self.robots = True
            self.found.add(self.found.children, value.partition("#")[0], {})
        elif line[:8].lower().startswith(("http://", "https://")):
            self.good += self.found.add(self.found.pages, line, {})
        else:
            self.other += bool(line)

    def close(self) -> None:
        """Read the last line; a file most of whose lines are no addresses is no sitemap."""
        self.feed("\n")
        if not self.robots:
            self.found.invalid += self.other
            self.root = TEXT if self.good >= self.found.invalid else ""


def charset_of(piece: bytes) -> str:
    """The charset of a file that begins so, which may end within a character; UTF-8 where it does not say."""
    head = piece.rstrip(BEYOND_ASCII)
    if head.isascii() and b"\0" not in head:
        return codec_of(declared_inside(head)) or "utf-8"
    return decode(head, None).charset
