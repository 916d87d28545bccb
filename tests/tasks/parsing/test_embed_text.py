"""Embeds as marked text."""

from lxml import html

from tasks.parsing.embed_text import lines_of, read_marked


def test_breaks_and_paragraphs() -> None:
    """A break is a new line, a paragraph stands apart by an empty one, and source line ends are spaces."""
    root = html.fromstring("<blockquote>\n <p>one\n two<br>three<br><br>four</p>\n<p>five</p></blockquote>")
    assert lines_of(read_marked(root).text) == "one two\nthree\n\nfour\n\nfive"


def test_pictures_that_are_characters() -> None:
    """The alternative text of an emoji is kept, that of a photo is not."""
    pictures = '<img class="emoji" alt="🔴"> <img alt="📌"> <img alt="A harbour at night">'
    root = html.fromstring(f"<blockquote>a {pictures} b</blockquote>")
    assert lines_of(read_marked(root).text) == "a 🔴 📌 b"


def test_hidden_and_quoted_parts_are_left_out() -> None:
    """Scripts, notes for screen readers and nested quotes are not the tweet's text; what follows them is."""
    root = html.fromstring(
        "<blockquote>a<script>x()</script> b <span class='sr-only'>(opens in a new tab)</span>c"
        "<blockquote>quoted</blockquote> d<!-- note --> e</blockquote>"
    )
    assert lines_of(read_marked(root).text) == "a b c d e"


def test_text_is_nfc_and_free_of_marks() -> None:
    """Text is composed, and control characters of the page cannot pass for marks."""
    root = html.fromstring("<blockquote>x</blockquote>")
    root.text = "cafe\u0301 noir"
    assert lines_of(read_marked(root).text) == "café noir"


def test_last_link_to_a_tweet() -> None:
    """Of several links the last one that names a tweet is the embed's own, with the text it shows."""
    root = html.fromstring(
        '<blockquote><a href="https://x.com/a/status/111">first</a> <a href="https://x.com/b/status/222">'
        'May 1, 2024</a> <a href="https://example.org">site</a></blockquote>'
    )
    marked = read_marked(root)
    assert marked.link is not None
    assert marked.link.get("href") == "https://x.com/b/status/222"
    assert marked.text[marked.start : marked.end] == "May 1, 2024"
