"""Bodies: endless, huge, deep, full of links, of forbidden characters, or not what their header says."""

from collections.abc import Callable, Iterator
from itertools import repeat

from tests.site.exchange import Exchange
from tests.site.pages import arabic_article, article, frame, paragraphs

FILLER = "".join(f"<p>{line}</p>\n" for line in paragraphs("filler")).encode()
PART = FILLER * 100
HUGE = 100_000_000
DEPTH = 100_000
LINKS, LINKS_SMALL = 1_000_000, 100_000
LINKS_A_PART = 1000
PDF = (
    b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
)


def good(exchange: Exchange) -> None:
    """A page of its own for each name, after the seconds of the parameter `after`."""
    after_s = exchange.number("after", 0)
    if after_s:
        exchange.wait(after_s)
    exchange.answer(article(exchange.name).encode())


def around() -> tuple[bytes, bytes]:
    """What stands before and after the place in a page where more can be put."""
    start, _, end = article(after="<!-- more -->").encode().partition(b"<!-- more -->")
    return start, end


def endless(exchange: Exchange) -> None:
    """Paragraphs as fast as they are read, without end."""
    exchange.stream(repeat(PART))


def endless_chunked(exchange: Exchange) -> None:
    """As above, in chunks."""
    exchange.start(Transfer_Encoding="chunked")
    while True:
        exchange.send(b"%x\r\n%b\r\n" % (len(PART), PART))


def huge_parts() -> Iterator[bytes]:
    """A page of exactly HUGE bytes."""
    start, end = around()
    room = HUGE - len(start) - len(end)
    yield start
    yield from repeat(PART, room // len(PART))
    yield b" " * (room % len(PART)) + end


def huge(exchange: Exchange) -> None:
    """A page of 100 MB that says so."""
    exchange.stream(huge_parts(), Content_Length=str(HUGE))


def huge_undeclared(exchange: Exchange) -> None:
    """A page of 100 MB that does not say so."""
    exchange.stream(huge_parts())


def deep(exchange: Exchange) -> None:
    """An article inside 100,000 elements."""
    text = "".join(f"<p>{line}</p>\n" for line in paragraphs("deep"))
    exchange.answer(frame("Deep", "<div>" * DEPTH + f"\n{text}" + "</div>" * DEPTH).encode())


def link_parts(links: int) -> Iterator[bytes]:
    """An article page with that many links after it."""
    start, end = around()
    yield start
    for first in range(0, links, LINKS_A_PART):
        numbers = range(first, first + LINKS_A_PART)
        yield "".join(f'<a href="/n/{i}">{i}</a>\n' for i in numbers).encode()
    yield end


def links(number: int) -> Callable[[Exchange], None]:
    """A page with that many links."""
    return lambda exchange: exchange.stream(link_parts(number))


def nul(exchange: Exchange) -> None:
    """An article with NUL in its title and in every paragraph."""
    page = article().replace("</h1>", "\0</h1>").replace("<p>", "<p>\0").replace(" the ", " t\0he ")
    exchange.answer(page.encode())


def surrogates(exchange: Exchange) -> None:
    """An article with lone surrogates: encoded as if UTF-8 had them, and as a character reference."""
    page = article().replace("</h1>", "\ud800</h1>").replace("<p>", "<p>&#xD800;\ud800 ")
    exchange.answer(page.encode("utf-8", "surrogatepass"))


def lies_type_pdf(exchange: Exchange) -> None:
    """An article that says it is a PDF."""
    exchange.answer(article().encode(), Content_Type="application/pdf")


def lies_type_html(exchange: Exchange) -> None:
    """A PDF that says it is an article."""
    exchange.answer(PDF)


def lies_charset_latin(exchange: Exchange) -> None:
    """An Arabic article in UTF-8 that says it is ISO-8859-1."""
    exchange.answer(arabic_article().encode(), Content_Type="text/html; charset=iso-8859-1")


def lies_charset_utf8(exchange: Exchange) -> None:
    """An Arabic article in windows-1256 that says it is UTF-8."""
    exchange.answer(arabic_article().encode("windows-1256"), Content_Type="text/html; charset=utf-8")
