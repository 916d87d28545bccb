"""The XML of a sitemap, piece by piece."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ListingError
from tasks.parsing.entries import Found
from tasks.parsing.sitemap_reader import XmlReader

NEWS = "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"


def read(text, size=None):
    """Feeds the text in pieces of this size, and closes; the entries and the reader."""
    reader = XmlReader(Found("https://n.example/", 50))
    for at in range(0, len(text), size or len(text)):
        reader.feed(text[at : at + (size or len(text))])
    reader.close()
    return reader.target.found.pages.entries(), reader


def evidence(inside, attributes=NEWS):
    """What is read of a page that says this."""
    [entry] = read(f"<urlset {attributes}><url><loc>/1</loc>{inside}</url></urlset>")[0]
    return entry.evidence


@pytest.mark.parametrize("attributes", [NEWS, "", f"xmlns='http://n.example/0.9' {NEWS}"])
def test_news_with_and_without_namespaces(attributes):
    """The parts of a <news:news> are known by their place, because many sites do not declare its name."""
    inside = (
        "<news:news><news:publication><news:language>ar</news:language></news:publication>"
        "<news:publication_date>2026-11-23</news:publication_date><news:title>ميناء</news:title></news:news>"
    )
    assert evidence(inside, attributes) == {"language": "ar", "published": "2026-11-23", "title": "ميناء"}


def test_title_of_a_picture_is_not_that_of_the_page():
    """Neither is its address; a video has the title of its page."""
    picture = "<i:image xmlns:i='i'><i:title>a picture</i:title><i:loc>/p.jpg</i:loc></i:image>"
    news = "<news:news><news:title>a page</news:title></news:news>"
    assert evidence(picture + news) == evidence(news + picture) == {"title": "a page"}
    assert evidence("<v:video xmlns:v='v'><v:title>a film</v:title></v:video>") == {"title": "a film"}


def test_first_of_several_that_says_something():
    """An empty element takes nothing away."""
    assert evidence("<lastmod> </lastmod><lastmod>2026-11-23</lastmod><lastmod>2020-01-01</lastmod>") == {
        "updated": "2026-11-23"
    }


def test_prefixed_root():
    """Its elements are known by their names, in whatever namespace they share."""
    text = "<s:urlset xmlns:s='s'><s:url><s:loc>/1</s:loc><loc>/2</loc></s:url></s:urlset>"
    assert [entry.url for entry in read(text)[0]] == ["https://n.example/1"]


@pytest.mark.parametrize("size", [1, 2, 5, 7, None])
@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/?a=1&amp;b=2", "?a=1&b=2"),
        ("/?a=1&b=2&c", "?a=1&b=2&c"),
        ("<![CDATA[/?a=1&b=2&amp;]]>", "?a=1&b=2&amp;"),
        ("/&#1605;&#x0645;", "%D9%85%D9%85"),
        ("/?a=&copy;", "?a=&copy;"),
        ("/?a=&#55357;", "?a="),
        ("/?a=&#xD83D;", "?a="),
        ("/&#57344;", "%EE%80%80"),
        ("/&#55295;", "%ED%9F%BF"),
        ("/?a&#0;b", "?ab"),
        ("/?a=<!-- c -->b", "?a=b"),
    ],
)
def test_references(written, url, size):
    """XML's own are resolved; every other ampersand is one, as in an address that nobody escaped."""
    entries, reader = read(f"<urlset><url><loc>{written}</loc></url></urlset>", size)
    assert [entry.url for entry in entries] == [f"https://n.example/{url}"]
    assert reader.root == "urlset"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<urlset/>", None),
        ("<urlset><url><loc>/1</loc></url>", "Premature end"),
        ("<urlset><url><loc>/1</url></urlset>", "mismatch: loc line 1 and url"),
        ("<urlset></urlset><urlset/>", "Extra content"),
        ("<urlset><url><loc>/1</loc> a < b </url></urlset>", "invalid element name"),
        ("<data/>", "it is no sitemap"),
    ],
)
def test_why_it_was_not_read_to_its_end(text, why):
    """The first fault that the parser tells; None where there is none."""
    unread = read(text)[1].unread
    assert unread is None if why is None else why in unread


def test_entities_are_refused_before_they_are_read():
    """However the declaration is cut."""
    for size in (1, 3, None):
        with pytest.raises(ListingError, match="declares XML entities"):
            read("<!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset>&a;</urlset>", size)


PIECES = st.sampled_from(
    [
        "<urlset>",
        "<url>",
        "<loc>",
        "/1",
        "</loc>",
        "</url>",
        "&",
        "amp;",
        "#55357;",
        "<![CDATA[",
        "]]>",
        "<a b='",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60), st.integers(1, 9))
def test_pieces_do_not_matter(text, size):
    """Any text is read, and in pieces it says the same."""
    whole, pieces = read(text + " "), read(text + " ", size)
    assert whole[0] == pieces[0]
    assert whole[1].root == pieces[1].root
