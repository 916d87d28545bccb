"""Sitemaps."""

import gzip
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ListingError
from tasks.parsing import entries, sitemaps
from tasks.parsing.sitemaps import SitemapReader, parse_sitemap

URL = "https://n.example/sitemap.xml"
ITEMS = (
    b"<item><link>/1</link></item><item><title>x</title></item>"
    b"<item><link>/2</link><pubDate>Mon, 23 Nov 2026 08:30:00 GMT</pubDate></item>"
)
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PLAIN = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {XMLNS} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><!-- a comment -->
<url><loc>https://n.example/old</loc><lastmod>2020-01-01</lastmod></url>
<url><loc> https://n.example/new </loc><lastmod>2026-11-23T08:30:00+03:00</lastmod>
  <image:image><image:loc>https://n.example/picture.jpg</image:loc></image:image></url>
<url><loc>https://n.example/undated</loc></url>
<url><loc>https://n.example/new#again</loc></url>
<url><loc>mailto:x</loc></url><url/>
</urlset>"""
NEWS = f"""<?xml version="1.0"?>
<urlset {XMLNS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://n.example/1</loc><lastmod>2026-11-23T09:00:00Z</lastmod><news:news>
<news:publication><news:name>الميناء</news:name><news:language>ar</news:language></news:publication>
<news:publication_date>2026-11-23T08:30:00Z</news:publication_date><news:title>افتتاح الميناء</news:title>
</news:news></url></urlset>"""
INDEX = f"""<sitemapindex {XMLNS}>
<sitemap><loc>https://n.example/2020.xml</loc><lastmod>2020-12-31</lastmod></sitemap>
<sitemap><loc>https://n.example/2026.xml.gz</loc><lastmod>2026-11-23</lastmod></sitemap>
<sitemap><loc>https://n.example/undated.xml</loc></sitemap></sitemapindex>"""


def urls(sitemap):
    """The addresses of its entries."""
    return [entry.url for entry in sitemap.entries]


def test_sitemap_names_pages_newest_first():
    """Addresses are unique, pictures are not pages, undated ones come last."""
    found = parse_sitemap(PLAIN.encode(), URL)
    assert urls(found) == ["https://n.example/new", "https://n.example/old", "https://n.example/undated"]
    assert found.entries[0].evidence == {"updated": "2026-11-23T08:30:00+03:00"}
    assert found.children == []
    assert (found.named, found.invalid, found.unread) == (3, 2, None)


def test_news_sitemap_gives_evidence():
    """Title, publication time and language of a Google News sitemap."""
    [entry] = parse_sitemap(NEWS.encode(), URL).entries
    assert entry.evidence == {
        "title": "افتتاح الميناء",
        "published": "2026-11-23T08:30:00Z",
        "updated": "2026-11-23T09:00:00Z",
        "language": "ar",
    }


def test_index_names_sitemaps_newest_first():
    """The children of an index, in the order they are worth asking."""
    found = parse_sitemap(INDEX.encode(), URL)
    assert found.children == [
        f"https://n.example/{name}" for name in ("2026.xml.gz", "2020.xml", "undated.xml")
    ]
    assert found.entries == []
    assert found.named == 0


def test_without_namespace():
    """Many sites leave the namespace out."""
    body = PLAIN.replace(XMLNS, "").encode()
    assert len(parse_sitemap(body, URL).entries) == 3


def test_gzip_by_its_first_bytes():
    """A gzipped sitemap is known by its bytes, whatever its name."""
    packed = gzip.compress(PLAIN.encode(), mtime=0)
    assert urls(parse_sitemap(packed, URL)) == urls(parse_sitemap(PLAIN.encode(), URL))


def test_text_sitemap():
    """One address a line, with a byte order mark and empty lines."""
    body = "\ufeffhttps://n.example/1\r\n\r\nhttps://n.example/خبر\r\nhttps://n.example/1\r\n".encode()
    assert urls(parse_sitemap(body, URL)) == ["https://n.example/1", "https://n.example/%D8%AE%D8%A8%D8%B1"]


def test_feed_in_the_place_of_a_sitemap():
    """The sitemap protocol admits feeds."""
    found = parse_sitemap(b"\n<!-- a feed --><rss version='2.0'><channel>" + ITEMS + b"</channel></rss>", URL)
    assert urls(found) == ["https://n.example/2", "https://n.example/1"]
    assert (found.named, found.invalid, found.unread) == (2, 1, None)


def test_feed_larger_than_a_feed_may_be(monkeypatch):
    """The bytes of a feed are kept as a whole, so there is a limit of their own to them."""
    monkeypatch.setattr(sitemaps, "FEED_BYTES", 100_000)
    with pytest.raises(ListingError, match="feed is larger than 100,000 bytes"):
        parse_sitemap(b"<rss><channel>" + ITEMS * 2_000, URL)


def test_broken_xml_is_read_as_far_as_it_goes():
    """A file cut short keeps what came before."""
    found = parse_sitemap(PLAIN[: PLAIN.index("<url><loc>https://n.example/undated")].encode(), URL)
    assert urls(found) == ["https://n.example/new", "https://n.example/old"]
    assert "Premature end of data" in found.unread


def test_an_address_cut_short_is_not_taken():
    """Half an address leads nowhere; a whole one counts although its element does not end."""
    body = "<urlset><url><loc>https://n.example/1</loc></url><url><loc>https://n.example/22"
    assert urls(parse_sitemap(body.encode(), URL)) == ["https://n.example/1"]
    assert len(parse_sitemap(f"{body}</loc>".encode(), URL).entries) == 2


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "empty file"),
        (b"<!doctype html><html><head></head></html>", "an HTML page"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "an HTML page"),
        (b"<data/>", "XML with the root <data>"),
        (b"Page not found\nSorry\n", "plain text"),
        (b"\x00\x01\x02", "a binary file"),
        (gzip.compress(PLAIN.encode(), mtime=0)[:-40], "ends early"),
        (b"\x1f\x8bnonsense", "damaged"),
    ],
)
def test_what_is_not_a_sitemap_is_told(body, what):
    """The error says what it was instead."""
    with pytest.raises(ListingError, match=what):
        parse_sitemap(body, URL)


