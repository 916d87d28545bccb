"""The rows of a shard's pages on their way to disk, a shard of the same name for each table."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tasks.parsing.page import Extraction
from tasks.parsing.word_rows import word_rows
from warehouse.rows import Word
from warehouse.schema import BY_ROW
from warehouse.staging import write_shard

VERDICTS, WORDS = "verdicts", "words"


def stage_rows(
    root: Path, run_id: str, shard_name: str, extractions: Iterable[Extraction], *, with_words: bool = True
) -> Counter[str]:
    """Stage everything that a shard's pages gave; how many rows of which table there are, words not counted.

    The verdicts come last and say that the shard is done. Without words the texts wait for `tasks.index`.
    """
    found: defaultdict[str, list[Any]] = defaultdict(list)
    words: list[Word] = []
    for extraction in extractions:
        for row in (extraction.verdict, *extraction.rows):
            found[BY_ROW[type(row)].name].append(row)
            if with_words:
                words.extend(word_rows(row))
    if words:
        write_shard(root, run_id, WORDS, shard_name, words)
    for table in sorted(found, key=lambda name: name == VERDICTS):
        write_shard(root, run_id, table, shard_name, found[table])
    return Counter({table: len(rows) for table, rows in found.items()})
