"""Entities of embeds."""

from datetime import date

from lxml import html

from tasks.parsing.embed_entities import embed_entities
from tasks.parsing.embed_quotes import read_quote
from warehouse.tweet_rows import TweetEntity

LINEAGE = {"page_id": "p1", "run_id": "r1", "date": date(2024, 12, 9)}


def entities_of(inner: str) -> tuple[str, list[TweetEntity]]:
    """The text of an embed with this paragraph, and its entities."""
    quote = read_quote(
        html.fromstring(
            f'<blockquote class="twitter-tweet"><p lang="en">{inner}</p>— Harbour (@harbour) '
            '<a href="https://x.com/harbour/status/1866000000000000001">December 8, 2024</a></blockquote>'
        )
    )
    return quote.text or "", embed_entities(quote.anchors, quote.text or "", "k1", LINEAGE)


def test_marks_and_links_with_their_places() -> None:
    """Tags, mentions and links in order, each where it stands in the text; the date is none of them."""
    text, found = entities_of(
        'Open &amp; free: <a href="https://twitter.com/hashtag/x?src=hash">#الجسر</a> by '
        '<a href="https://twitter.com/quay">@Quay</a><br>'
        '<a href="https://twitter.com/search?q=%24HRB">$HRB</a> '
        '<a href="https://sada.example/a">sada.example/a</a> '
        '<a href="https://t.co/abc?amp=1">https://t.co/abc</a> <a href="https://t.co/d3f">pic.twitter.com/d3f</a>'
    )
    assert [(row.ord, row.kind, row.text) for row in found] == [
        (0, "hashtag", "الجسر"),
        (1, "mention", "Quay"),
        (2, "cashtag", "HRB"),
        (3, "url", "sada.example/a"),
        (4, "url", "https://t.co/abc"),
        (5, "url", "https://t.co/d3f"),
    ]
    assert [text[row.start : row.end] for row in found] == [
        "#الجسر", "@Quay", "$HRB", "sada.example/a", "https://t.co/abc", "pic.twitter.com/d3f",
    ]  # fmt: skip
    assert (found[3].url_expanded, found[4].url_expanded) == ("https://sada.example/a", None)
    assert found[5].url_display == "pic.twitter.com/d3f"


def test_twice_the_same() -> None:
    """Each of two equal tags has its own place."""
    link = '<a href="https://twitter.com/hashtag/x">#x</a>'
    _, found = entities_of(f"{link} and {link}")
    assert [(row.start, row.end) for row in found] == [(0, 2), (7, 9)]


def test_what_is_no_entity() -> None:
    """Links that show nothing, lead nowhere or to no address are left out."""
    _, found = entities_of(
        '<a href="/x">here</a> <a href="https://[">there</a> <a href="https://t.co/abc"></a> x'
    )
    assert found == []
