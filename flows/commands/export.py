"""`isnad export`: rows as files, pages as WARC, the warehouse's own files as Delta tables."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

from rich.console import Console

from config.errors import ConfigError
from config.settings import Settings
from flows.commands.export_asked import Asked, address, check_asked, query_of, tables_of
from tasks.clock import utc_now
from tasks.parsing.x.payload import KINDS
from warehouse.catalog import connect
from warehouse.exports.pages import Wanted, write_pages
from warehouse.exports.rows import ask, write_csv, write_jsonl, write_parquet
from warehouse.exports.whole import whole_file

WRITERS: dict[str, Callable[..., None]] = {"parquet": write_parquet, "csv": write_csv, "jsonl": write_jsonl}
EVERY = 100  # rows or pages between two looks at the progress
Tell = Callable[[int], None]


def run_export(settings: Settings, asked: Asked, out: Console, err: Console, *, as_json: bool) -> None:
    """Export, and print what was written.

    Raises:
        ConfigError: what is asked for does not go together, or the file is there already.
        QueryError: DuckDB refuses the query.
        NotFoundError: there is nothing to export.
        WarehouseError: the file cannot be written, or holds what is forgotten.
    """
    check_asked(asked)
    if asked.to == "delta":
        done, said = export_delta(settings, asked)
    elif asked.to == "warc":
        done, said = export_pages(settings, asked, err)
    else:
        done, said = export_rows(settings, asked, err)
    if as_json:
        out.file.write(json.dumps({"format": asked.to} | done, ensure_ascii=False) + "\n")
        return
    for line in said:
        out.print(line, highlight=False, markup=False, soft_wrap=True)


def export_rows(settings: Settings, asked: Asked, err: Console) -> tuple[dict[str, Any], list[str]]:
    """A query's rows as a file."""
    path, query, rows = asked.path, query_of(asked), Last()
    options = {"bom": asked.bom, "guard": asked.guard} if asked.to == "csv" else {}
    with (
        progress(err, "rows", rows) as tell,
        connect(settings.root) as con,
        whole_file(path, force=asked.force) as tmp,
    ):
        WRITERS[asked.to](ask(con, query, tell), tmp, **options)
    size = path.stat().st_size
    done = {"file": str(path), "rows": rows.count, "bytes": size}
    return done, [f"{rows.count:,} rows in {path}, {size:,} bytes"]


def export_pages(settings: Settings, asked: Asked, err: Console) -> tuple[dict[str, Any], list[str]]:
    """Stored pages as a WARC file."""
    path = asked.path
    if not path.name.endswith(".warc.gz"):
        raise ConfigError(f"{path.name} is compressed WARC; let its name end with .warc.gz")
    wanted = Wanted(
        sources=frozenset(asked.sources),
        first=asked.first or date.min,
        last=asked.last or date.max,
        urls=frozenset(map(address, asked.urls)),
    )
    with progress(err, "pages", Last()) as tell:
        written = write_pages(
            settings.root, path, wanted, KINDS,
            force=asked.force, at=utc_now(), software=f"isnad/{version('isnad')}", tell=tell,
        )  # fmt: skip
    size = path.stat().st_size
    left_out = dict(written.left_out)
    said = [f"{written.pages:,} pages in {path}, {size:,} bytes"]
    if left_out:
        said.append("left out: " + ", ".join(f"{count:,} {why}" for why, count in left_out.items()))
    return {"file": str(path), "pages": written.pages, "left_out": left_out, "bytes": size}, said


def export_delta(settings: Settings, asked: Asked) -> tuple[dict[str, Any], list[str]]:
    """A Delta log beside each table's files."""
    tables = tables_of(asked)
    try:
        from flows.commands.export_delta import write_logs
    except ImportError as error:
        if error.name != "deltalake":
            raise
        raise ConfigError(
            "--to delta needs the package deltalake, which is not installed: pip install 'isnad[delta]'"
        ) from None
    number, logged = write_logs(settings.root, tables)
    said = [
        f"{item['table']}: {item['files']:,} files, {item['rows']:,} rows; Delta version {item['version']} "
        f"(+{item['added']} -{item['removed']}) in {item['path']}"
        for item in logged
    ]
    return {"snapshot": number, "tables": logged}, said


@dataclass(slots=True)
class Last:
    """The last count that was told."""

    count: int = 0


@contextmanager
def progress(err: Console, noun: str, last: Last) -> Iterator[Tell]:
    """A line that changes while the block lasts, in a terminal only; the last count is kept."""
    with err.status(f"0 {noun}") as status:

        def tell(count: int) -> None:
            due = count // EVERY != last.count // EVERY
            last.count = count
            if due:
                status.update(f"{count:,} {noun}")

        yield tell
