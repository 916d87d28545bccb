"""The pages of a shard through a process that may be killed: the page that breaks it is named."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tasks.extracting.child import Extract, Order
from tasks.extracting.process import Worker, borrow_worker
from tasks.parsing.page import Extraction, extract_page
from tasks.parsing.version import EXTRACTOR_VERSION
from warehouse import rows
from warehouse.staging import iter_shard

START_TIMEOUT_S = 120.0  # a cold machine may need this long to import the extractor


class LostPageError(Exception):
    """The worker was killed or died over a page; the message is the reason."""


def extract_shard(
    shard: Path, pages: int, languages: tuple[str, ...], timeout_s: float, extract: Extract = extract_page
) -> Iterator[Extraction]:
    """One Extraction for each of the shard's pages, in order, whatever a page does to its process.

    Args:
        shard: a staged shard of `pages`.
        pages: how many rows it has.
        languages: languages told apart, ISO 639-1.
        timeout_s: seconds one page may take.
        extract: the function that is called on each page; it must be importable by name.
    """
    order = Order(shard=shard, first=0, end=pages, languages=languages, extract=extract)
    while order.first < order.end:
        with borrow_worker() as worker:
            try:
                for number, got in answers(worker, order, timeout_s):
                    yield got if isinstance(got, Extraction) else quarantine(page_at(shard, number), got)
                    order = replace(order, first=number + 1)
            except LostPageError as error:
                worker.kill()
                yield quarantine(page_at(shard, order.first), str(error))
                order = replace(order, first=order.first + 1)


def answers(worker: Worker, order: Order, timeout_s: float) -> Iterator[tuple[int, Extraction | str]]:
    """The answers to an order, each with its page's number.

    Raises:
        LostPageError: the answer for the next page did not come in time, or never will.
    """
    worker.pipe.send(order)
    await_answer(worker, START_TIMEOUT_S)
    for number in range(order.first, order.end):
        yield number, await_answer(worker, timeout_s)


def await_answer(worker: Worker, limit_s: float) -> Extraction | str:
    """The worker's next message.

    Raises:
        LostPageError: it did not come in time, or never will.
    """
    if not worker.pipe.poll(limit_s):
        raise LostPageError(f"took longer than {limit_s:g} s")
    try:
        got: Extraction | str = worker.pipe.recv()
    except (EOFError, ConnectionResetError):
        raise LostPageError("the process ended without an answer (crash)") from None
    return got


def page_at(shard: Path, number: int) -> rows.Page:
    """Page `number` of the shard, from 0."""
    pages: Iterator[rows.Page] = iter_shard(shard)
    return next(page for at, page in enumerate(pages) if at == number)


def quarantine(page: rows.Page, reason: str) -> Extraction:
    """The verdict on a page whose extraction did not come to an end."""
    verdict = rows.Verdict(
        page_id=page.page_id,
        run_id=page.run_id,
        date=page.date,
        source=page.source,
        url=page.url,
        verdict="quarantined",
        reason=reason,
        charset=None,
        charset_source=None,
        article_id=None,
        extractor_version=EXTRACTOR_VERSION,
    )
    return Extraction(verdict=verdict, rows=())
