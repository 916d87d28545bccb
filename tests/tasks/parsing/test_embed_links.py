"""Embeds that are only an address."""

import pytest
from lxml import html

from tasks.parsing.embed_links import read_bare_address, read_link

URL = "https://x.com/harbour_news/status/1865941871443546566"


def root_of(markup: str) -> str | None:
    """Tag of the block that the first link or bare address of the markup fills."""
    page = html.fromstring(f"<html><body><article>{markup}</article></body></html>")
    for element in page.find(".//article").iter("*"):
        found = read_link(element) if element.tag == "a" else read_bare_address(element)
        if found:
            return str(found[0].tag)
    return None


@pytest.mark.parametrize(
    ("markup", "root"),
    [
        (f"<p>{URL}</p>", "p"),
        (f"<div>\n{URL}?s=20\n</div>", "div"),
        (f'<p><a href="{URL}">{URL}</a></p>', "p"),
        (f'<p><strong><a href="{URL}">twitter.com/harbour_news/st…</a></strong></p>', "p"),
        (f'<div><a href="{URL}"></a></div>', "div"),
        (f'<blockquote><a href="{URL}">View the post</a></blockquote>', "blockquote"),
        (f'<figure class="wp-block-embed-twitter"><div><a href="{URL}">A post</a></div></figure>', "div"),
        (
            f'<blockquote><p>Text.</p>— Harbour (@harbour_news) <a href="{URL}">May 1, 2024</a></blockquote>',
            "blockquote",
        ),
    ],
)
def test_alone_in_its_block(markup: str, root: str) -> None:
    """A block that holds an address and nothing else, or a quote signed with one, is an embed."""
    assert root_of(markup) == root


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>See {URL}</p>",
        f'<p>The council <a href="{URL}">said so</a> on Sunday.</p>',
        f'<p><a href="{URL}">The council said so on Sunday</a></p>',
        f'<blockquote>The head (@harbour_news) <a href="{URL}">wrote</a> that it opens.</blockquote>',
        f'<p><a href="{URL}"><img src="shot.png"></a></p>',
        f'<ul><li><a href="{URL}">{URL}</a></li></ul>',
        '<p><a href="https://twitter.com/harbour_news">https://twitter.com/harbour_news</a></p>',
        f'<p><a href="https://twitter.com/intent/tweet?url={URL}">Share</a></p>',
        "<p>status</p>",
    ],
)
def test_links_in_prose_stay(markup: str) -> None:
    """Links in a sentence, with their own words, around a picture or to anything else are just links."""
    assert root_of(markup) is None
