"""`isnad sources`: what is in the sources file, and whether each one answers."""

import asyncio
import json
from dataclasses import asdict, replace
from pathlib import Path

import pyarrow as pa
from rich.console import Console

from config.settings import Settings
from config.sources import Source, choose_sources, load_sources
from flows.job import make_policy
from flows.terminal.printing import print_table, write_json
from tasks.clock import utc_now
from tasks.collecting.check import SourceCheck, check_source
from tasks.collecting.session import open_session

CHECK_DELAY_S = 1.0


def list_sources(file: Path, out: Console, *, as_json: bool) -> None:
    """Print the sources of the file."""
    items = [source.model_dump(mode="json", exclude_defaults=True) for source in load_sources(file)]
    if as_json:
        out.file.write(json.dumps(items, ensure_ascii=False, indent=1) + "\n")
        return
    columns = ("name", "kind", "language", "section", "min_articles", "url")
    print_table(pa.table({column: [item.get(column) for item in items] for column in columns}), out)


def check_sources(settings: Settings, names: list[str] | None, out: Console, *, as_json: bool) -> int:
    """Ask each source for its list and print what was found.

    Returns:
        0 where every source could be read, else 1.
    """
    sources = choose_sources(load_sources(settings.sources), names)
    checks = asyncio.run(check_all(settings, sources))
    rows = pa.Table.from_pylist([asdict(check) for check in checks])
    if as_json:
        write_json(rows, out.file)
    else:
        print_table(rows, out)
    return 0 if all(check.ok for check in checks) else 1


async def check_all(settings: Settings, sources: tuple[Source, ...]) -> list[SourceCheck]:
    """The answers of all sources, asked at the same time; a few requests to a host may come closer."""
    policy = make_policy(settings)
    policy = replace(policy, delay_s=min(policy.delay_s, CHECK_DELAY_S), attempts=1)
    async with open_session(
        policy, run_id="check", day=utc_now().date(), now=utc_now, sleep=asyncio.sleep
    ) as session:
        return list(await asyncio.gather(*(check_source(session, source) for source in sources)))
