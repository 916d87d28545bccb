"""The rows of a query as a file."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import QueryError
from warehouse.catalog import connect
from warehouse.exports import rows
from warehouse.exports.rows import ask, write_csv, write_jsonl, write_parquet

FIVE = "SELECT i, 'خبر ' || i AS text FROM range({}) r(i)"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection without a warehouse."""
    with duckdb.connect() as opened:
        opened.execute("SET TimeZone = 'UTC'")
        yield opened


def read_csv(path: Path) -> list[list[str]]:
    """A file's records, as Python reads them."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def test_csv_of_views(night, seen, root: Path, tmp_path: Path) -> None:
    """With a header; a paragraph's breaks, lists and instants can be read back."""
    night("r1", seen(url="https://minbar.example/1"))
    path = tmp_path / "a.csv"
    with connect(root) as con:
        write_csv(ask(con, "SELECT text, tags, fetched_at, free_access, own_address FROM articles"), path)
    header, row = read_csv(path)
    assert header == ["text", "tags", "fetched_at", "free_access", "own_address"]
    assert row == [seen(url="").text, '["اقتصاد"]', "2026-03-01T06:00:00+00:00", "", "true"]
    assert path.read_bytes().endswith(b"\r\n")


def test_a_byte_order_mark_is_asked_for(con, tmp_path: Path) -> None:
    """Excel needs it to see UTF-8, everybody else does not."""
    write_csv(ask(con, "SELECT 'خبر' AS x"), tmp_path / "plain.csv")
    write_csv(ask(con, "SELECT 'خبر' AS x"), tmp_path / "bom.csv", bom=True)
    plain = (tmp_path / "plain.csv").read_bytes()
    assert plain == "x\r\nخبر\r\n".encode()
    assert (tmp_path / "bom.csv").read_bytes() == b"\xef\xbb\xbf" + plain


def test_formulas_are_guarded(con, tmp_path: Path) -> None:
    """In the header too."""
    query = "SELECT '=1+1' AS \"=x\", -1 AS n, ['=1'] AS l"
    write_csv(ask(con, query), tmp_path / "a.csv", guard=True)
    assert read_csv(tmp_path / "a.csv") == [["'=x", "n", "l"], ["'=1+1", "-1", '["=1"]']]


def test_json_lines(con, tmp_path: Path) -> None:
    """An object a line: instants in UTC whatever they came as, nothing that JSON does not have."""
    query = (
        "SELECT '15' AS id, TIMESTAMPTZ '2026-03-01 06:00:00+03' AS at, 'nan'::DOUBLE AS n, sum(i) AS s, "
        "[TIMESTAMPTZ '2026-03-01 06:00:00+00'] AS l, NULL AS x FROM range(4) r(i)"
    )
    write_jsonl(ask(con, query), tmp_path / "a.jsonl")
    assert json.loads((tmp_path / "a.jsonl").read_bytes()) == {
        "id": "15", "at": "2026-03-01T03:00:00+00:00", "n": None, "s": 6,
        "l": ["2026-03-01T06:00:00+00:00"], "x": None,
    }  # fmt: skip


def test_parquet_keeps_types_and_bounds_its_row_groups(con, tmp_path: Path, monkeypatch) -> None:
    """Groups are as large as the bound, and all rows are there in their order."""
    monkeypatch.setattr(rows, "GROUP_ROWS", 1_000)
    write_parquet(ask(con, FIVE.format(5_000)), tmp_path / "a.parquet")
    file = pq.ParquetFile(tmp_path / "a.parquet")
    assert max(file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)) < 1_300
    table = file.read()
    assert table.schema.types == [pa.int64(), pa.string()]
    assert table.column("i").to_pylist() == list(range(5_000))


@pytest.mark.parametrize("write", [write_csv, write_jsonl, write_parquet])
def test_no_rows(con, tmp_path: Path, write: Callable[..., None]) -> None:
    """The file is there, with its columns where the form has them."""
    path = tmp_path / "a"
    write(ask(con, FIVE.format(0)), path)
    if write is write_csv:
        assert path.read_bytes() == b"i,text\r\n"
    elif write is write_jsonl:
        assert path.read_bytes() == b""
    else:
        assert pq.read_schema(path).names == ["i", "text"]


def test_rows_come_a_few_at_a_time(con, tmp_path: Path) -> None:
    """Each time it is told how many there were so far."""
    told: list[int] = []
    write_jsonl(ask(con, FIVE.format(1_000), told.append), tmp_path / "a.jsonl")
    assert told == [256, 512, 768, 1_000]
    lines = (tmp_path / "a.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["i"] for line in lines] == list(range(1_000))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELEC 1", "syntax error"),
        ("FROM nowhere", "nowhere"),
        ("CREATE TABLE t (i INT)", "no rows"),
        ("", "no rows"),
        ("SELECT 1 AS a, 2 AS a", "two columns are called a"),
        ("SELECT error('it breaks') AS e FROM range(3)", "it breaks"),
    ],
)
def test_what_is_no_query(con, query: str, message: str) -> None:
    """Is told in a sentence."""
    with pytest.raises(QueryError, match=message):
        list(ask(con, query).batches)


def test_a_query_that_breaks_in_its_middle(con, tmp_path: Path) -> None:
    """Is an error of the query, and so is a value that Python has no room for."""
    con.execute("SET threads = 1")
    late = "SELECT CASE WHEN i < 90000 THEN i ELSE error('it breaks late') END AS i FROM range(99999) r(i)"
    with pytest.raises(QueryError, match="it breaks late"):
        write_csv(ask(con, late), tmp_path / "a.csv")
    with pytest.raises(QueryError, match="cast it to VARCHAR"):
        write_csv(ask(con, "SELECT 'infinity'::TIMESTAMP AS t"), tmp_path / "a.csv")


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(values=st.lists(st.tuples(texts, st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))), max_size=8))
def test_any_text_comes_back(con, tmp_path: Path, values: list[tuple[Any, Any]]) -> None:
    """From CSV but for null, which is empty there, and from JSON Lines."""
    names = ("t", "n")
    columns = {name: [row[at] for row in values] for at, name in enumerate(names)}
    given = pa.table(columns, schema=pa.schema([("t", pa.string()), ("n", pa.int64())]))
    con.register("given", given)
    write_csv(ask(con, "FROM given"), tmp_path / "a.csv")
    write_jsonl(ask(con, "FROM given"), tmp_path / "a.jsonl")
    assert read_csv(tmp_path / "a.csv")[1:] == [[t, "" if n is None else str(n)] for t, n in values]
    lines = (tmp_path / "a.jsonl").read_bytes().split(b"\n")[:-1]
    assert [tuple(json.loads(line).values()) for line in lines] == values
