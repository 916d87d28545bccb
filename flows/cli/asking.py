"""What asks a warehouse, and takes rows out of it."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from flows.cli.app import ERR, OUT, Json, Root, app


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="query; a prompt opens where none is given")] = None,
    root: Root = None,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header")] = False,
    parquet: Annotated[Path | None, typer.Option(help="write the rows to this Parquet file")] = None,
) -> None:
    """Ask the warehouse."""
    from flows.commands.sql import piped_query, query_once, run_shell

    folder = load_settings(root=root).root
    query = query if query is not None else piped_query()
    if query is None:
        run_shell(folder, OUT)
        return
    from flows.terminal import printing

    rows = query_once(folder, query)
    if parquet:
        printing.write_parquet(rows, parquet)
    elif as_json:
        printing.write_json(rows, sys.stdout)
    elif as_csv:
        printing.write_csv(rows, sys.stdout)
    else:
        printing.print_table(rows, OUT)


@app.command()
def tables(
    name: Annotated[str | None, typer.Argument(help="only this table, with its columns")] = None,
    as_json: Json = False,
) -> None:
    """Every table and view, and with a name its columns."""
    from flows.commands.tables import print_reference

    print_reference(name, OUT, as_json=as_json)


@app.command()
def coverage(root: Root = None, as_json: Json = False) -> None:
    """What each source brought on each day, and what is missing."""
    sql("SELECT * FROM coverage ORDER BY date DESC, source", root=root, as_json=as_json)


@app.command()
def show(url: Annotated[str, typer.Argument(help="address of an article")], root: Root = None) -> None:
    """Everything known of one article, down to its bytes."""
    from flows.commands.show import show_article

    show_article(load_settings(root=root).root, url, OUT)


@app.command("search")
def search_texts(
    query: Annotated[str, typer.Argument(help='words that must all be there; "a phrase", -without, begin*')],
    source: Annotated[list[str] | None, typer.Option(help="only this source; may be repeated")] = None,
    language: Annotated[list[str] | None, typer.Option(help="only this language, ISO 639-1")] = None,
    start: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="published on this day or later")
    ] = None,
    end: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="published on this day or before")
    ] = None,
    tweets: Annotated[bool | None, typer.Option("--tweets/--articles", help="only these; else both")] = None,
    versions: Annotated[bool, typer.Option("--versions", help="older versions of articles too")] = False,
    limit: Annotated[int, typer.Option(min=1, help="how many are shown at most, the best first")] = 20,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Articles and tweets that have these words, however they are spelled, the best first."""
    from flows.commands.search import run_search
    from warehouse.search import Asked

    asked = Asked(
        query=query,
        kind=None if tweets is None else "tweet" if tweets else "article",
        sources=tuple(source or ()),
        languages=tuple(language or ()),
        first=start.date() if start else date.min,
        last=end.date() if end else date.max,
        with_old=versions,
        most=limit,
    )
    run_search(load_settings(root=root).root, asked, OUT, ERR, as_json=as_json)


@app.command()
def export(
    to: Annotated[str, typer.Option("--to", help="parquet, csv, jsonl, warc or delta")],
    what: Annotated[
        list[str] | None, typer.Argument(help="a query for its rows; for delta tables, all by default")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="file to write")] = None,
    force: Annotated[bool, typer.Option("--force", help="replace the file")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="csv: a byte order mark, for Excel")] = False,
    guard: Annotated[
        bool, typer.Option("--guard", help="csv: ' before text that a spreadsheet takes for a formula")
    ] = False,
    source: Annotated[list[str] | None, typer.Option(help="warc: only this one; may be repeated")] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="warc: first day, UTC")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to-date", formats=["%Y-%m-%d"], help="warc: last day, UTC")
    ] = None,
    url: Annotated[list[str] | None, typer.Option(help="warc: only this address; may be repeated")] = None,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Rows as Parquet, CSV or JSON Lines, pages as WARC, or the files as they are as Delta tables."""
    settings = load_settings(root=root)
    from flows.commands.export import run_export
    from flows.commands.export_asked import Asked

    asked = Asked(
        to=to, what=tuple(what or ()), out=out, force=force, bom=bom, guard=guard,
        sources=tuple(source or ()), urls=tuple(url or ()),
        first=first.date() if first else None, last=last.date() if last else None,
    )  # fmt: skip
    run_export(settings, asked, OUT, ERR, as_json=as_json)
