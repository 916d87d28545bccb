"""Parquet files."""

import hashlib
from dataclasses import replace

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.parquet import columns_id, sort_rows, write_file
from warehouse.schema import TABLES


@pytest.fixture
def written(root, seen, build):
    """Writes the articles of some pages, in the order given."""

    def write(*urls: str):
        pages = [seen(url=url) for url in urls]
        table = TABLES["articles"]
        rows = sort_rows(table, table.to_arrow([build.article_row(page, "r1", build.DAY) for page in pages]))
        entry = write_file(root, table, [rows], rows=len(pages), day=build.DAY, run_id="r1")
        return entry, root / entry.path

    return write


def test_the_same_rows_give_the_same_bytes(written) -> None:
    """The order in which rows come does not matter."""
    first, path = written("https://a.example/1", "https://a.example/2", "https://a.example/3")
    bytes_before = path.read_bytes()
    second, _ = written("https://a.example/3", "https://a.example/1", "https://a.example/2")
    assert first == second
    assert path.read_bytes() == bytes_before


def test_the_name_says_the_bytes(written) -> None:
    """The entry has the file's hash, size and rows."""
    entry, path = written("https://a.example/1", "https://a.example/2")
    assert entry.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert path.name == f"r1-{entry.sha256[:12]}.parquet"
    assert (entry.bytes, entry.rows) == (path.stat().st_size, 2)


def test_encoding(written) -> None:
    """Zstandard throughout; dictionaries for repeated values, none for keys and text."""
    _, path = written("https://a.example/1")
    group = pq.ParquetFile(path).metadata.row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    assert "RLE_DICTIONARY" in columns["source"].encodings
    assert not {"RLE_DICTIONARY", "PLAIN_DICTIONARY"} & set(
        columns["text"].encodings + columns["page_id"].encodings
    )


def test_bloom_filters_rule_files_out(written, seen) -> None:
    """An id that is not in the file is known not to be; one that is, is not ruled out."""
    _, path = written("https://a.example/1", "https://a.example/2")
    probe = "SELECT bloom_filter_excludes FROM parquet_bloom_probe($path, 'article_id', $id)"
    with duckdb.connect() as con:
        inside = seen(url="https://a.example/1").article_id
        assert con.execute(probe, {"path": str(path), "id": inside}).fetchall() == [(False,)]
        assert con.execute(probe, {"path": str(path), "id": "0" * 32}).fetchall() == [(True,)]


def test_descriptions_are_in_the_file(written) -> None:
    """Whoever opens the file alone can read what its table and columns mean."""
    schema = pq.read_schema(written("https://a.example/1")[1])
    assert schema.metadata[b"description"] == b"One article as one page showed it."
    assert schema.field("text").metadata[b"description"].startswith(b"body as published")


def test_files_of_unlike_columns_are_told_apart() -> None:
    """A new column, another type or another order gives another id."""
    one = pa.schema([("a", pa.string()), ("b", pa.int64())])
    others = [one.append(pa.field("c", pa.string())), pa.schema([("b", pa.int64()), ("a", pa.string())])]
    others.append(pa.schema([("a", pa.string()), ("b", pa.float64())]))
    assert len({columns_id(schema) for schema in [one, *others]}) == 4


def test_ties_are_broken_by_the_key(seen, build) -> None:
    """Rows that are equal in the table's order stand in that of its key."""
    table = TABLES["articles"]
    row = build.article_row(seen(url="https://a.example/1"), "r1", build.DAY)
    rows = [replace(row, page_id=page) for page in "cab"]
    assert sort_rows(table, table.to_arrow(rows)).column("page_id").to_pylist() == ["a", "b", "c"]
