"""Authors are a list, with where it came from."""

import json

import pytest

from tasks.parsing.authors import Byline, find_authors
from tasks.parsing.document import parse_html
from tasks.parsing.meta import read_meta
from tasks.parsing.structured import read_structured


def byline(author: object = None, head: str = "", body: str = "", feed: str = "") -> Byline:
    """The byline of a page of the outlet Sada."""
    node = {"@type": "NewsArticle", "headline": "x", "author": author}
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>' if author else ""
    tree = parse_html(f"<html><head>{script}{head}</head><body><p>text</p>{body}</body></html>")
    assert tree is not None
    evidence = {"author": feed} if feed else {}
    return find_authors(tree, read_structured(tree), read_meta(tree), evidence, ["Sada", "sada.example"])


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("ليلى منصور", ("ليلى منصور",)),
        ({"@type": "Person", "name": "ليلى منصور"}, ("ليلى منصور",)),
        ([{"@type": "Person", "name": "Ann Lee"}, "Bo Kim"], ("Ann Lee", "Bo Kim")),
        ([{"name": ["Ann Lee", "Bo Kim"]}], ("Ann Lee", "Bo Kim")),
        ({"@type": "Person", "name": "Ann Lee, professor of harbours at the coast university"}, ("Ann Lee",)),
        ({"@type": "Person", "name": "Ann Lee, Bo Kim"}, ("Ann Lee", "Bo Kim")),
    ],
)
def test_json_ld_in_each_shape(author: object, names: tuple[str, ...]) -> None:
    """A string, a node, lists of both, several names in one."""
    assert byline(author) == Byline(names=names, source="json-ld")


def test_the_outlet_as_author_gives_way_to_a_person() -> None:
    """Where JSON-LD names the outlet, the next source that names somebody is taken."""
    found = byline(
        {"@type": "Organization", "name": "Sada"}, head='<meta name="author" content="ليلى منصور">'
    )
    assert found == Byline(names=("ليلى منصور",), source="meta")


def test_the_outlet_is_the_author_where_nobody_else_is() -> None:
    """Better the outlet than nothing."""
    assert byline({"@type": "Organization", "name": "Sada"}) == Byline(names=("Sada",), source="json-ld")


def test_an_address_is_no_author() -> None:
    """article:author is often a profile's address."""
    head = '<meta property="article:author" content="https://social.example/ann">'
    assert byline(head=head) == Byline(names=(), source=None)


@pytest.mark.parametrize(
    "body",
    [
        '<a rel="author">Ann Lee</a>',
        '<div class="article-byline"><span>By</span> <b>Ann Lee</b></div>',
        '<div class="card"><p class="author">Bo Kim</p></div><span class="author">Ann Lee</span>',
        '<p class="author">Image: Bo Kim</p><p class="author">Ann Lee</p>',
    ],
)
def test_a_shown_byline(body: str) -> None:
    """The first marked element that holds a name; other articles' cards are passed over."""
    assert byline(body=body) == Byline(names=("Ann Lee",), source="byline")


def test_the_feed_s_author_is_last() -> None:
    """What the listing said is used where the page is silent."""
    assert byline(feed="كتب: سامي حداد") == Byline(names=("سامي حداد",), source="feed")


def test_an_author_that_holds_itself_ends() -> None:
    """References that go round in a circle are followed a few times only."""
    assert byline({"@id": "#a", "name": {"@id": "#a"}}).names == ()
