"""What was read of the X API so far: answers, their cost, and the tweets paid for.

What runs that have not ended hold staged counts too: it is paid.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse import rows
from warehouse.catalog import connect
from warehouse.layout import STAGING
from warehouse.staging import iter_shard
from warehouse.statements import read_statements
from warehouse.tweet_rows import XRead

X_READS = "x_reads"


def reads_of(root: Path, source: str) -> list[XRead]:
    """All answers to a source's questions."""
    staged = {read.page_id: read for read in staged_reads(root) if read.source == source}
    published = [XRead(**item) for item in answer(root, "reads", {"source": source})]
    return list((staged | {read.page_id: read for read in published}).values())


def spent(root: Path, since: datetime) -> int:
    """Tweets paid for since then."""
    reads = {read.page_id: read.reads for read in staged_reads(root) if read.asked_at >= since}
    reads |= {item["page_id"]: item["reads"] for item in answer(root, "spent", {"since": since})}
    return sum(reads.values())


def paid(root: Path, since: datetime) -> set[str]:
    """The published tweets that answers brought since then."""
    return {item["tweet_id"] for item in answer(root, "paid", {"since": since})}


def account_id(root: Path, handle: str) -> str | None:
    """The id of the account that had this screen name last, None where it was never seen."""
    found = answer(root, "account", {"handle": handle.lower()})
    return found[0]["author_id"] if found else None


def staged_reads(root: Path) -> Iterator[XRead]:
    """The answers that runs hold staged."""
    for path in staged_shards(root):
        yield from iter_shard(path)


def staged_answers(root: Path, wanted: Callable[[XRead], bool]) -> Iterator[rows.Page]:
    """The pages of the staged answers that are wanted."""
    for path in staged_shards(root):
        asked = {read.page_id for read in iter_shard(path) if wanted(read)}
        pages = path.parent.with_name("pages") / path.name
        if asked and pages.exists():
            yield from (page for page in iter_shard(pages) if page.page_id in asked)


def staged_shards(root: Path) -> list[Path]:
    """The shards of answers of all runs that have not ended."""
    return sorted((root / STAGING).glob(f"*/{X_READS}/*.parquet"))


def answer(root: Path, name: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows a statement of reads.sql gives."""
    sql = next(statement.sql for statement in read_statements("reads.sql") if statement.name == name)
    with connect(root) as con:
        found: list[dict[str, Any]] = con.sql(sql, params=given).to_arrow_table().to_pylist()
    return found


def known_from_pages(root: Path, rank: int, since: datetime, most: int) -> list[str]:
    """Ids of tweets whose best copy is below this completeness, and that X said nothing of since then."""
    given = {"rank": rank, "since": since, "most": most}
    return [item["tweet_id"] for item in answer(root, "known from pages", given)]


def had_of_x(root: Path, rank: int, since: datetime, most: int) -> list[str]:
    """Ids of tweets with a copy of this completeness or more, and that X said nothing of since then."""
    return [
        item["tweet_id"] for item in answer(root, "had of X", {"rank": rank, "since": since, "most": most})
    ]


def gone(root: Path, flow: str, states: Collection[str]) -> dict[str, str]:
    """The tweets that are gone as runs of a flow found, not forgotten yet, each with its availability.

    Runs that were killed before they forgot are among them.
    """
    found = answer(root, "gone", {"flow": flow, "states": sorted(states)})
    return {item["tweet_key"]: item["availability"] for item in found}
