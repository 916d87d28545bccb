"""The pages of a shard through a process that may be killed: what a page breaks is told by the page's name."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from tasks.extracting.child import READY, Extract, answer_pages
from tasks.parsing.page import Extraction, extract_page
from tasks.parsing.version import EXTRACTOR_VERSION
from warehouse import rows
from warehouse.staging import iter_shard

START_TIMEOUT_S = 120.0  # a cold machine may need this long to import the extractor

FORKS = "forkserver" in multiprocessing.get_all_start_methods()
CONTEXT = multiprocessing.get_context("forkserver") if FORKS else multiprocessing.get_context("spawn")


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
    done = 0
    while done < pages:
        reason = "the process ended without an answer (crash)"
        with child(shard, done, languages, extract) as answers:
            limit_s = START_TIMEOUT_S
            while done < pages:
                if not answers.poll(limit_s):
                    reason = f"took longer than {timeout_s:g} s"
                    break
                try:
                    got = answers.recv()
                except EOFError:
                    break
                limit_s = timeout_s
                if got == READY:
                    continue
                yield got if isinstance(got, Extraction) else quarantine(page_at(shard, done), got)
                done += 1
        if done < pages:
            yield quarantine(page_at(shard, done), reason)
            done += 1


@contextmanager
def child(shard: Path, first: int, languages: tuple[str, ...], extract: Extract) -> Iterator[Connection]:
    """A worker process on the shard from page number `first` on; killed on leaving."""
    if FORKS:
        CONTEXT.set_forkserver_preload(["tasks.extracting.warm"])
    receive, send = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=answer_pages, args=(send, shard, first, languages, extract), daemon=True)
    process.start()
    send.close()  # the worker's end is then the only one, and its death reads as the end of the pipe
    try:
        yield receive
    finally:
        receive.close()
        process.kill()
        process.join()


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
