"""Files as SQL."""

from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.files import FileEntry
from warehouse.parquet import columns_id
from warehouse.relations import quote, relation
from warehouse.rows import ArticleLink
from warehouse.schema import PUBLISHED, TABLES

TABLE = TABLES["article_links"]
ODD = "it's"


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.name)
def test_no_files_give_typed_columns(table) -> None:
    """An empty table has every column in its own type."""
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        schema = con.sql(relation(table, [], "")).to_arrow_table().schema
    assert schema.names == table.schema.names
    assert [field.type for field in schema] == [field.type for field in table.schema]


@pytest.fixture
def old(tmp_path):
    """A file of a release that had no column rel."""
    data = pa.table({"article_id": ["a"], "page_id": ["p"], "url": ["https://x/"], "ord": [0]})
    pq.write_table(data, tmp_path / "old.parquet")
    return entry("old.parquet", columns_id(data.schema))


@pytest.fixture
def new(tmp_path, build):
    """A file of today's columns."""
    pq.write_table(TABLE.schema.empty_table(), tmp_path / "new.parquet")
    return entry("new.parquet", columns_id(TABLE.schema))


def entry(path: str, columns: str) -> FileEntry:
    """An entry for a file."""
    day = date(2026, 3, 1)
    return FileEntry(path=path, date=day, rows=1, bytes=1, sha256="0", columns=columns, until=day)


@pytest.mark.parametrize("both", [False, True])
def test_a_column_old_files_lack_is_null(tmp_path, old, new, both) -> None:
    """Files of an older release are read beside today's; what they do not have is null, in today's order."""
    with duckdb.connect() as con:
        table = con.sql(relation(TABLE, [old, new] if both else [old], f"{tmp_path}/")).to_arrow_table()
    assert table.schema.names == TABLE.schema.names
    assert table.select(["url", "rel"]).to_pylist() == [{"url": "https://x/", "rel": None}]


def test_files_of_one_kind_are_read_together(new) -> None:
    """No more than one footer is opened for each kind of file to plan a query."""
    many = [new._replace(path=f"{n}.parquet") for n in range(9)]
    assert relation(TABLE, many, "").count("read_parquet") == 1


def test_quotes_are_doubled() -> None:
    """A folder's name cannot end the literal."""
    with duckdb.connect() as con:
        assert con.sql(f"SELECT {quote(ODD)}").fetchall() == [(ODD,)]


def test_other_days_are_not_opened(tmp_path) -> None:
    """The path tells the day; that the other day's file is garbage is not noticed."""
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)]
    files = [
        entry(f"data/article_links/date={day}/a.parquet", columns_id(TABLE.schema))._replace(
            date=day, until=day
        )
        for day in days
    ]
    for file in files:
        (tmp_path / file.path).parent.mkdir(parents=True)
        pq.write_table(TABLE.schema.empty_table(), tmp_path / file.path)
    (tmp_path / files[2].path).write_bytes(b"garbage")
    with duckdb.connect() as con:
        found = con.sql(f"FROM ({relation(TABLE, files, f'{tmp_path}/')}) WHERE date = DATE '2026-03-02'")
        assert found.columns == TABLE.schema.names
        assert found.fetchall() == []


def test_files_of_several_days(tmp_path) -> None:
    """Stand beside those of one; the days of their rows are in the rows."""
    columns, days = columns_id(TABLE.schema), [date(2026, 3, 1), date(2026, 3, 2)]
    said = {"article_id": "a", "page_id": "p", "run_id": "r", "ord": 0, "url": "u", "text": None, "rel": None}
    rows = TABLE.to_arrow(ArticleLink(**said, date=day) for day in days)
    files = [
        entry("data/article_links/days=2026-03-01_2026-03-02/a.parquet", columns)._replace(until=days[1]),
        entry("data/article_links/date=2026-03-02/a.parquet", columns)._replace(date=days[1], until=days[1]),
    ]
    for file, part in zip(files, [rows, rows.slice(1)], strict=True):
        (tmp_path / file.path).parent.mkdir(parents=True)
        pq.write_table(part, tmp_path / file.path)
    with duckdb.connect() as con:
        found = con.sql(f"FROM ({relation(TABLE, files, f'{tmp_path}/')})")
        assert found.columns == TABLE.schema.names
        assert sorted(found.project("date").fetchall()) == [(days[0],), (days[1],), (days[1],)]


def test_a_root_with_an_equals_sign(tmp_path) -> None:
    """Gives no column of its own."""
    root = tmp_path / "kind=news"
    file = entry("data/article_links/date=2026-03-01/a.parquet", columns_id(TABLE.schema))
    (root / file.path).parent.mkdir(parents=True)
    pq.write_table(TABLE.schema.empty_table(), root / file.path)
    with duckdb.connect() as con:
        assert con.sql(relation(TABLE, [file], f"{root}/")).columns == TABLE.schema.names
