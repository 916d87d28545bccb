"""Rows of the posts of other platforms that an article shows."""

from collections.abc import Mapping, Sequence

from tasks.parsing.body import Place
from tasks.parsing.context import Context
from tasks.parsing.embeds import Post
from warehouse.tweet_rows import ArticleEmbed


def embed_rows(posts: Sequence[Post], places: Mapping[int, Place], context: Context) -> list[ArticleEmbed]:
    """One row for each time a post is shown, in the order of the page."""
    return [_row(number, post, places.get(post.number), context) for number, post in enumerate(posts)]


def _row(number: int, post: Post, place: Place | None, context: Context) -> ArticleEmbed:
    return ArticleEmbed(
        article_id=context.article_id,
        page_id=context.page_id,
        run_id=context.run_id,
        date=context.date,
        ord=number,
        platform=post.platform,
        url=post.url,
        post_id=post.post_id,
        author_handle=post.author_handle,
        author_name=post.author_name,
        text=post.text,
        posted_label=post.label,
        language=post.language,
        embed_kind=post.kind,
        char_offset=place.char_offset if place else None,
        paragraph=place.paragraph if place else None,
    )
