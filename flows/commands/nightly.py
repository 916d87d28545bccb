"""`isnad nightly`: the flow from the terminal, its outcome in a few lines."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from config.errors import ConfigError
from config.settings import Settings
from config.sources import choose_sources, load_sources, split_sources
from flows.commands.sql import query_once
from flows.job import check_access
from flows.nightly import FLOW, Summary, nightly
from flows.terminal.printing import print_table
from flows.terminal.quiet import quiet_prefect
from flows.terminal.stopping import stops_at_once
from tasks.clock import utc_now
from warehouse.claims import alone

OUTCOMES = """
SELECT source, outcome, count(*) AS addresses, any_value(error) AS example
FROM fetches WHERE run_id = '{run_id}' AND (role = 'page' OR outcome <> 'read')
GROUP BY ALL ORDER BY source, addresses DESC
"""
ANSWERED = """
SELECT count(*) AS asked, count(*) FILTER (outcome NOT IN ('connect_error', 'timeout')) AS answered
FROM fetches WHERE run_id = '{run_id}' AND attempts > 0
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
        0, or 1 where the run as a whole failed: no list could be read, or nobody answered.
    """
    refuse_future(day, utc_now().date())
    chosen = choose_sources(load_sources(settings.sources), names)  # a wrong file is told before anything
    if split_sources(chosen)[1]:
        check_access(settings)
    with alone(settings.root, FLOW):
        pass  # and so is a night under way
    with stops_at_once(err), quiet_prefect(err):
        summary = nightly(day, names, root=settings.root, sources_file=settings.sources)
    if as_json:
        print_summary(summary, out.file.write)
    else:
        print_outcomes(settings.root, summary, out)
    return 1 if has_failed(settings.root, summary) else 0


def refuse_future(day: date | None, today: date) -> None:
    """Stop at a day that is not yet anywhere.

    Raises:
        ConfigError: it is later than tomorrow, UTC.
    """
    if day and day > today + timedelta(days=1):
        raise ConfigError(f"--day {day} is still to come; a night collects for a day that has begun")


def has_failed(root: Path, summary: Summary) -> bool:
    """Whether no list could be read, or nobody answered at all."""
    (count,) = query_once(root, ANSWERED.format(run_id=summary.run_id)).to_pylist()
    unread = summary.discovered == 0 < summary.listings == summary.listings_failed
    return unread or 0 == count["answered"] < count["asked"]


def print_spent(summary: Summary, out: Console) -> None:
    """What X brought and cost, where it was read."""
    if summary.x is None:
        return
    x = summary.x
    out.print(
        f"X: {x.posts:,} tweets in {x.answers:,} answers; {x.reads:,} reads, {x.left:,} left",
        highlight=False,
    )
    if x.stopped:
        out.print(f"X: {x.stopped}", highlight=False, markup=False, soft_wrap=True)


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
    print_spent(summary, out)
    if has_failed(root, summary):
        out.print("Nothing could be read. Is the network there? `isnad sources check` asks each source.")
