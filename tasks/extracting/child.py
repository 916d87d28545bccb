"""What runs in a worker process: shard after shard, one answer for each page, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

from tasks.parsing.page import Extraction, extract_page
from warehouse import rows
from warehouse.staging import iter_shard

Extract = Callable[[rows.Page, tuple[str, ...]], Extraction]
READY = "ready"


@dataclass(frozen=True, kw_only=True)
class Order:
    """The pages of a shard from number `first` to before `end`; `extract` must be importable by name."""

    shard: Path
    first: int
    end: int
    languages: tuple[str, ...]
    extract: Extract = extract_page


def serve_orders(pipe: Connection) -> None:
    """For each order send READY, then one answer a page; ends when the other side closes."""
    while True:
        try:
            order: Order = pipe.recv()
        except EOFError:
            return
        pipe.send(READY)
        for page in islice(iter_shard(order.shard), order.first, order.end):
            pipe.send(answer(page, order))


def answer(page: rows.Page, order: Order) -> Extraction | str:
    """The page's Extraction; whatever error its extraction ends in becomes the reason, never a lost batch."""
    try:
        return order.extract(page, order.languages)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:500]
