"""Bodies: how large, how deep, and of what they are made; and the good pages."""

from collections.abc import Callable

import pytest
from lxml import html

from tests.site.bodies import PART, PDF
from tests.site.faults import SECTIONS, Fault
from tests.site.hostile import Hostile
from tests.site.pages import ARABIC, paragraphs
from tests.site.reader import ask, read_raw


def endless(hostile: Hostile) -> None:
    """After 20 MB of paragraphs there are still more."""
    raw = read_raw(hostile.url("/endless"), 20_000_000)
    assert raw.ended == "enough"
    assert b"Content-Length" not in raw.head
    assert raw.body.startswith(PART + PART)


def endless_chunked(hostile: Hostile) -> None:
    """The same in chunks whose sizes are right."""
    raw = read_raw(hostile.url("/endless-chunked"), 20_000_000)
    assert raw.ended == "enough"
    assert b"Transfer-Encoding: chunked" in raw.head
    size, _, rest = raw.body.partition(b"\r\n")
    assert rest.startswith(PART + b"\r\n" + size + b"\r\n" + PART)
    assert int(size, 16) == len(PART)


def huge(hostile: Hostile) -> None:
    """Exactly 100 MB come, as declared."""
    raw = read_raw(hostile.url("/page-100mb"))
    assert b"Content-Length: 100000000" in raw.head
    assert len(raw.body) == 100_000_000
    assert raw.body.endswith(b"</html>\n")


def huge_undeclared(hostile: Hostile) -> None:
    """Exactly 100 MB come, and nothing said so."""
    raw = read_raw(hostile.url("/page-100mb-undeclared"))
    assert b"Content-Length" not in raw.head
    assert (raw.ended, len(raw.body)) == ("closed", 100_000_000)


def deep(hostile: Hostile) -> None:
    """100,000 elements are opened, then come the paragraphs, then they are closed."""
    before, _, after = ask(hostile.url("/deep")).body.decode().partition("\n<p>")
    assert before.endswith("<div>" * 100_000)
    assert after.count("</div>") == 100_000
    assert all(line in f"<p>{after.partition('</div>')[0]}" for line in paragraphs("deep"))


def links(path: str, number: int, least: int, most: int) -> Callable[[Hostile], None]:
    """An article, that many links, and not more bytes than that."""

    def check(hostile: Hostile) -> None:
        body = read_raw(hostile.url(path)).body
        assert least < len(body) < most
        assert body.count(b"<a href=") == number
        assert body.count(b"<p>") == 6

    return check


def nul(hostile: Hostile) -> None:
    """There are NUL in the title and in paragraphs."""
    body = ask(hostile.url("/nul")).body
    assert b"\0</h1>" in body
    assert body.count(b"<p>\0") == 6


def surrogates(hostile: Hostile) -> None:
    """There are both kinds of lone surrogates, so the bytes are no UTF-8."""
    body = ask(hostile.url("/surrogates")).body
    assert body.count(b"\xed\xa0\x80") == 7
    assert body.count(b"&#xD800;") == 6
    with pytest.raises(UnicodeDecodeError):
        body.decode()


def lies_type(path: str, says: str, start: bytes) -> Callable[[Hostile], None]:
    """The header says one thing, the first bytes another."""

    def check(hostile: Hostile) -> None:
        answer = ask(hostile.url(path))
        assert answer.headers["content-type"].startswith(says)
        assert answer.body.startswith(start)

    return check


def lies_charset(path: str, says: str, is_in: str) -> Callable[[Hostile], None]:
    """The Arabic is right in another charset than the declared one."""

    def check(hostile: Hostile) -> None:
        answer = ask(hostile.url(path))
        assert answer.headers["content-type"] == f"text/html; charset={says}"
        assert all(line in answer.body.decode(is_in) for line in ARABIC)
        assert ARABIC[0] not in answer.body.decode(says, "replace")

    return check


CHECKS: dict[str, Callable[[Hostile], None]] = {
    "/endless": endless,
    "/endless-chunked": endless_chunked,
    "/page-100mb": huge,
    "/page-100mb-undeclared": huge_undeclared,
    "/deep": deep,
    "/links": links("/links", 1_000_000, 25_000_000, 35_000_000),
    "/links-small": links("/links-small", 100_000, 2_000_000, 10_000_000),
    "/nul": nul,
    "/surrogates": surrogates,
    "/lies-type-pdf": lies_type("/lies-type-pdf", "application/pdf", b"<!DOCTYPE html>"),
    "/lies-type-html": lies_type("/lies-type-html", "text/html", PDF),
    "/lies-charset-latin": lies_charset("/lies-charset-latin", "iso-8859-1", "utf-8"),
    "/lies-charset-utf8": lies_charset("/lies-charset-utf8", "utf-8", "windows-1256"),
}


@pytest.mark.parametrize("fault", SECTIONS["bodies"], ids=lambda fault: fault.path)
def test_holds_what_it_says(hostile: Hostile, fault: Fault) -> None:
    """Each body is made as the registry says."""
    CHECKS[fault.path](hostile)


def test_good_pages_are_articles_that_differ(hostile: Hostile) -> None:
    """A good page has a title, an author, a time and six paragraphs, and no two are alike."""
    texts = set()
    for path in ("/page", *(f"/page/{number}" for number in range(50))):
        page = html.fromstring(ask(hostile.url(path)).body)
        assert page.findtext(".//title") == page.findtext(".//h1")
        assert page.xpath("string(//meta[@name='author']/@content)")
        assert page.xpath("starts-with(//time/@datetime, '2024-12-09T')")
        lines = [line.text or "" for line in page.iterfind(".//article/p") if not line.get("class")]
        assert len(lines) == 6
        texts.add(" ".join(lines))
    assert len(texts) == 51
    assert min(map(len, texts)) > 400
