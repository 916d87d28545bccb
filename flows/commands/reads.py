"""`isnad reads`: what the X API was asked for and what that cost, by month and source, and what is left."""

from datetime import UTC, datetime, time

from rich.console import Console

from config.settings import Settings
from flows.commands.sql import query_once
from flows.terminal.printing import print_table, write_json
from tasks.clock import utc_now
from warehouse.reads import spent

BY_MONTH = """
SELECT strftime(asked_at, '%Y-%m') AS month, source, count(*) AS answers, sum(posts)::BIGINT AS tweets,
       sum(included)::BIGINT AS beside, sum(users)::BIGINT AS accounts, sum(reads)::BIGINT AS reads
FROM x_reads GROUP BY ALL ORDER BY month DESC, reads DESC, source
"""


def print_reads(settings: Settings, out: Console, *, as_json: bool) -> None:
    """Print the table, and what is left of this month's budget."""
    rows = query_once(settings.root, BY_MONTH)
    if as_json:
        write_json(rows, out.file)
        return
    print_table(rows, out)
    first = datetime.combine(utc_now().date().replace(day=1), time(), UTC)
    used, most = spent(settings.root, first), settings.x_reads_per_month
    left = f" of {most:,}, {max(0, most - used):,} are left" if most is not None else " (no budget is set)"
    out.print(f"this month: {used:,} reads{left}", highlight=False)
