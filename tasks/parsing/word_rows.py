"""The words of articles and tweets, as `search` looks them up."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from warehouse.folding import core, fold_words
from warehouse.rows import Article, Word
from warehouse.tweet_rows import Tweet


def word_rows(row: object) -> Iterator[Word]:
    """One row for each different word of an article or a tweet; none of rows of other types."""
    if isinstance(row, Article):
        yield from index_text(
            page_id=row.page_id,
            tweet_key=None,
            run_id=row.run_id,
            date=row.date,
            title=row.title,
            text=row.text,
        )
    elif isinstance(row, Tweet) and row.text:
        yield from index_text(
            page_id=row.page_id,
            tweet_key=row.tweet_key,
            run_id=row.run_id,
            date=row.date,
            title=None,
            text=row.text,
        )


def index_text(
    *, page_id: str, tweet_key: str | None, run_id: str, date: date, title: str | None, text: str
) -> Iterator[Word]:
    """The words of a title and a text; the place between stays free, so that no phrase goes over it."""
    head, body = fold_words(title or ""), fold_words(text)
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(head):
        positions[word].append(at)
    for at, word in enumerate(body, len(head) + 1 if head else 0):
        positions[word].append(at)
    for word, places in positions.items():
        yield Word(
            core=core(word),
            word=word,
            page_id=page_id,
            tweet_key=tweet_key,
            run_id=run_id,
            date=date,
            positions=tuple(places),
            text_words=len(head) + len(body),
        )
