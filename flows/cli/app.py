"""The `isnad` command and the options that several of its commands have."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

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
Root = Annotated[
    Path | None,
    typer.Option("--root", help="folder of the warehouse, or s3://bucket/prefix (ISNAD_ROOT, else ./data)"),
]
SourcesFile = Annotated[
    Path | None, typer.Option("--sources", help="sources file (ISNAD_SOURCES, else the shipped one)")
]
Reason = Annotated[str, typer.Option("--reason", help="why, for the record")]
Json = Annotated[bool, typer.Option("--json", help="JSON, for scripts")]
