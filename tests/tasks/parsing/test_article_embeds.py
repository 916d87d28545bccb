"""Rows of posts."""

from datetime import UTC, date, datetime

from tasks.parsing.article_embeds import embed_rows
from tasks.parsing.body import Place
from tasks.parsing.context import Context
from tasks.parsing.embeds import Post

CONTEXT = Context(
    article_id="a1",
    page_id="p1",
    run_id="r1",
    date=date(2024, 12, 9),
    source="minbar",
    fetched_at=datetime(2024, 12, 9, 6, tzinfo=UTC),
)


def test_rows_are_numbered_by_themselves() -> None:
    """Tweets between posts leave no gap in the numbers; a post outside the body has no place."""
    posts = [
        Post(
            number=number,
            kind="blockquote",
            platform="bluesky",
            url="https://bsky.app/profile/did:plc:harbour/post/3kharbour22",
            post_id="3kharbour22",
            author_handle="news.harbour.example",
            author_name="Harbour News",
            text="The bridge opens.",
            label="December 8, 2024",
            language="en",
        )
        for number in (1, 3)
    ]
    first, second = embed_rows(posts, {1: Place(char_offset=12, paragraph=2)}, CONTEXT)
    assert (first.ord, second.ord) == (0, 1)
    assert (first.char_offset, first.paragraph, second.char_offset) == (12, 2, None)
    assert (first.article_id, first.platform, first.embed_kind) == ("a1", "bluesky", "blockquote")
    assert (first.post_id, first.posted_label, first.text) == (
        "3kharbour22",
        "December 8, 2024",
        "The bridge opens.",
    )
