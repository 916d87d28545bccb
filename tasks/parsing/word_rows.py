"""The words of articles and tweets, as `search` looks them up."""

from collections import defaultdict
from collections.abc import Iterator

from warehouse.folding import core, fold_words
from warehouse.rows import Article, Word
from warehouse.tweet_rows import Tweet


def word_rows(row: object) -> Iterator[Word]:
    """One row for each different word of an article or a tweet; none of rows of other types."""
    if isinstance(row, Article):
        yield from index(row, fold_words(row.title or ""), fold_words(row.text))
    elif isinstance(row, Tweet) and row.text:
        yield from index(row, [], fold_words(row.text))


def index(row: Article | Tweet, title: list[str], text: list[str]) -> Iterator[Word]:
    """The words of a title and a text; the place between stays free, so that no phrase goes over it."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(title):
        positions[word].append(at)
    for at, word in enumerate(text, len(title) + 1 if title else 0):
        positions[word].append(at)
    tweet_key = row.tweet_key if isinstance(row, Tweet) else None
    for word, places in positions.items():
        yield Word(
            core=core(word),
            word=word,
            page_id=row.page_id,
            tweet_key=tweet_key,
            run_id=row.run_id,
            date=row.date,
            positions=tuple(places),
            text_words=len(title) + len(text),
        )