def test_gzip_bomb_is_refused(monkeypatch):
    """What inflates beyond the protocol's limit is not read."""
    monkeypatch.setattr(sitemaps, "MAX_BYTES", 100_000)
    for body in (gzip.compress(b"<urlset> " * 500_000), b"<urlset>" * 50_000, b" " * 200_000):
        with pytest.raises(ListingError, match="larger than 100,000 bytes"):
            parse_sitemap(body, URL)


LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "subset",
    [
        LAUGHS,
        f"<!-- <urlset> ]> -->\n{LAUGHS}",
        f'<!ENTITY a9 "{"x" * 300_000}">',
        '<!ENTITY a9 SYSTEM "file:///etc/hostname">',
        '<!ENTITY a9 SYSTEM "http://127.0.0.1:9/">',
        '<!ENTITY % a9 SYSTEM "http://127.0.0.1:9/">%a9;',
    ],
)
def test_entities_are_refused_at_once(subset, charset):
    """Neither a file nor an address is asked for, and nothing doubles."""
    doctype = f"<!-- <urlset> --><!DOCTYPE urlset [{subset}]>"
    body = f"{doctype}<urlset><url><loc>https://n.example/{'&a9;' * 20_000}</loc></url></urlset>"
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(ListingError, match="declares XML entities"):
        parse_sitemap(body.encode(charset), URL)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - began < 1
    assert peak < 3_000_000 + len(body)


def test_entities_that_are_not_declared_stay_as_written():
    """A document type elsewhere is not asked for; a reference to what it may declare stands for itself."""
    doctype = "<!DOCTYPE urlset SYSTEM 'http://127.0.0.1:9/x.dtd' [<!ELEMENT urlset ANY>]>"
    body = (
        f"{doctype}<urlset a='&x;'><url><loc>https://n.example/?a=&x;&b=1&amp;c=2&#38;d</loc></url></urlset>"
    )
    assert urls(parse_sitemap(body.encode(), URL)) == ["https://n.example/?a=&x;&b=1&c=2&d"]


