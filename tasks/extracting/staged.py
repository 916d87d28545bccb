"""The rows of a shard's pages on their way to disk, a shard of the same name for each table."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tasks.parsing.page import Extraction
from warehouse.schema import BY_ROW
from warehouse.staging import write_shard

VERDICTS = "verdicts"


def stage_rows(root: Path, run_id: str, shard_name: str, extractions: Iterable[Extraction]) -> Counter[str]:
    """Stage everything that a shard's pages gave; how many rows of which table there are.

    The verdicts come last and say that the shard is done.
    """
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for extraction in extractions:
        for row in (extraction.verdict, *extraction.rows):
            found[BY_ROW[type(row)].name].append(row)
    for table in sorted(found, key=lambda name: name == VERDICTS):
        write_shard(root, run_id, table, shard_name, found[table])
    return Counter({table: len(rows) for table, rows in found.items()})
