"""What the misbehaving server does: one path for each fault, in words and as a function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.site import bodies, codings, connections, feeds, redirects, statuses
from tests.site.exchange import Exchange

METADATA = "http://169.254.169.254/latest/meta-data/"


@dataclass(frozen=True, slots=True)
class Fault:
    """One path, what it says in words, and what answers; parameters in brackets go in the query."""

    path: str
    says: str
    answer: Callable[[Exchange], None]


CONNECTIONS = (
    Fault(
        "/slow-headers", "one byte of the head every so often, without end [every]", connections.slow_headers
    ),
    Fault(
        "/drip", "headers, then one byte of the body every so often, without end [every]", connections.drip
    ),
    Fault("/stall", "headers, then nothing", connections.stall),
    Fault("/silent", "accepts and never answers", connections.silent),
    Fault("/reset", "RST in the middle of the body", connections.reset),
    Fault("/reset-at-once", "RST instead of an answer", connections.reset_at_once),
    Fault("/short-length", "Content-Length promises 1,000 bytes more than come", connections.short_length),
    Fault("/long-length", "garbage after the declared body, on the open connection", connections.long_length),
    Fault(
        "/long-forged", "the same, with an answer that is taken for the next one's", connections.long_forged
    ),
    Fault("/chunked-garbage", "a chunk whose size is no number", connections.chunked_garbage),
    Fault("/chunked-cut", "a chunk that ends early, and the connection with it", connections.chunked_cut),
    Fault("/not-http", "garbage instead of a status line", connections.not_http),
    Fault("/header-flood", "a page with 10,000 headers", connections.header_flood),
    Fault("/header-long", "a page with one header of 1 MB", connections.header_long),
    Fault("/endless-headers", "headers without end, as fast as they are read", connections.endless_headers),
)
REDIRECTS = (
    Fault("/loop-301", "301 to itself", redirects.to("/loop-301", 301)),
    Fault("/loop-two", "302 to /loop-two/back, which leads to /loop-two", redirects.to("/loop-two/back")),
    Fault("/redirects-40", "40 times 302, by way of /hop/39 ... /hop/0, to a page", redirects.hop),
    Fault("/to-loopback", "302 to this server's /page on 127.0.0.1 [host]", redirects.to_loopback),
    Fault("/to-metadata", "302 to the link-local metadata service", redirects.to(METADATA)),
    Fault("/to-decimal", "302 to 169.254.169.254 as one number", redirects.to("http://2852039166/")),
    Fault("/to-octal", "302 to 169.254.169.254 in octal", redirects.to("http://0251.0376.0251.0376/")),
    Fault("/to-mapped", "302 to 169.254.169.254 in IPv6", redirects.to("http://[::ffff:169.254.169.254]/")),
    Fault("/to-cgnat", "302 to an address that providers share", redirects.to("http://100.64.0.1/")),
    Fault("/to-file", "302 to a file of the reader's machine", redirects.to("file:///etc/passwd")),
    Fault(
        "/to-gopher", "302 to a scheme that can speak to any port", redirects.to("gopher://127.0.0.1:25/_x")
    ),
    Fault("/to-credentials", "302 to /page with a name and a password [host]", redirects.to_credentials),
    Fault("/to-nowhere", "302 without Location", redirects.to_nowhere),
    Fault("/to-long", "302 to an address of 100,000 characters", redirects.to_long),
    Fault("/cookie-wall", "302 to itself until its cookie comes back, then a page", redirects.cookie_wall),
    Fault("/meta-refresh", "a page that leads to /page by its meta element", redirects.refresh("/page")),
    Fault("/meta-refresh-loop", "the same, to itself", redirects.refresh("/meta-refresh-loop")),
    Fault("/meta-refresh-to-metadata", "the same, to the metadata service", redirects.refresh(METADATA)),
)
CODINGS = (
    Fault("/gzip-bomb", "10 MB of gzip that inflate to 10 GB", codings.bomb),
    Fault("/gzip-twice", "a page compressed twice, declared as gzip, gzip", codings.gzip_twice),
    Fault("/gzip-many", "a page compressed 20 times, declared so", codings.gzip_many),
    Fault("/gzip-empty-members", "gzip members of nothing, without end", codings.empty_members),
    Fault("/gzip-cut", "gzip that ends early", codings.gzip_cut),
    Fault("/gzip-lie", "a plain page declared as gzip", codings.gzip_lie),
    Fault("/deflate-raw", "a page in deflate without its zlib wrapper", codings.raw_deflate),
    Fault("/brotli", "a page in Brotli", codings.good_brotli),
    Fault("/zstd", "a page in Zstandard", codings.good_zstd),
    Fault("/brotli-bomb", "13 KB of Brotli that inflate to 1 GiB", codings.big_brotli),
    Fault("/zstd-bomb", "33 KB of Zstandard that inflate to 1 GiB", codings.big_zstd),
    Fault("/zstd-window", "a small Zstandard frame that asks for a window of 1 GiB", codings.wide_zstd),
)
STATUSES = (
    Fault("/429-seconds", "429 with Retry-After in seconds, then a page [wait, times]", statuses.seconds),
    Fault("/429-date", "429 with Retry-After as a date, then a page [wait, times]", statuses.date),
    Fault("/429-far", "429 with Retry-After of a day", statuses.always(429, Retry_After="86400")),
    Fault("/429-bad", "429 with Retry-After that is neither", statuses.always(429, Retry_After="soon")),
    Fault("/503-then-200", "503, then a page [times]", statuses.unavailable),
    Fault("/500-always", "500 each time", statuses.always(500)),
    Fault("/401", "401", statuses.always(401, WWW_Authenticate='Basic realm="press"')),
    Fault("/403", "403", statuses.always(403)),
    Fault("/404", "404", statuses.always(404)),
    Fault("/410", "410", statuses.always(410)),
    Fault("/empty-200", "200 with 0 bytes", statuses.empty),
    Fault("/no-content-204", "204", statuses.bare(204)),
    Fault("/unasked-304", "304 although nothing was asked conditionally", statuses.bare(304)),
    Fault("/unasked-206", "206 although no range was asked for", statuses.partial),
)
BODIES = (
    Fault("/endless", "a page without length and end, as fast as it is read", bodies.endless),
    Fault("/endless-chunked", "the same, in chunks", bodies.endless_chunked),
    Fault("/page-100mb", "a page of 100 MB that says so", bodies.huge),
    Fault("/page-100mb-undeclared", "a page of 100 MB that does not say so", bodies.huge_undeclared),
    Fault("/deep", "an article inside 100,000 elements", bodies.deep),
    Fault("/links", "an article and 1,000,000 links, about 30 MB", bodies.links(bodies.LINKS)),
    Fault("/links-small", "an article and 100,000 links, about 3 MB", bodies.links(bodies.LINKS_SMALL)),
    Fault("/nul", "an article with NUL in its text", bodies.nul),
    Fault("/surrogates", "an article with lone surrogates in its text", bodies.surrogates),
    Fault("/lies-type-pdf", "an article declared as a PDF", bodies.lies_type_pdf),
    Fault("/lies-type-html", "a PDF declared as an article", bodies.lies_type_html),
    Fault("/lies-charset-latin", "Arabic in UTF-8 declared as ISO-8859-1", bodies.lies_charset_latin),
    Fault("/lies-charset-utf8", "Arabic in windows-1256 declared as UTF-8", bodies.lies_charset_utf8),
)
FEEDS = (
    Fault("/xml-bomb.rss", "entities that swell to 3,000,000,000 characters", feeds.bomb),
    Fault("/xml-quadratic.rss", "one long entity that is named 10,000 times", feeds.quadratic),
    Fault("/xml-external.rss", "entities that are a file and a page of this server", feeds.external),
    Fault("/xml-deep.rss", "100,000 elements that are never closed", feeds.deep),
    Fault("/xml-bomb.sitemap", "the swelling entities in a sitemap", feeds.bomb_sitemap),
    Fault("/gzip-bomb.sitemap.gz", "a sitemap that inflates to 10 GB, as a gzip file", feeds.gzip_sitemap),
    Fault("/feed-endless.rss", "a feed whose items never end", feeds.endless),
)
GOOD = (
    Fault("/page", "a good article page; /page/ANYTHING is another [after: seconds to wait]", bodies.good),
    Fault("/feed", "a good feed that names these paths of its host [paths: separated by commas]", feeds.good),
)
SECTIONS = {
    "connections": CONNECTIONS,
    "redirects": REDIRECTS,
    "codings": CODINGS,
    "statuses": STATUSES,
    "bodies": BODIES,
    "feeds": FEEDS,
}
FAULTS: Mapping[str, Fault] = {fault.path: fault for faults in SECTIONS.values() for fault in faults}
ROUTES = {path: fault.answer for path, fault in FAULTS.items()}
ROUTES |= {good.path: good.answer for good in GOOD} | {"/loop-two/back": redirects.to("/loop-two")}
FOLDERS = {"/page": bodies.good, "/hop": redirects.hop}


def find_answer(path: str) -> Callable[[Exchange], None]:
    """What answers a path without its query; 404 where nothing stands."""
    return ROUTES.get(path) or FOLDERS.get(path.rpartition("/")[0]) or statuses.always(404)
