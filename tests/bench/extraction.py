"""Extraction against the shared sets' truth, beside bare trafilatura: `python -m tests.bench.extraction`."""

import argparse
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import trafilatura

from config.settings import LANGUAGES
from tasks.parsing.page import extract_page
from tests.bench.corpora import ROOT, SCORED, Sample, read_set
from tests.bench.metric import body_score, same_authors, same_title, share
from warehouse.keys import key
from warehouse.rows import Article, Page


@dataclass(slots=True)
class Found:
    """What one extractor read from one page."""

    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    day: str | None = None


@dataclass(slots=True)
class Result:
    """All pages of a set by one extractor, and the CPU seconds it took."""

    found: list[Found] = field(default_factory=list)
    seconds: float = 0.0


def to_page(sample: Sample) -> Page:
    """A sample as the stored response it would have been."""
    digest = sha256(sample.html).hexdigest()
    return Page(
        page_id=key(sample.url, digest),
        run_id="bench",
        date=sample.captured_at.date(),
        source="bench",
        url=sample.url,
        final_url=sample.url,
        redirects=None,
        content_signal=None,
        status=200,
        headers="[]",
        content_type="text/html",
        charset=None,
        fetched_at=sample.captured_at + timedelta(days=400),
        body=sample.html,
        body_sha256=digest,
        discovered_via="warc",
        listing_url=None,
        evidence=None,
    )


def by_isnad(sample: Sample) -> Callable[[], Found]:
    """Our extraction of a sample, with the page built beforehand."""
    page = to_page(sample)

    def run() -> Found:
        rows = extract_page(page, LANGUAGES).rows
        article = next((row for row in rows if isinstance(row, Article)), None)
        if article is None:
            return Found()
        local = article.published_at and article.published_at + timedelta(
            minutes=article.published_offset_min or 0
        )
        day = local.date().isoformat() if local else None
        return Found(text=article.text, title=article.title, authors=article.authors, day=day)

    return run


def by_trafilatura(sample: Sample) -> Callable[[], Found]:
    """The bare loop: trafilatura with its metadata, as its documentation shows it."""

    def run() -> Found:
        document: Any = trafilatura.bare_extraction(sample.html, url=sample.url, with_metadata=True)
        if document is None:
            return Found()
        authors = tuple(part for part in (document.author or "").split("; ") if part)
        return Found(text=document.text or "", title=document.title, authors=authors, day=document.date)

    return run


EXTRACTORS = {"isnad": by_isnad, "trafilatura": by_trafilatura}


def run_set(samples: list[Sample], rounds: int) -> dict[str, Result]:
    """Both extractors on each page in turn, in one process; the first to run alternates."""
    results = {name: Result() for name in EXTRACTORS}
    for turn in range(rounds):
        for number, sample in enumerate(samples):
            names = list(EXTRACTORS)
            for name in names if (number + turn) % 2 else names[::-1]:
                run = EXTRACTORS[name](sample)
                start = process_time()
                found = run()
                results[name].seconds += process_time() - start
                if turn == 0:
                    results[name].found.append(found)
    return results


def table_row(name: str, extractor: str, samples: list[Sample], result: Result, rounds: int) -> str:
    """One line of the Markdown table."""
    pairs = list(zip(samples, result.found, strict=True))
    body = body_score((s.text or "", f.text) for s, f in pairs)
    titles = [same_title(s.title, f.title) for s, f in pairs if s.title]
    authors = [same_authors(s.authors, f.authors) for s, f in pairs if s.authors]
    days = [s.day == f.day for s, f in pairs if s.day]
    shares = " | ".join(f"{share(values):.3f}" if values else "–" for values in (titles, authors, days))
    rate = rounds * len(samples) / result.seconds
    scores = " | ".join(f"{value:.4f}" for value in (body.f1, body.precision, body.recall))
    return f"| {name} | {extractor} | {scores} | {shares} | {rate:.1f} |"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sets", nargs="*", default=SCORED)
    options.add_argument("--rounds", type=int, default=1, help="times each page is extracted for the speed")
    options.add_argument("--limit", type=int, default=None, help="pages of each set")
    given = options.parse_args()
    if not ROOT.is_dir():
        sys.exit("the shared corpora are not beside the checkout: ../shared/corpora")
    logging.disable(logging.CRITICAL)
    print("| set | extractor | body F1 | precision | recall | title | authors | day | pages per CPU-second |")
    print("|---|---|---|---|---|---|---|---|---|")
    seconds = dict.fromkeys(EXTRACTORS, 0.0)
    for name in given.sets:
        samples = list(read_set(name))[: given.limit]
        run_set(samples[:3], 1)  # models and word lists are loaded on first use
        results = run_set(samples, given.rounds)
        for extractor, result in results.items():
            seconds[extractor] += result.seconds
            print(table_row(name, extractor, samples, result, given.rounds), flush=True)
    print(f"\nisnad is {seconds['trafilatura'] / seconds['isnad']:.2f} times as fast as the bare loop.")


if __name__ == "__main__":
    main()
