"""Feeds and sitemaps: a good one, and XML that swells, reaches out or never ends."""

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from xml.sax.saxutils import escape

from tests.site.codings import gzip_bomb
from tests.site.exchange import Exchange
from tests.site.pages import title_of

RSS, XML, GZIP = "application/rss+xml; charset=utf-8", "application/xml", "application/gzip"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
LAUGHS = 10  # to the ninth power
QUADRATIC = 10_000  # times an entity ten times as long
DEPTH = 100_000
PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'
CHANNEL = "<channel><title>News of the coast</title><link>/</link><description>Invented</description>\n"


def item(url: str, title: str) -> str:
    """One item; the title is XML already."""
    return f"<item><title>{title}</title><link>{escape(url)}</link></item>\n"


def rss(items: Iterable[str], doctype: str = "") -> str:
    """An RSS 2.0 document."""
    return f'{PROLOG}{doctype}<rss version="2.0">{CHANNEL}{"".join(items)}</channel></rss>\n'


def good(exchange: Exchange) -> None:
    """A feed that names the paths of the parameter `paths`, separated by commas."""
    paths = exchange.parameter("paths", "/page").split(",")
    items = (item(exchange.url(path), escape(title_of(path))) for path in paths)
    exchange.answer(rss(items).encode(), Content_Type=RSS)


def laughs(root: str) -> str:
    """A document type of entities, each ten times the one before; `&l9;` is three thousand million long."""
    entities = ['<!ENTITY l0 "lol">']
    entities += [f'<!ENTITY l{n} "{f"&l{n - 1};" * LAUGHS}">' for n in range(1, 10)]
    return f"<!DOCTYPE {root} [\n" + "\n".join(entities) + "\n]>\n"


def with_title(doctype: str, title: str) -> Callable[[Exchange], None]:
    """A feed of one item with such a title."""

    def answer(exchange: Exchange) -> None:
        exchange.answer(rss([item(exchange.url("/page"), title)], doctype).encode(), Content_Type=RSS)

    return answer


def external(exchange: Exchange) -> None:
    """A feed whose entities are a file of the reader's machine and a page of this server."""
    doctype = (
        '<!DOCTYPE rss [\n<!ENTITY file SYSTEM "file:///etc/hostname">\n'
        f'<!ENTITY page SYSTEM "{exchange.url("/page/from-an-entity", "127.0.0.1")}">\n]>\n'
    )
    with_title(doctype, "A &file; and a &page;")(exchange)


def deep(exchange: Exchange) -> None:
    """A feed of elements that are never closed."""
    exchange.answer(f'{PROLOG}<rss version="2.0">{"<a>" * DEPTH}'.encode(), Content_Type=RSS)


def bomb_sitemap(exchange: Exchange) -> None:
    """A sitemap whose second address ends in `&l9;`."""
    places = (exchange.url("/page"), f"{exchange.url('/')}&l9;")
    urls = "".join(f"<url><loc>{place}</loc></url>\n" for place in places)
    body = f'{PROLOG}{laughs("urlset")}<urlset xmlns="{SITEMAP}">{urls}</urlset>\n'
    exchange.answer(body.encode(), Content_Type=XML)


def gzip_sitemap(exchange: Exchange) -> None:
    """A sitemap of one address and 10 GB of spaces, as a gzip file."""
    url = f"<url><loc>{exchange.url('/page')}</loc></url>\n"
    start = f'{PROLOG}<urlset xmlns="{SITEMAP}">{url}'.encode()
    exchange.stream(gzip_bomb(start, b" "), Content_Type=GZIP)


def endless_parts(exchange: Exchange) -> Iterator[bytes]:
    """The start of a feed, then items."""
    yield rss([]).partition("</channel>")[0].encode()
    for number in count():
        yield item(exchange.url(f"/page/{number}"), f"Report {number}").encode()


def endless(exchange: Exchange) -> None:
    """A feed whose items never end."""
    exchange.stream(endless_parts(exchange), Content_Type=RSS)


bomb = with_title(laughs("rss"), "&l9;")
quadratic = with_title(
    f'<!DOCTYPE rss [\n<!ENTITY a "{"a" * QUADRATIC * 10}">\n]>\n',
    "&a;" * QUADRATIC,
)
