"""Wrappers that hold one thing."""

from lxml import html

from tasks.parsing.embed_wrappers import drop, holds_only, move_out_after, outermost, storable


def tree(markup: str) -> html.HtmlElement:
    """An article with this content."""
    return html.fromstring(f"<html><body><article>{markup}</article></body></html>")


def test_climbs_while_alone_and_stops_at_the_article() -> None:
    """Wrappers that hold nothing else go with the embed, the article never does."""
    page = tree(
        '<div id="top"><section><div>\n<blockquote>x</blockquote> <script>y</script></div></section></div>'
    )
    assert outermost(page.find(".//blockquote")).get("id") == "top"


def test_stops_at_company() -> None:
    """Text, a picture or another embed beside it ends the climb."""
    for beside in ("and text", "<img src='a.png'>", "<h2></h2>", "<iframe></iframe>"):
        page = tree(f"<div><blockquote>x</blockquote>{beside}</div>")
        embed = page.find(".//blockquote")
        assert outermost(embed) is embed


def test_wrappers_by_name_may_hold_a_short_note() -> None:
    """An embed's own wrapper takes a short caption with it, a long one keeps it in place."""
    note, long = "<p>Embedded post</p>", "<p>" + "word " * 30 + "</p>"
    for beside, climbs in ((note, True), (long, False)):
        page = tree(f'<figure class="wp-block-embed"><blockquote>x</blockquote>{beside}</figure>')
        embed = page.find(".//blockquote")
        assert (outermost(embed) is page.find(".//figure")) is climbs


def test_others_are_never_taken_along() -> None:
    """An element named as another embed ends the climb however small it is."""
    page = tree('<div class="embed"><blockquote>x</blockquote><div id="other"></div></div>')
    embed, other = page.find(".//blockquote"), page.find(".//div[@id]")
    assert outermost(embed, {other}) is embed
    assert outermost(embed) is not embed


def test_a_parent_among_others_ends_the_climb() -> None:
    """The climb stays below an element it was told not to take."""
    page = tree("<div><section><blockquote>x</blockquote></section></div>")
    assert outermost(page.find(".//blockquote"), {page.find(".//div")}).tag == "section"


def test_many_siblings_end_the_look() -> None:
    """A parent with very many children is not looked through."""
    page = tree("<div><blockquote>x</blockquote>" + "<span></span>" * 1000 + "</div>")
    assert not holds_only(page.find(".//div"), page.find(".//blockquote"), 10**6)


def test_move_out_keeps_order_and_text() -> None:
    """What follows the last element of its own moves behind the quote, in order, with every text."""
    page = tree("<blockquote>a<p>b<a>c</a></p>d<p>e</p>f<p>g</p></blockquote>h")
    before = page.text_content()
    quote = page.find(".//blockquote")
    move_out_after(page.find(".//a"), quote)
    assert page.text_content() == before == "abcdefgh"
    assert quote.text_content() == "abc"


def test_drop_keeps_the_text_after_it() -> None:
    """What followed an element follows what stood before it."""
    page = tree("one<b>x</b>two<i>y</i>three")
    for tag in ("i", "b"):
        drop(page.find(f".//{tag}"))
    assert page.find(".//article").text == "onetwothree"


def test_storable() -> None:
    """Characters that lxml would refuse are spaces."""
    assert storable("a\x0cb\x01c\ud800\tد🌊") == "a b c \tد🌊"
    assert storable(None) is None
