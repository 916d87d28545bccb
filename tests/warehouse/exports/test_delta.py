"""Delta tables over the warehouse's own files, read by deltalake."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from config.errors import WarehouseError
from tasks.parsing.x.payload import KINDS
from tests.warehouse.forgetting import (
    ask_to_forget,
    payload_rows,
    redact,
    take_out,
    tweet_json,
    user_json,
)
from warehouse.catalog import connect
from warehouse.gc import collect_garbage
from warehouse.gone import read_gone
from warehouse.log import EMPTY, read_head
from warehouse.parquet import write_file
from warehouse.schema import PUBLISHED, TABLES, Table

deltalake = pytest.importorskip("deltalake")

from warehouse.exports.delta import Logged, refuse_forgotten, write_log  # noqa: E402  after the skip

URL = "https://minbar.example/"
ARTICLES = TABLES["articles"]


@pytest.fixture
def export(root: Path) -> Callable[..., Logged]:
    """Exports one table of the newest snapshot as the command does."""

    def run(table: Table = ARTICLES) -> Logged:
        snapshot = read_head(root)
        refuse_forgotten(root, snapshot, [table], read_gone(root, snapshot, KINDS), redact)
        return write_log(root, table, snapshot)

    return run


def read(root: Path, table: Table = ARTICLES, version: int | None = None) -> pa.Table:
    """The rows as deltalake gives them, in order of the key."""
    delta = deltalake.DeltaTable(str(root / "data" / table.name), version=version)
    rows = pa.table(delta.to_pyarrow_table())
    return rows.sort_by([(name, "ascending") for name in table.key])


def parquet_files(root: Path) -> dict[str, int]:
    """All Parquet files of the data folder, each with the time it was last written."""
    return {str(path): path.stat().st_mtime_ns for path in (root / "data").rglob("*.parquet")}


def test_every_table_as_published(night, seen, root: Path, export) -> None:
    """The same rows and columns as in schema raw, from the same files: none is written, none copied."""
    night("r1", seen(url=f"{URL}1"), seen(url=f"{URL}2"))
    night("r2", seen(url=f"{URL}3", day=date(2026, 3, 2)), day=date(2026, 3, 2))
    before = parquet_files(root)
    for table in PUBLISHED:
        logged = export(table)
        with connect(root) as con:
            rows = con.execute(f"FROM raw.{table.name} ORDER BY {', '.join(table.key)}").to_arrow_table()
        found = read(root, table)
        assert sorted(found.schema.names) == sorted(table.schema.names)
        assert found.select(table.schema.names).to_pylist() == rows.to_pylist(), table.name
        assert (logged.version, logged.rows) == (0, rows.num_rows)
    assert parquet_files(root) == before


def test_a_day_is_in_its_files(night, seen, root: Path, export) -> None:
    """A reader that asks for one day opens the files of that day only: the log says which they are."""
    night("r1", seen(url=f"{URL}1"))
    night("r2", seen(url=f"{URL}2", day=date(2026, 3, 2)), day=date(2026, 3, 2))
    export()
    delta = deltalake.DeltaTable(str(root / "data/articles"))
    known = pa.table(delta.get_add_actions(flatten=True)).select(["path", "min.date", "max.date"]).to_pylist()
    assert sorted((row["min.date"], row["max.date"], row["path"].split("/")[0]) for row in known) == [
        (date(2026, 3, 1), date(2026, 3, 1), "date=2026-03-01"),
        (date(2026, 3, 2), date(2026, 3, 2), "date=2026-03-02"),
    ]
    [row] = delta.to_pyarrow_table(filters=[("date", "=", date(2026, 3, 2))]).to_pylist()
    assert row["url"] == f"{URL}2"


def test_a_log_with_partitions(night, seen, root: Path, export) -> None:
    """As an earlier release wrote it: what to do is told."""
    night("r1", seen(url=f"{URL}1"))
    folder = root / "data/articles"
    deltalake.write_deltalake(str(folder), pa.table({"date": ["d"], "url": ["u"]}), partition_by=["date"])
    with pytest.raises(WarehouseError, match="remove that folder and export again"):
        export()


def test_tables_and_columns_are_described(night, seen, root: Path, export) -> None:
    """With the texts that `isnad tables` shows."""
    night("r1", seen(url=f"{URL}1"))
    export()
    delta = deltalake.DeltaTable(str(root / "data/articles"))
    assert (delta.metadata().name, delta.metadata().description) == ("articles", ARTICLES.description)
    comments = {field.name: field.metadata["comment"] for field in delta.schema().fields}
    assert comments == ARTICLES.texts


def test_the_next_night_is_the_next_version(night, seen, root: Path, export) -> None:
    """Which adds its files; the version before can still be read, and says which snapshot it shows."""
    night("r1", seen(url=f"{URL}1"))
    assert export().added == 1
    snapshot = night("r2", seen(url=f"{URL}2"))
    logged = export()
    assert (logged.version, logged.added, logged.removed, logged.files) == (1, 1, 0, 2)
    assert read(root).num_rows == 2
    assert read(root, version=0).column("url").to_pylist() == [f"{URL}1"]
    delta = deltalake.DeltaTable(str(root / "data/articles"))
    assert delta.transaction_version("isnad") == snapshot.number


def test_without_change_there_is_no_new_version(night, seen, export) -> None:
    """Exporting again is safe, and writes nothing."""
    night("r1", seen(url=f"{URL}1"))
    first = export()
    assert export() == replace(first, added=0)


def test_a_table_without_rows_is_there(night, seen, root: Path, export) -> None:
    """With its columns, for readers that name it; its files come later."""
    night("r1", seen(url=f"{URL}1"))
    assert export(TABLES["forgotten"]).files == 0
    assert read(root, TABLES["forgotten"]).num_rows == 0
    ask_to_forget(root, "tweet", "100")
    assert export(TABLES["forgotten"]).added == 1
    assert read(root, TABLES["forgotten"]).column("value").to_pylist() == ["100"]


def test_what_is_forgotten_is_not_shown(night, seen, root: Path, export) -> None:
    """Views hide it from Delta's readers no more than from any: first it must be out of the files."""
    night("r1", seen(url=f"{URL}1"), seen(url=f"{URL}2"))
    export()
    ask_to_forget(root, "url", f"{URL}2")
    with pytest.raises(WarehouseError, match=r"1 files still hold what is forgotten.*isnad maintain"):
        export()
    assert export(TABLES["runs"]).files == 2  # holds nothing of it
    take_out(root)
    logged = export()
    assert (logged.version, logged.added, logged.removed) == (1, 1, 1)
    assert read(root).column("url").to_pylist() == [f"{URL}1"]


