"""Feeds."""

import json
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ListingError
from tasks.parsing import feeds
from tasks.parsing.feeds import Feed, parse_feed

URL = "https://n.example/feeds/rss.xml"
RSS = """<?xml version="1.0" encoding="{charset}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>
<title>صحيفة الميناء</title><link>https://n.example/</link><language>ar</language>
<item><title>افتتاح &lt;b&gt;الميناء&lt;/b&gt; &amp;amp; الجسر</title><link>/ar/1?utm_source=rss</link>
  <pubDate>Mon, 23 Nov 2026 08:30:00 +0300</pubDate>
  <dc:creator>ليلى قاسم</dc:creator><category>محليات</category>
  <description>&lt;p&gt;قال المدير.&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description></item>
<item><title>بلا رابط</title></item>
<item><title>مكرر</title><link>https://n.example/ar/1</link></item>
<item><title>رقم</title><link>https://click.example/2</link>
  <feedburner:origLink>https://n.example/ar/2</feedburner:origLink><pubDate>yesterday</pubDate></item>
</channel></rss>"""
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://n.example/"><title>N</title><link>https://n.example/</link></channel>
<item rdf:about="https://n.example/1"><title>One</title><link>https://n.example/1</link>
<dc:date>2026-11-23T08:30:00Z</dc:date></item></rdf:RDF>"""
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://n.example/blog/"><title>N</title>
<entry><title type="html">Le &lt;i&gt;port&lt;/i&gt;</title>
<link rel="self" href="https://n.example/api/1"/><link rel="alternate" href="un"/>
<published>2026-11-23T08:30:00+01:00</published><updated>2026-11-23T09:00:00+01:00</updated>
<author><name>Jeanne Roy</name></author></entry></feed>"""
EMPTY = '<?xml version="1.0"?><rss version="2.0"><channel><title>N</title></channel></rss>'


def test_rss_entries():
    """Links are absolute, normal and unique; evidence is plain text, times are ISO with the zone as given."""
    first, second = parse_feed(RSS.format(charset="utf-8").encode(), URL, None).entries
    assert first.url == "https://n.example/ar/1"
    assert first.evidence == {
        "title": "افتتاح الميناء & الجسر",
        "published": "2026-11-23T08:30:00+03:00",
        "summary": "قال المدير.",
        "author": "ليلى قاسم",
        "section": "محليات",
        "language": "ar",
    }
    assert second.url == "https://n.example/ar/2"


def test_time_that_cannot_be_read_is_kept_as_written():
    """Nothing is invented and nothing lost."""
    second = parse_feed(RSS.format(charset="utf-8").encode(), URL, None).entries[1]
    assert second.evidence["published"] == "yesterday"


@pytest.mark.parametrize(
    ("charset", "declared", "header"),
    [
        ("windows-1256", "windows-1256", None),
        ("windows-1256", "windows-1256", "windows-1256"),
        ("windows-1256", "utf-8", "windows-1256"),
        ("windows-1256", "windows-1256", "utf-8"),
        ("windows-1256", "utf-8", None),
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "utf-8", "iso-8859-1"),
        ("utf-8", "windows-1256", None),
        ("utf-16", "utf-16", None),
    ],
)
def test_charset_is_held_against_the_bytes(charset, declared, header):
    """An Arabic feed reads right whether the header, the XML declaration or neither is right."""
    body = RSS.format(charset=declared).encode(charset)
    assert parse_feed(body, URL, header).entries[0].evidence["section"] == "محليات"


def test_rdf_entries():
    """RSS 1.0."""
    [entry] = parse_feed(RDF.encode(), URL, None).entries
    assert (entry.url, entry.evidence["title"]) == ("https://n.example/1", "One")
    assert "2026-11-23T08:30:00Z" in entry.evidence.values()


