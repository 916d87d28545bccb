"""`isnad demo`: two nights of the bundled newsroom on loopback, then a few answers in SQL."""

import shutil
from datetime import date
from pathlib import Path

from prefect.settings import PREFECT_HOME, temporary_settings
from rich.console import Console

from config.errors import ConfigError
from flows.commands.sql import query_once
from flows.newsroom.questions import QUESTIONS
from flows.newsroom.server import serve
from flows.nightly import nightly
from flows.terminal.printing import print_table
from flows.terminal.quiet import quiet_prefect

NIGHTS = (date(2024, 12, 9), date(2024, 12, 10))
MARK = ".isnad-demo"


def run_demo(folder: Path, out: Console) -> None:
    """Build the demo's warehouse anew in this folder and print its answers.

    Raises:
        ConfigError: the folder holds something that is not a demo.
    """
    prepare_folder(folder)
    root, home = folder / "warehouse", (folder / "prefect").resolve()
    with serve() as newsroom, temporary_settings({PREFECT_HOME: home}), quiet_prefect(out):
        file = folder / "sources.toml"
        newsroom.write_sources(file)
        for number, day in enumerate(NIGHTS, 1):
            newsroom.set_night(number)
            done = nightly(day, root=root, sources_file=file, allow_loopback=True, delay_s=0.0)
            verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(done.verdicts.items()))
            out.print(
                f"night {number}, {day}: {done.discovered} addresses, {done.pages} new pages ({verdicts})"
            )
    for question in QUESTIONS:
        out.print(f"\n[bold]{question.title}[/bold]\n[dim]{question.meaning}[/dim]")
        print_table(query_once(root, question.sql), out)
    out.print(f'\nAsk it yourself: [bold]isnad sql --root {root} "FROM articles"[/bold]')


def prepare_folder(folder: Path) -> None:
    """An empty folder marked as a demo's; an earlier demo in it is removed.

    Raises:
        ConfigError: it holds something else.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise ConfigError(f"{folder} holds something that is not a demo; choose another with --folder")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