SHAPES = [
    ("<a b='" + "x" * 1_500_000 + "'/>", "tag or comment of more"),
    ("<!-- " + "x" * 1_500_000 + "-->", "tag or comment of more"),
    ("<![CDATA[" + "x" * 1_500_000 + "]]>", "tag or comment of more"),
    ("<?p " + "x" * 1_500_000 + "?>", "tag or comment of more"),
    ("<a>" * 200_000, "nested more than 100 deep"),
    ("<url>" * 200_000, "nested more than 100 deep"),
    ("".join(f"<a{n}/>" for n in range(2_000)), "different names"),
    ("".join(f"<?a{n}?>" for n in range(2_000)), "different names"),
    ("".join(f"<a b{n}=''/>" for n in range(2_000)), "different names"),
    ("".join(f"<a xmlns:b{n}='u'/>" for n in range(2_000)), "different names"),
    ("".join(f"<a xmlns='u{n}'/>" for n in range(2_000)), "different names"),
    ("<" * 2_000_000, "broken"),
]


@pytest.mark.parametrize(("shape", "why"), SHAPES, ids=[shape[:9] for shape, _ in SHAPES])
def test_hostile_shapes_end_the_reading(shape, why):
    """What came before is kept, and why not more was read is told; memory stays small."""
    body = f"<urlset><url><loc>/1</loc></url>{shape}<url><loc>/2</loc></url></urlset>".encode()
    tracemalloc.start()
    found = parse_sitemap(body, URL)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert urls(found) == ["https://n.example/1"]
    assert why in found.unread
    assert peak < 3_000_000


@pytest.mark.parametrize("shape", ["x" * 3_000_000, "\n" * 3_000_000, "<b/>" * 50_000, "<!---->" * 200_000])
def test_much_of_nothing_is_passed_over(shape):
    """Text, white space, empty elements and comments are read and forgotten."""
    found = parse_sitemap(f"<urlset>{shape}<url><loc>/1</loc></url></urlset>".encode(), URL)
    assert (urls(found), found.unread) == (["https://n.example/1"], None)


def test_memory_does_not_grow_with_the_file():
    """Four times as long a file takes no more memory, because only the newest entries are kept."""
    peaks = []
    for pieces in (20, 80):
        tracemalloc.start()
        reader = SitemapReader(URL, most=10)
        reader.feed(b"<urlset>")
        for piece in range(pieces):
            reader.feed(
                b"".join(b"<url><loc>/%d/%d</loc></url>" % (piece, n) for n in range(50)) + b" " * 90_000
            )
        found = reader.close()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert (len(found.entries), found.named) == (10, 50 * pieces)
    assert peaks[1] < peaks[0] + 600_000


def test_only_the_newest_are_kept():
    """As many as are wanted; how many there were is told."""
    many = "".join(f"<url><loc>/{n}</loc><lastmod>2026-11-{n:02}</lastmod></url>" for n in (3, 9, 1, 7))
    reader = SitemapReader(URL, most=2)
    reader.feed(f"<urlset><url><loc>/undated</loc></url>{many}</urlset>".encode())
    found = reader.close()
    assert urls(found) == ["https://n.example/9", "https://n.example/7"]
    assert found.named == 5


def test_number_of_entries_is_bounded(monkeypatch):
    """Not more than the protocol's 50,000 of one file, and this is told; just as many are all of them."""
    monkeypatch.setattr(entries, "MAX_ENTRIES", 10)
    for number, unread in ((10, None), (50, "it names more than 10 addresses, and only these were read")):
        many = [f"https://n.example/{n}" for n in range(number)]
        places = "".join(f"<url><loc>{url}</loc></url>" for url in many)
        for body in (f"<urlset>{places}</urlset>", "\n".join(many)):
            found = parse_sitemap(body.encode(), URL)
            assert (len(found.entries), found.named, found.unread) == (10, 10, unread)


ROBOTS = """\ufeffUser-agent: *\r\nDisallow: /admin
# Sitemap: /comment.xml
sitemap : https://n.example/1.xml # the first
SITEMAP:/2.xml
Sitemap: https://n.example/1.xml
Sitemap: mailto:x
"""