def test_atom_entries():
    """The alternate link, resolved against xml:base."""
    [entry] = parse_feed(ATOM.encode(), URL, None).entries
    assert entry.url == "https://n.example/blog/un"
    assert entry.evidence == {
        "title": "Le port",
        "published": "2026-11-23T08:30:00+01:00",
        "updated": "2026-11-23T09:00:00+01:00",
        "author": "Jeanne Roy",
        "language": "fr",
    }


def test_json_feed_entries():
    """JSON Feed 1.1, with authors; wrong types are left out."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "N",
        "language": "ru",
        "items": [
            {
                "id": "1",
                "url": "/1",
                "title": "Порт открыт",
                "date_published": "2026-11-23T08:30:00Z",
                "authors": [{"name": "Анна"}, {"name": 5}, "x"],
                "tags": ["город"],
            },
            {"id": "https://n.example/2", "title": 7, "tags": [9]},
            "nonsense",
        ],
    }
    found = parse_feed(json.dumps(feed).encode(), URL, None)
    first, second = found.entries
    assert found.invalid == 1
    assert first.url == "https://n.example/1"
    assert first.evidence == {
        "title": "Порт открыт",
        "published": "2026-11-23T08:30:00Z",
        "author": "Анна",
        "section": "город",
        "language": "ru",
    }
    assert (second.url, second.evidence) == ("https://n.example/2", {"language": "ru"})


def test_empty_feed_has_no_entries():
    """A feed without items is read."""
    assert parse_feed(EMPTY.encode(), URL, None) == Feed(entries=[], invalid=0)


def test_items_without_an_address_are_counted():
    """One item of four has no link; one that is named again is not invalid."""
    found = parse_feed(RSS.format(charset="utf-8").encode(), URL, None)
    assert (len(found.entries), found.invalid) == (2, 1)


def test_feed_cut_short_is_read_as_far_as_it_goes():
    """Broken XML after some items keeps the items."""
    body = RSS.format(charset="utf-8").encode()
    cut = body[: body.index("مكرر".encode())]
    assert parse_feed(cut, URL, None).entries[0].url == "https://n.example/ar/1"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!DOCTYPE html><html><body><p>hello</p></body></html>", "an HTML page"),
        (b'<?xml version="1.0"?><urlset xmlns="x"><url/></urlset>', "<urlset>"),
        (b"%PDF-1.7", "a PDF file"),
        (b"just some words", "plain text"),
        (b"/etc/hostname", "plain text"),
        (b'{"a": 1}', "some other JSON"),
        (b'{"a": ', "broken JSON"),
        (b"{" * 100_000, "broken JSON"),
        (b'{"x":' * 50_000, "broken JSON"),
        (b"<rss", "not a feed"),
    ],
)
def test_what_is_not_a_feed_is_told(body, what):
    """The error says what it was instead."""
    with pytest.raises(ListingError, match=what):
        parse_feed(body, URL, None)


def test_endless_nesting_is_refused():
    """A file built to keep the parser busy for minutes is told apart at once."""
    with pytest.raises(ListingError, match="nested without end"):
        parse_feed(b"<rss version='2.0'><channel>" + b"<a>" * 100_000, URL, None)


def test_a_large_feed_is_not_taken_for_an_endless_one():
    """Many tags that close are fine."""
    items = "".join(f"<item><link>/{n}</link>{'<x/>' * 20}</item>" for n in range(2_500))
    found = parse_feed(EMPTY.replace("</channel>", items + "</channel>").encode(), URL, None)
    assert len(found.entries) == 2_500


def test_too_many_tags_or_entries_are_refused(monkeypatch):
    """What would keep the parser busy for minutes is refused, and what is beyond the limit not dropped."""
    many = EMPTY.replace("</channel>", "<item><link>/1</link></item>" * 6 + "</channel>").encode()
    monkeypatch.setattr(feeds, "MAX_ENTRIES", 5)
    with pytest.raises(ListingError, match="more than 5 entries"):
        parse_feed(many, URL, None)
    monkeypatch.setattr(feeds, "MOST_TAGS", 10)
    with pytest.raises(ListingError, match="more than 10 tags"):
        parse_feed(many, URL, None)


def test_entries_without_any_address_are_told():
    """A feed whose items lead nowhere is not silently empty."""
    body = EMPTY.replace("</channel>", "<item><title>a</title></item></channel>").encode()
    with pytest.raises(ListingError, match="none of the feed's 1 entries"):
        parse_feed(body, URL, None)


def test_bytes_that_name_a_file_are_not_opened(tmp_path):
    """Feedparser would open a file of this name."""
    file = tmp_path / "feed.xml"
    file.write_text(RSS.format(charset="utf-8"), "utf-8")
    with pytest.raises(ListingError):
        parse_feed(str(file).encode(), URL, None)


LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("before", ["", "<!-- <rss> -->", "\n<?pi <rss> ?>\n", "<!DOCTYPE rss SYSTEM 'a>b'>"])
@pytest.mark.parametrize(
    "subset",
    [
        LAUGHS,
        f"<!-- <x> ]> -->\n{LAUGHS}",
        f'\n<!ENTITY a9 "{"x" * 200_000}">',
        '<!ENTITY a9 SYSTEM "file:///etc/hostname">',
        '<!ENTITY a9 SYSTEM "http://127.0.0.1:9/">',
        '<!ENTITY % a9 SYSTEM "http://127.0.0.1:9/">%a9;',
    ],
)
def test_entities_are_refused_at_once(before, subset):
    """Neither a file nor an address is asked for, nothing doubles; wherever the document type hides."""
    doctype = f"{before}<!DOCTYPE rss PUBLIC \"[>\" 'x' [{subset}]>"
    body = RSS.format(charset="utf-8").replace("<rss", doctype + "<rss", 1).replace("محليات", "&a9;" * 1_000)
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(ListingError, match="declares XML entities"):
        parse_feed(body.encode(), URL, None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - began < 1
    assert peak < 3_000_000 + 2 * len(body)


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://n.example/rss-0.91.dtd">',
        "<!DOCTYPE rss [<!ELEMENT rss ANY>]>",
        "<!-- <rss> <!ENTITY a 'b'> --><?xml-stylesheet href='<x>'?>",
        "\n" * 300_000,
        "<!DOCTYPE\n" * 30_000,
        "<!-- " * 30_000,
        "<br/>Notice: a variable is not set",
    ],
)
def test_what_stands_before_the_first_element_does_no_harm(prolog):
    """Other declarations, comments, white space without end and messages of a server are passed over."""
    body = EMPTY.replace("<rss", prolog + "<rss").replace(
        "</channel>", "<item><link>/1</link></item></channel>"
    )
    assert [entry.url for entry in parse_feed(body.encode(), URL, None).entries] == ["https://n.example/1"]


PIECES = st.sampled_from(
    [
        b"<rss version='2.0'>",
        b"<channel>",
        b"<item>",
        b"<link>",
        b"http://a.example/",
        b"</link>",
        b"</item>",
        b"<feed>",
        b"<entry>",
        b"<link href='x'/>",
        b"]]>",
        b"<![CDATA[",
        b"&#0;",
        b"&lt;",
        b"<title>",
        b"{",
        b'"items": [',
        b"\xff\xfe",
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>",
        b"<pubDate>Mon, 99 Nov 0000</pubDate>",
    ]
)


@given(
    st.binary(max_size=300) | st.lists(PIECES, max_size=20).map(b"".join),
    st.sampled_from([None, "utf-8", "x", "\x00"]),
)
def test_any_bytes_give_entries_or_a_listing_error(body, charset):
    """Nothing else comes out, whatever goes in."""
    try:
        entries = parse_feed(body, URL, charset).entries
    except ListingError:
        return
    assert all(entry.url.startswith("http") for entry in entries)
