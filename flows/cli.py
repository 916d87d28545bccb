"""The `isnad` command. Whatever is slow to import is imported by the command that needs it."""

import sys
from datetime import datetime
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
    Path | None, typer.Option("--root", help="folder of the warehouse (ISNAD_ROOT, else ./data)")
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
    """Keep the warehouse in order: what is forgotten is taken out of the files."""
    settings = load_settings(root=root)
    from flows.commands.maintain import run_maintain

    run_maintain(settings, OUT, ERR, as_json=as_json)


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
