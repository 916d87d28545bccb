"""Small runs over invented news: stage them, publish them, ask."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa
import pytest

from config.work import open_root
from tests.warehouse import builders
from tests.warehouse.builders import DAY, VERSION, Rows, Seen, rows_of
from warehouse import log
from warehouse.catalog import connect
from warehouse.log import Snapshot, read_head
from warehouse.parquet import write_file
from warehouse.publish import publish_run
from warehouse.schema import TABLES, Table
from warehouse.staging import write_shard


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The root of a warehouse that does not exist yet."""
    return tmp_path / "warehouse"


@pytest.fixture
def seen() -> type[Seen]:
    """Builds a page as a run saw it."""
    return Seen


@pytest.fixture
def build() -> Any:
    """The builders, by name."""
    return builders


def table_as_written(table: Table, schema: pa.Schema) -> Table:
    """The table as a release had it that gave it other columns."""
    key = tuple({new: old for old, new in table.renamed.items()}.get(name, name) for name in table.key)
    older = replace(
        table,
        key=tuple(name if name in schema.names else old for name, old in zip(table.key, key, strict=True)),
        order=tuple(name for name in table.order if name in schema.names),
        bloom=tuple(name for name in table.bloom if name in schema.names),
        renamed={},
        removed=(),
    )
    vars(older)["schema"] = schema
    return older


@pytest.fixture
def as_written() -> Callable[[Table, pa.Schema], Table]:
    """The table as a release had it that gave it other columns."""
    return table_as_written


@pytest.fixture
def stage(root: Path) -> Callable[..., None]:
    """Stages pages, or rows by table, as a run."""

    def write(run_id: str, *seen: Seen, day: date = DAY, given: Rows | None = None) -> None:
        for table, items in (given or rows_of(seen, run_id, day)).items():
            write_shard(root, run_id, table, "0000", items)

    return write


@pytest.fixture
def publish(root: Path) -> Callable[..., Snapshot]:
    """Publishes a staged run."""

    def commit(run_id: str, *, day: date = DAY, sources: tuple[str, ...] = ("minbar",)) -> Snapshot:
        now = datetime(2026, 3, 1, 7, tzinfo=UTC)
        return publish_run(
            root,
            run_id=run_id,
            day=day,
            flow="nightly",
            sources=sources,
            started_at=now,
            now=lambda: now,
            version=VERSION,
        )

    return commit


@pytest.fixture
def night(stage: Callable[..., None], publish: Callable[..., Snapshot]) -> Callable[..., Snapshot]:
    """Stages and publishes pages as a run."""

    def run(run_id: str, *seen: Seen, day: date = DAY) -> Snapshot:
        stage(run_id, *seen, day=day)
        return publish(run_id, day=day)

    return run


@pytest.fixture
def ask(root: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """The rows of a query over the newest snapshot."""

    def rows_of_query(query: str) -> list[tuple[Any, ...]]:
        with connect(root) as con:
            return con.execute(query).fetchall()

    return rows_of_query


def commit_files(root: Path, table: str, files: tuple[Any, ...]) -> None:
    """Commit a snapshot with other files of one table, past all checks."""
    head = read_head(root)
    changed = {name: entries for name, entries in (dict(head.files) | {table: files}).items() if entries}
    log.commit(root, replace(head, number=head.number + 1, parent=head.number, files=changed))


@pytest.fixture
def drop_file(root: Path) -> Callable[[str], None]:
    """Lists a table's first file no more, as if its rows had been lost."""
    return lambda table: commit_files(root, table, read_head(root).files[table][1:])


@pytest.fixture
def add_file(root: Path) -> Callable[..., None]:
    """Lists one more file of a table."""

    def add(table: str, rows: pa.Table, day: date = DAY) -> None:
        entry = write_file(root, TABLES[table], [rows], rows=rows.num_rows, day=day, run_id="added")
        commit_files(root, table, (*read_head(root).files.get(table, ()), entry))

    return add


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """An S3 API on loopback."""
    from tests.site.bucket import served  # slow to import, and for few

    if duckdb.__version__ >= "2":
        pytest.skip("the Python index has no httpfs for DuckDB 2 yet")
    with served() as found:
        yield found


@pytest.fixture
def bucket(server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The work folder of an empty place in a bucket."""
    from tests.site.bucket import NAME, UNSET

    for name in UNSET:
        monkeypatch.delenv(name, raising=False)
    for name, value in server.variables.items():
        monkeypatch.setenv(name, value)
    return open_root(Path(f"s3://{NAME}/{uuid4().hex}/w"), tmp_path / "work")
