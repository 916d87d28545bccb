"""The invented posts of other platforms: their mark-up, and what is read of it."""

import re

from flows.newsroom.outlets import load_outlets
from flows.newsroom.posts import PLATFORMS, load_posts, render_post
from flows.newsroom.site import Site
from tasks.parsing.document import parse_html
from tasks.parsing.embeds import Post, lift_embeds
from tasks.parsing.flattened import find_flattened

SHOWN = re.compile(r"\{post (\S+)\}")


def read(markup: str) -> list[Post]:
    """The posts of a page with this mark-up."""
    tree = parse_html(f"<html><body><p>before</p>{markup}</body></html>")
    assert tree is not None
    return lift_embeds(tree).posts


def test_every_post_is_read_as_what_it_is() -> None:
    """Platform, id and account come back from the mark-up, and the text where the code has it."""
    for name, post in load_posts().items():
        (found,) = read(render_post(name))
        assert (found.platform, found.post_id) == (post.platform, post.post_id)
        assert (found.author_handle or "").startswith(post.handle)
        assert found.text == ("\n".join(post.text) or None)
        assert found.label == (post.label or None)


def test_every_post_and_platform_is_shown_somewhere(night_1: Site) -> None:
    """Each stands in one article, after it was posted, and is found in its page."""
    blocks = [
        (outlet, article, found[1])
        for outlet in load_outlets()
        for article in outlet.articles
        for block in article.body
        if (found := SHOWN.fullmatch(block))
    ]
    assert sorted(name for *_, name in blocks) == sorted(load_posts())
    assert {load_posts()[name].platform for *_, name in blocks} == set(PLATFORMS)
    for outlet, article, name in blocks:
        page = night_1[outlet.slug, article.path].body.decode(outlet.encoding)
        assert load_posts()[name].post_id in {post.post_id for post in read(page)}


def test_one_article_has_flattened_tweets() -> None:
    """Two tweets stand in its text as a scraper would leave them, one in English, one in Arabic."""
    stories = ["\n\n".join(article.body) for outlet in load_outlets() for article in outlet.articles]
    (found,) = filter(None, map(find_flattened, stories))
    assert [each.author_handle for each in found] == ["IdrisMallah_nw", "LowzShipping"]
    assert all(each.day and each.day.day == 8 for each in found)
