"""What runs in a worker process: the pages of one shard, one answer each, in order."""

from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from tasks.parsing.page import Extraction, extract_page
from warehouse import rows
from warehouse.staging import iter_shard

Extract = Callable[[rows.Page, tuple[str, ...]], Extraction]
READY = "ready"


def answer_pages(
    answers: Connection, shard: Path, first: int, languages: tuple[str, ...], extract: Extract = extract_page
) -> None:
    """Send READY, then for each page from number `first` on its Extraction, or the reason it has none."""
    answers.send(READY)
    for number, page in enumerate(iter_shard(shard)):
        if number >= first:
            answers.send(answer(page, languages, extract))
    answers.close()


def answer(page: rows.Page, languages: tuple[str, ...], extract: Extract) -> Extraction | str:
    """The page's Extraction; whatever error its extraction ends in becomes the reason, never a lost batch."""
    try:
        return extract(page, languages)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:500]
