"""`isnad sources`: what is in the sources file, and whether each one answers."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
from rich.console import Console

from config.settings import Settings
from config.sources import Source, choose_sources, load_sources
from flows.job import make_policy
from flows.terminal.printing import print_table, write_json
from tasks.collecting.check import SourceCheck, check_source
from tasks.collecting.client import open_client


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
    """The answers of all sources, asked at the same time."""
    policy = make_policy(settings)
    slots = asyncio.Semaphore(policy.hosts_at_once)
    async with open_client(policy) as http:

        async def ask(source: Source) -> SourceCheck:
            async with slots:
                return await check_source(source, http, policy)

        return list(await asyncio.gather(*(ask(source) for source in sources)))
