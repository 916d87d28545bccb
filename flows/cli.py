"""The `isnad` command. Whatever is slow to import is imported by the command that needs it."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from config.errors import ConfigError, IsnadError
from config.settings import load_settings, prepare_prefect

app = typer.Typer(
    name="isnad",
    help="Nightly news and tweets to Parquet and SQL: who said what, where and when, and how do we know.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
sources_app = typer.Typer(help="The sources file.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")
forget_app = typer.Typer(help="What must not be shown any more.", no_args_is_help=True)
app.add_typer(forget_app, name="forget")

OUT = Console()
ERR = Console(stderr=True)
FAILED, WRONG = 1, 2

Root = Annotated[
    Path | None,
    typer.Option("--root", help="folder of the warehouse, or s3://bucket/prefix (ISNAD_ROOT, else ./data)"),
]
SourcesFile = Annotated[
    Path | None, typer.Option("--sources", help="sources file (ISNAD_SOURCES, else the shipped one)")
]
Reason = Annotated[str, typer.Option("--reason", help="why, for the record")]
Json = Annotated[bool, typer.Option("--json", help="JSON, for scripts")]


def main() -> None:
    """Run the command; an error ends in one sentence: exit 2 for wrong input, 1 for a failed run."""
    prepare_prefect()
    try:
        app()
    except ConfigError as error:
        ERR.print(f"isnad: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(WRONG)
    except IsnadError as error:
        ERR.print(f"isnad: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(FAILED)
    except Exception as error:
        from flows.terminal.failures import explain

        said = explain(error)
        if said is None:
            raise
        ERR.print(f"isnad: {said}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(FAILED)


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


@app.command()
def maintain(root: Root = None, as_json: Json = False) -> None:
    """Keep the warehouse in order: forget in the files, merge small ones, delete what nobody needs."""
    settings = load_settings(root=root)
    from flows.commands.maintain import run_maintain

    run_maintain(settings, OUT, ERR, as_json=as_json)


@app.command()
def verify(
    quick: Annotated[bool, typer.Option("--quick", help="do not read every byte")] = False,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Whether every file is as it was written, every key unique and every reference whole; exit 1 if not."""
    from flows.commands.verify import run_verify

    sys.exit(run_verify(load_settings(root=root).root, OUT, quick=quick, as_json=as_json))


@app.command()
def log(
    most: Annotated[int, typer.Option(min=1, help="snapshots shown, the newest first")] = 20,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """The snapshots there are, and what each changed."""
    from flows.commands.log import print_log

    print_log(load_settings(root=root).root, most, OUT, as_json=as_json)


@app.command()
def rollback(
    number: Annotated[int, typer.Argument(help="the snapshot to go back to; isnad log lists them")],
    pay_again: Annotated[
        bool, typer.Option("--pay-again", help="also forget reads of the X API that were paid since")
    ] = False,
    root: Root = None,
) -> None:
    """Show the rows of an earlier snapshot again; nothing is deleted, and what is forgotten stays so."""
    settings = load_settings(root=root)
    from flows.commands.log import roll_back

    roll_back(settings, number, OUT, pay_again=pay_again)


@app.command()
def copy(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="folder, or s3://bucket/prefix")],
    target: Annotated[Path, typer.Argument(metavar="TO", help="the same; empty, or an earlier copy")],
    quick: Annotated[bool, typer.Option("--quick", help="do not read every byte of the copy")] = False,
    as_json: Json = False,
) -> None:
    """Copy a warehouse's newest snapshot to another place, and look the copy over; exit 1 if not whole."""
    from flows.commands.copy import run_copy

    sys.exit(run_copy(source, target, OUT, ERR, quick=quick, as_json=as_json))


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


@forget_app.command("tweet")
def forget_tweet(
    tweet: Annotated[list[str], typer.Argument(help="ids or addresses of tweets")],
    reason: Reason = "asked for",
    root: Root = None,
) -> None:
    """These tweets, their other versions, and retweets of them."""
    settings = load_settings(root=root)
    from flows.commands.forget import forget_tweets

    forget_tweets(settings, tweet, reason, OUT)


@forget_app.command("author")
def forget_author(
    author: Annotated[str, typer.Argument(help="handle, or number of the account")],
    reason: Reason = "asked for",
    root: Root = None,
) -> None:
    """An account: what it says of itself, all its tweets and retweets of them."""
    settings = load_settings(root=root)
    from flows.commands.forget import forget_author as forget_one

    forget_one(settings, author, reason, OUT)


@forget_app.command("url")
def forget_url(
    url: Annotated[str, typer.Argument(help="address of an article or page")],
    reason: Reason = "asked for",
    root: Root = None,
) -> None:
    """An article with all its versions and addresses, which are not asked again."""
    settings = load_settings(root=root)
    from flows.commands.forget import forget_url as forget_one

    forget_one(settings, url, reason, OUT)


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
