"""What brings rows into a warehouse."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from flows.cli.app import ERR, OUT, Json, Root, SourcesFile, app, sources_app


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="where the demo's warehouse is built anew")] = Path(
        "demo-data"
    ),
) -> None:
    """Two nights of a small newsroom that comes with isnad, offline, then a few answers in SQL."""
    from flows.commands.demo import run_demo

    run_demo(folder, OUT)


@app.command()
def nightly(
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="day to collect for, UTC")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="only this source; may be repeated")] = None,
    sources: SourcesFile = None,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Collect one day: discover, fetch, extract, publish."""
    settings = load_settings(root=root, sources=sources)
    from flows.commands.nightly import run_nightly

    sys.exit(run_nightly(settings, day.date() if day else None, source, OUT, ERR, as_json=as_json))


@app.command()
def backfill(
    start: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="first day, UTC")],
    end: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="last day, UTC")],
    source: Annotated[list[str] | None, typer.Option(help="only this source; may be repeated")] = None,
    sources: SourcesFile = None,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Read what was posted on days gone by: sources of kind x_user and x_search."""
    settings = load_settings(root=root, sources=sources)
    from flows.commands.backfill import run_backfill

    run_backfill(settings, start.date(), end.date(), source, OUT, ERR, as_json=as_json)


@app.command("import")
def import_files(
    file: Annotated[list[Path], typer.Argument(help="JSON Lines, twarc-csv's CSV, or an account's archive")],
    source: Annotated[str, typer.Option(help="name of the source that the rows carry")] = "import",
    form: Annotated[
        str | None,
        typer.Option(help="lines, twarc_csv, archive, api_v1 or api_v2; seen from the file by default"),
    ] = None,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Read files of tweets; what was imported before is not imported again."""
    settings = load_settings(root=root)
    from flows.commands.import_tweets import run_import

    sys.exit(run_import(settings, file, source, form, OUT, ERR, as_json=as_json))


@app.command()
def hydrate(
    most: Annotated[int, typer.Option(min=1, help="tweets looked up at most, the newest first")] = 1_000,
    days: Annotated[int, typer.Option(min=0, help="leave out what X spoke of in so many days")] = 30,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Complete the tweets known only from embeds or text: by the X API, else as guests see them."""
    settings = load_settings(root=root)
    from flows.commands.hydrate import run_hydrate

    sys.exit(run_hydrate(settings, most, days, OUT, ERR, as_json=as_json))


@app.command()
def compliance(
    most: Annotated[int, typer.Option(min=1, help="tweets asked for at most")] = 10_000,
    days: Annotated[int, typer.Option(min=0, help="leave out what X spoke of in so many days")] = 7,
    forget: Annotated[
        list[str] | None,
        typer.Option(help="what counts as gone: deleted, protected, suspended; all by default"),
    ] = None,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Ask X whether the tweets it gave are still there, and forget those that are gone."""
    settings = load_settings(root=root)
    from flows.commands.hydrate import run_compliance

    sys.exit(run_compliance(settings, most, days, forget or [], OUT, ERR, as_json=as_json))


@app.command()
def reads(root: Root = None, as_json: Json = False) -> None:
    """What the X API was asked for, what it cost, and what is left of the month's budget."""
    settings = load_settings(root=root)
    from flows.commands.reads import print_reads

    print_reads(settings, OUT, as_json=as_json)


@sources_app.command("list")
def sources_list(sources: SourcesFile = None, as_json: Json = False) -> None:
    """The sources of the file."""
    from flows.commands.sources import list_sources

    list_sources(load_settings(sources=sources).sources, OUT, as_json=as_json)


@sources_app.command("check")
def sources_check(
    source: Annotated[list[str] | None, typer.Argument(help="only these")] = None,
    sources: SourcesFile = None,
    as_json: Json = False,
) -> None:
    """Ask each source for its list and say what was found; exit 1 where one cannot be read."""
    from flows.commands.sources import check_sources

    sys.exit(check_sources(load_settings(sources=sources), source, OUT, as_json=as_json))
