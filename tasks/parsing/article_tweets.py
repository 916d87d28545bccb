"""Rows of the tweets of one article: out of its markup, told by its scripts, or flattened in its text."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from tasks.parsing.body import Body
from tasks.parsing.context import Context
from tasks.parsing.embeds import Embed
from tasks.parsing.flattened_rows import KIND, flattened_rows
from tasks.parsing.script_tweets import ScriptTweet
from tasks.parsing.tweets import embed_copy, tweet_key
from tasks.parsing.x.gathered import Gathered, Origin
from warehouse.tweet_rows import ArticleTweet

FROM_MARKUP = 1.0


def article_tweet_rows(
    embeds: Sequence[Embed], scripted: Iterable[ScriptTweet], body: Body, context: Context
) -> Iterator[object]:
    """Every tweet once with its parts, then one ArticleTweet for each time the article shows one.

    Those of the markup come first, in the order of the page, then those that only a script tells of, then
    those in the text itself.
    """
    origin = Origin(
        page_id=context.page_id, run_id=context.run_id, date=context.date,
        source=context.source, observed_at=context.fetched_at,
    )  # fmt: skip
    gathered = Gathered(origin)
    shown: list[ArticleTweet] = []
    for embed in embeds:
        gathered.add(embed_copy(embed, origin, FROM_MARKUP))
        place = body.places.get(embed.number)
        offset, paragraph = (place.char_offset, place.paragraph) if place else (None, None)
        shown.append(_shown(context, len(shown), tweet_key(embed), embed.kind, offset, None, paragraph))
    for each in scripted:
        is_new = each.embed.tweet_id not in gathered.copies
        gathered.add(embed_copy(each.embed, origin, each.confidence))
        if is_new:
            name, kind = tweet_key(each.embed), each.embed.kind
            shown.append(_shown(context, len(shown), name, kind, None, None, None, each.confidence))
    starts = [block.start for block in body.paragraphs]
    links: dict[str, tuple[str, ...]] = {}
    for link in body.links:
        if link.text:
            links[link.text] = (*links.get(link.text, ()), link.url)[:20]
    for found, copy in flattened_rows(body.text, origin, links):
        gathered.add(copy)
        paragraph = max(0, bisect_left(starts, found.start + 1) - 1)
        name = copy.tweet.tweet_key
        shown.append(
            _shown(context, len(shown), name, KIND, found.start, found.end, paragraph, found.confidence)
        )
    yield from gathered.rows()
    yield from shown


def _shown(
    context: Context,
    number: int,
    name: str,
    kind: str,
    offset: int | None,
    end: int | None,
    paragraph: int | None,
    confidence: float = FROM_MARKUP,
) -> ArticleTweet:
    return ArticleTweet(
        article_id=context.article_id,
        page_id=context.page_id,
        run_id=context.run_id,
        date=context.date,
        ord=number,
        tweet_key=name,
        embed_kind=kind,
        char_offset=offset,
        char_end=end,
        paragraph=paragraph,
        confidence=confidence,
    )
