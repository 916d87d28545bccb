"""What keeps a warehouse in order."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from flows.cli.app import ERR, OUT, Json, Reason, Root, app, forget_app


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