@pytest.mark.parametrize("url", ["https://n.example/robots.txt?x#y", "https://n.example/sitemaps.txt"])
def test_robots_txt_names_sitemaps(url):
    """Its Sitemap lines are children in their order (RFC 9309 §2.2.4); its other lines are no entries."""
    body = "Disallow: /x\n" * 20_000 + ROBOTS
    found = parse_sitemap(body.encode(), url)
    assert found.children == ["https://n.example/1.xml", "https://n.example/2.xml"]
    assert (found.entries, found.named, found.invalid) == ([], 0, 1)


def test_robots_txt_without_sitemaps():
    """It is read, and names nothing; a page in its place is told apart."""
    found = parse_sitemap(b"User-agent: *\nDisallow: /\n", "https://n.example/robots.txt")
    assert (found.entries, found.children, found.named, found.invalid) == ([], [], 0, 0)
    with pytest.raises(ListingError, match="an HTML page"):
        parse_sitemap(b"<!doctype html><title>Not found</title>", "https://n.example/robots.txt")


def test_lines_that_are_no_addresses_are_counted():
    """A title, an address with an impossible host, and a line without end."""
    endless = "https://n.example/" + "x" * 300_000
    good = "".join(f"https://n.example/{n}\r" for n in range(5))
    found = parse_sitemap(f"Our pages\n{good}\nhttps://n..example/\n{endless}\n".encode(), URL)
    assert (found.named, found.invalid) == (5, 3)


ARABIC = NEWS.replace('<?xml version="1.0"?>\n', "")


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("windows-1256", "windows-1256"),
        ("windows-1256", "utf-8"),
        ("windows-1256", None),
        ("utf-8", "windows-1256"),
        ("utf-8", "utf-16"),
        ("utf-8", "nonsense"),
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "utf-16"),
        ("utf-16", None),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", None),
    ],
)
def test_charset_is_held_against_the_bytes(charset, declared):
    """A title reads right whether the declaration is right, wrong or missing."""
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    [entry] = parse_sitemap((declaration + ARABIC).encode(charset), URL).entries
    assert entry.evidence["title"] == "افتتاح الميناء"


def test_charset_declared_and_used_only_later():
    """The declaration holds where the first bytes are all ASCII; UTF-8 where there is none."""
    for charset, declaration in (
        ("windows-1256", "<?xml version='1.0' encoding='windows-1256'?>"),
        ("utf-8", ""),
    ):
        body = declaration + ARABIC.replace("<url>", "<!-- " + "x" * 100_000 + " --><url>", 1)
        [entry] = parse_sitemap(body.encode(charset), URL).entries
        assert entry.evidence["title"] == "افتتاح الميناء"


@pytest.mark.parametrize("part", [1, 2, 3, 100, 70_000])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("text", [PLAIN, INDEX, ROBOTS, "https://n.example/1\r\nhttps://n.example/2"])
def test_parts_do_not_matter(text, pack, part):
    """However the file comes, the same is read."""
    body = pack(text.encode())
    reader = SitemapReader(URL)
    for at in range(0, len(body), part):
        reader.feed(body[at : at + part])
    assert reader.close() == parse_sitemap(text.encode(), URL)


PIECES = st.sampled_from(
    [
        b"<urlset>",
        b"<sitemapindex>",
        b"<url>",
        b"<sitemap>",
        b"<loc>",
        b"https://a.example/1",
        b"</loc>",
        b"</url>",
        b"<!--",
        b"-->",
        b"<lastmod>0001-01-01T00:00:00+14:00</lastmod>",
        b"<lastmod>9999-12-31T23:59:59-14:00</lastmod>",
        b"\x1f\x8b",
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"<?pi?>",
        b"&a;",
        b"&#xD800;",
        b"<!DOCTYPE urlset [<!ENTITY a 'b'>]>",
        b"<rss version='2.0'><channel><item><link>/1</link>",
        b"Sitemap: /1\n",
        b"\x00",
        b"<news:title>",
        b"<url xmlns='\xff'>",
    ]
)


@given(st.binary(max_size=300) | st.lists(PIECES, max_size=20).map(b"".join))
def test_any_bytes_give_a_sitemap_or_a_listing_error(body):
    """Nothing else comes out, whatever goes in."""
    try:
        found = parse_sitemap(body, URL)
    except ListingError:
        return
    assert all(entry.url.startswith("http") for entry in found.entries)
    assert all(child.startswith("http") for child in found.children)
    assert found.named == len(found.entries)
