"""`isnad nightly`: the flow from the terminal, its outcome in a few lines."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from config.settings import Settings
from config.sources import choose_sources, load_sources
from flows.nightly import Summary, nightly
from flows.printing import print_table
from flows.quiet import quiet_prefect
from flows.shell import query_once

OUTCOMES = """
SELECT source, outcome, count(*) AS addresses, any_value(error) AS example
FROM fetches WHERE run_id = '{run_id}' AND (role = 'page' OR outcome <> 'read')
GROUP BY ALL ORDER BY source, addresses DESC
"""


def run_nightly(
    settings: Settings,
    day: date | None,
    names: list[str] | None,
    out: Console,
    err: Console,
    *,
    as_json: bool,
) -> int:
    """Run the flow and print what it did.

    Returns:
        0, or 1 where no listing of any source could be read: the run as a whole came back with nothing.
    """
    choose_sources(load_sources(settings.sources), names)  # a wrong file is told before anything starts
    with quiet_prefect(err):
        summary = nightly(day, names, root=settings.root, sources_file=settings.sources)
    if as_json:
        print_summary(summary, out.file.write)
    else:
        print_outcomes(settings.root, summary, out)
    return 1 if summary.listings and summary.listings == summary.listings_failed else 0


def print_summary(summary: Summary, write: Callable[[str], Any]) -> None:
    """The summary as one JSON object."""
    write(json.dumps(summary.as_dict(), ensure_ascii=False) + "\n")


def print_outcomes(root: Path, summary: Summary, out: Console) -> None:
    """What became of each source's addresses, then one line."""
    print_table(query_once(root, OUTCOMES.format(run_id=summary.run_id)), out)
    verdicts = ", ".join(f"{number} {verdict}" for verdict, number in sorted(summary.verdicts.items()))
    out.print(
        f"{summary.day}: {summary.discovered} addresses, {summary.pages} pages ({verdicts or 'none new'}); "
        f"snapshot {summary.snapshot}",
        highlight=False,
    )
    if summary.listings and summary.listings == summary.listings_failed:
        out.print("No source could be read. Is the network there? `isnad sources check` asks each one.")
