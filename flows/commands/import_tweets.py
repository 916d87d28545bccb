"""`isnad import`: files of tweets from the terminal, and what was in them."""

import json
from pathlib import Path
from urllib.parse import unquote

from rich.console import Console

from config.settings import Settings
from flows.import_tweets import FLOW, Summary, check_source, import_tweets
from flows.terminal.quiet import quiet_prefect
from flows.terminal.stopping import stops_at_once
from tasks.importing.forms import look_into
from warehouse.catalog import connect
from warehouse.claims import alone

SHOWN_FAULTS = 5
FAULTS = """
SELECT fault, listing_url, line, detail FROM (
  SELECT page_id, fault, line, detail, ord FROM raw.payload_faults WHERE run_id = $run_id
  UNION ALL
  SELECT page_id, verdict, NULL, reason, 0 FROM raw.verdicts
  WHERE run_id = $run_id AND verdict = 'quarantined'
) JOIN (SELECT page_id, listing_url FROM raw.pages) p USING (page_id)
ORDER BY listing_url, line, page_id, ord LIMIT $most
"""
UNREAD = (
    "SELECT url, error FROM raw.fetches WHERE run_id = $run_id AND role = 'listing' AND error IS NOT NULL"
)


def run_import(
    settings: Settings,
    files: list[Path],
    source: str,
    form: str | None,
    out: Console,
    err: Console,
    *,
    as_json: bool,
) -> int:
    """Import files and print what was in them.

    Returns:
        0, or 1 where nothing at all could be read.

    Raises:
        ConfigError: a file or the source's name is wrong; nothing was imported.
    """
    check_source(source)
    for path in files:
        look_into(path, form)  # a wrong file is told before anything
    with alone(settings.root, FLOW):
        pass  # and so is an import under way
    with stops_at_once(err), quiet_prefect(err):
        summary = import_tweets(files, source, form, root=settings.root)
    if as_json:
        out.file.write(json.dumps(summary.as_dict(), ensure_ascii=False) + "\n")
    else:
        print_summary(settings.root, summary, out)
    return 1 if is_empty(summary) else 0


def is_empty(summary: Summary) -> bool:
    """Whether no tweet and no account could be read, now or in an earlier import."""
    return summary.tweets == summary.accounts == summary.duplicates == 0


def print_summary(root: Path, summary: Summary, out: Console) -> None:
    """A line for what came, and one for each of the first faults."""
    again = f", {summary.duplicates:,} of them imported before" if summary.duplicates else ""
    per_s = summary.rows / summary.elapsed_s
    lines = [
        f"{summary.tweets:,} tweets, {summary.accounts:,} accounts; {summary.parts:,} parts of "
        f"{summary.files:,} files{again}; snapshot {summary.snapshot}",
        f"{summary.rows:,} rows in {summary.elapsed_s:,.1f} s: {per_s:,.0f} a second",
    ]
    if summary.faults:
        kinds = ", ".join(f"{count:,} {fault}" for fault, count in summary.faults.items())
        lines.append(f"could not be read: {kinds} (all of them: isnad sql 'FROM payload_faults')")
    for line in [*lines, *first_faults(root, summary)]:
        out.print(line, highlight=False, markup=False, soft_wrap=True)


def first_faults(root: Path, summary: Summary) -> list[str]:
    """The files that could not be read to their end, then the first parts that could not be read."""
    with connect(root) as con:
        unread = con.execute(UNREAD, {"run_id": summary.run_id}).fetchall()
        found = con.execute(FAULTS, {"run_id": summary.run_id, "most": SHOWN_FAULTS}).fetchall()
    return [
        *(f"  {name_of(url)}: {error}" for url, error in unread),
        *(
            f"  {name_of(url)}{f':{line}' if line else ''}: {fault}: {said}"
            for fault, url, line, said in found
        ),
    ]


def name_of(url: str | None) -> str:
    """A file's name out of its address."""
    return unquote((url or "").removeprefix("file:///"))