def test_payloads_that_hold_what_is_forgotten_are_not_shown(
    stage, publish, seen, build, root, export
) -> None:
    """Their bytes name the tweet, though no key of the page does."""
    page = seen(url="https://api.x.example/2", verdict="payload")
    tweets = [tweet_json("100", "1", "the harbour opens"), tweet_json("101", "1", "the bridge opens")]
    stage("r1", given=payload_rows(page, "r1", build.DAY, tweets, [user_json("1", "wazir")], build))
    publish("r1")
    ask_to_forget(root, "tweet", "100")
    with pytest.raises(WarehouseError, match="still hold"):
        export(TABLES["pages"])
    take_out(root)
    export(TABLES["pages"])
    [body] = read(root, TABLES["pages"]).column("body").to_pylist()
    assert b"harbour" not in body
    assert b"bridge" in body


def test_the_log_tells_nothing_of_the_rows(night, seen, root: Path, export) -> None:
    """Least and greatest values would outlive what is forgotten."""
    night("r1", seen(url=f"{URL}1", text="سر المرفأ.\n\nنهاية."))
    export()
    text = "".join(path.read_text("utf-8") for path in (root / "data/articles/_delta_log").glob("*.json"))
    assert '\\"numRecords\\": 1' in text
    assert "سر المرفأ" not in text
    assert URL not in text


def test_files_older_than_a_column(night, seen, build, as_written, root: Path, export) -> None:
    """A new column is added to the log; in the rows before it is null, and no file is written again."""
    at = ARTICLES.schema.get_field_index("no_ai")
    older = as_written(ARTICLES, ARTICLES.schema.remove(at))
    rows = ARTICLES.to_arrow([build.article_row(seen(url=f"{URL}0"), "r0", build.DAY)]).drop_columns("no_ai")
    entry = write_file(root, older, [rows], rows=1, day=build.DAY, run_id="r0")
    write_log(root, older, replace(EMPTY, number=1, files={"articles": (entry,)}))
    assert "no_ai" not in read(root).schema.names
    head = night("r1", seen(url=f"{URL}1"))
    files = {"articles": (entry, *head.files["articles"])}
    logged = write_log(root, ARTICLES, replace(head, files=files))
    assert (logged.added, logged.removed) == (1, 0)
    found = read(root)
    assert found.num_rows == 2
    assert found.column("no_ai").type == pa.bool_()
    assert found.column("no_ai").to_pylist() == [None, None]
    assert "no_ai" not in pq.read_schema(root / entry.path).names


def test_a_log_with_another_type_is_told(night, seen, as_written, root: Path, export) -> None:
    """It is not one of isnad's, or of another age; what to do is said."""
    night("r1", seen(url=f"{URL}1"))
    at = ARTICLES.schema.get_field_index("word_count")
    other = as_written(ARTICLES, ARTICLES.schema.set(at, ARTICLES.schema.field(at).with_type(pa.string())))
    write_log(root, other, replace(EMPTY, number=1))
    with pytest.raises(WarehouseError, match=r"word_count has another type .*_delta_log; remove that folder"):
        export()


def test_a_vacuum_takes_nothing(night, seen, ask, root: Path, export) -> None:
    """Files published since the export are unknown to Delta, and still are the warehouse's."""
    night("r1", seen(url=f"{URL}1"))
    export()
    night("r2", seen(url=f"{URL}2"))
    delta = deltalake.DeltaTable(str(root / "data/articles"))
    assert delta.vacuum(dry_run=False, full=True) == []
    with pytest.raises(deltalake.exceptions.DeltaError, match="retention"):
        delta.vacuum(retention_hours=0, dry_run=False, full=True)
    assert ask("SELECT count(*) FROM articles") == [(2,)]


def test_the_warehouse_is_as_before(night, seen, ask, root: Path, export) -> None:
    """Its views, the next night and maintenance pay no heed to the logs beside the files."""
    night("r1", seen(url=f"{URL}1"))
    for table in PUBLISHED:
        export(table)
    night("r2", seen(url=f"{URL}1", hour=9, text="جديد.\n\nنهاية."))
    assert ask("SELECT version, versions FROM articles") == [(2, 2)]
    assert ask("SELECT count(*) FROM raw.articles") == [(2,)]
    assert ask("SELECT bool_and(balanced) FROM books") == [(True,)]


def test_checkpoints_are_kept(night, seen, root: Path, export) -> None:
    """A Delta log's own Parquet files are nobody's leftovers."""
    night("r1", seen(url=f"{URL}1"))
    export()
    deltalake.DeltaTable(str(root / "data/articles")).create_checkpoint()
    collect_garbage(root, datetime.now(UTC) + timedelta(days=30))
    assert list((root / "data/articles/_delta_log").glob("*.checkpoint.parquet"))
    assert read(root).num_rows == 1
