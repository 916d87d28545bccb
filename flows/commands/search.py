"""`isnad search`: the articles and tweets that have some words, the best first."""

import json
from pathlib import Path

from rich.box import SQUARE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.terminal.printing import draw, plain
from tasks.parsing.snippets import Snippet, cut_snippet, mark_title
from warehouse.search import Asked, Found, Hit, search

MARK = "bold reverse"


def run_search(root: Path, asked: Asked, out: Console, err: Console, *, as_json: bool) -> None:
    """Print what is found; say on the other console what could not be searched.

    Raises:
        ConfigError: no word is asked for.
    """
    found = search(root, asked)
    if as_json:
        items = [json.dumps(as_item(hit), ensure_ascii=False, default=plain) for hit in found.hits]
        out.file.write("[" + ",\n ".join(items) + "]\n")
    else:
        print_found(found, out)
    if days := found.days_left_out:
        err.print(
            f"Not searched: texts of {len(days):,} days from {days[0]} to {days[-1]}, whose words are not "
            "indexed yet; `isnad maintain` does so.",
            style="yellow", highlight=False, soft_wrap=True,
        )  # fmt: skip


def as_item(hit: Hit) -> dict[str, object]:
    """One hit for a script; the snippet is plain, `marks` are offsets into it."""
    snippet = snippet_of(hit)
    return {
        "kind": hit.kind,
        "score": round(hit.score, 4),
        "source": hit.source,
        "date": (hit.published_at or hit.date),
        "language": hit.language,
        "title": hit.title,
        "author": hit.author,
        "url": hit.url,
        "article_id": hit.article_id,
        "current": hit.current,
        "tweet_id": hit.tweet_key if hit.tweet_key and hit.tweet_key.isdigit() else None,
        "tweet_key": hit.tweet_key,
        "page_id": hit.page_id,
        "snippet": snippet.text,
        "marks": [list(mark) for mark in snippet.marks],
    }


def print_found(found: Found, out: Console) -> None:
    """The hits as records, what was asked for marked in a terminal."""
    if not found.hits:
        out.print("Nothing found.")
        return
    table = Table(box=SQUARE, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for hit in found.hits:
        if hit.title:
            table.add_row("title", marked(mark_title(hit.title, hit.positions)))
        table.add_row("text", marked(snippet_of(hit)))
        table.add_row(hit.kind, Text(told(hit)))
        if hit.url:
            table.add_row("url", Text(hit.url))
        table.add_section()
    out.file.write(draw(out, table))
    out.print(f"{len(found.hits):,} of {found.total:,} found", style="dim", highlight=False)


def told(hit: Hit) -> str:
    """Where and when it was said, and whether it is still said so."""
    day = f"{hit.published_at or hit.date:%Y-%m-%d}"
    parts = [hit.source, day, hit.language, hit.author, None if hit.current else "an older version"]
    return " · ".join(part for part in parts if part)


def snippet_of(hit: Hit) -> Snippet:
    """The words around what was found."""
    return cut_snippet(hit.title if hit.kind == "article" else None, hit.text, hit.positions)


def marked(snippet: Snippet) -> Text:
    """A snippet with its marks as styles."""
    text = Text(snippet.text)
    for start, end in snippet.marks:
        text.stylize(MARK, start, end)
    return text
