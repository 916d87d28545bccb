"""`isnad backfill`: days gone by from the terminal, a line for each."""

import json
from datetime import date

from rich.console import Console

from config.settings import Settings
from config.sources import choose_sources, load_sources
from flows.backfill import FLOW, backfill, days_between, with_a_past
from flows.commands.nightly import print_spent
from flows.job import check_access
from flows.terminal.quiet import quiet_prefect
from flows.terminal.stopping import stops_at_once
from warehouse.claims import alone


def run_backfill(
    settings: Settings,
    start: date,
    end: date,
    names: list[str] | None,
    out: Console,
    err: Console,
    *,
    as_json: bool,
) -> None:
    """Read what was posted on some days.

    Raises:
        ConfigError: the days, a source or a setting is wrong; nothing was asked.
    """
    days_between(start, end)
    with_a_past(choose_sources(load_sources(settings.sources), names), named=bool(names))
    check_access(settings)
    with alone(settings.root, FLOW):
        pass
    with stops_at_once(err), quiet_prefect(err):
        done = backfill(start, end, names, root=settings.root, sources_file=settings.sources)
    if as_json:
        out.file.write(json.dumps([summary.as_dict() for summary in done], ensure_ascii=False) + "\n")
        return
    for summary in done:
        out.print(f"{summary.day}: snapshot {summary.snapshot}", highlight=False)
        print_spent(summary, out)
