"""Verification finds what is wrong, and nothing where all is well."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.log import read_head
from warehouse.schema import TABLES
from warehouse.verify import verify

FIRST, SECOND = "https://minbar.example/1", "https://minbar.example/2"


@pytest.fixture
def whole(night, seen, root) -> Path:
    """Two nights; the second one has a newer version of an article."""
    night("r1", seen(url=FIRST), seen(url=SECOND))
    night("r2", seen(url=FIRST, hour=9, text="أعلنت الوزارة خطة أخرى.\n\nقال الوزير إنها تبدأ غدا."))
    return root


def file_of(root: Path, table: str) -> Path:
    """The first file of a table."""
    return root / read_head(root).files[table][0].path


def test_a_whole_warehouse(whole) -> None:
    """There is nothing to say."""
    assert list(verify(whole)) == []


def test_an_empty_one(root) -> None:
    """Is whole too."""
    assert list(verify(root)) == []


def test_a_file_is_missing(whole) -> None:
    """It is named, with what to do."""
    file_of(whole, "articles").unlink()
    (fault,) = verify(whole)
    assert fault.startswith("data/articles/date=2026-03-01/r1-")
    assert "it is missing; restore it from a copy" in fault


def test_a_file_is_cut_off(whole) -> None:
    """Its size tells it."""
    path = file_of(whole, "pages")
    path.write_bytes(path.read_bytes()[:-9])
    (fault,) = verify(whole)
    assert "the log says" in fault


def test_a_byte_has_changed(whole) -> None:
    """Its hash tells it, where the bytes are read."""
    path = file_of(whole, "pages")
    body = bytearray(path.read_bytes())
    body[40] ^= 1
    path.write_bytes(body)
    (fault,) = verify(whole)
    assert "its hash is" in fault
    assert list(verify(whole, read_bytes=False)) == []


def test_no_parquet_at_all(whole) -> None:
    """Also where size is all that is compared."""
    path = file_of(whole, "pages")
    path.write_bytes(bytes(path.stat().st_size))
    (fault,) = verify(whole, read_bytes=False)
    assert "it cannot be read" in fault


def test_an_entry_of_the_log_is_garbage(whole) -> None:
    """Also one that is not the newest."""
    (whole / "_log" / "0000000001.json.gz").write_bytes(b"garbage")
    assert any("0000000001.json.gz is not a snapshot" in fault for fault in verify(whole))


def test_a_number_is_missing(night, seen, root) -> None:
    """Between two others."""
    for number in range(1, 5):
        night(f"r{number}", seen(url=f"https://minbar.example/{number}"))
    (root / "_log" / "0000000003.json.gz").unlink()
    assert list(verify(root)) == ["the log has no entry 3; restore it from a copy"]


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("verdicts", "every page has one verdict: 2 rows"),
        ("articles", "the parts of an article have their article: 8 rows"),
        ("tweets", "the tweets of an article are there: 2 rows"),
        ("pages", "tweets, accounts and faults have their page: 2 rows"),
        ("runs", "every run of a row is on record: 4 rows"),
    ],
)
def test_rows_that_are_gone(whole, drop_file, table, fault) -> None:
    """What refers to them says so."""
    drop_file(table)
    assert any(said.startswith(fault) for said in verify(whole)), list(verify(whole))


def test_rows_that_are_there_twice(whole, add_file) -> None:
    """The key says so."""
    add_file("articles", pq.read_table(file_of(whole, "articles"), partitioning=None))
    faults = list(verify(whole))
    assert any(fault.startswith("articles: page_id is unique: 2 rows") for fault in faults)
    assert any(fault.startswith("an article has one current version") for fault in faults)


def test_rows_of_another_day(whole, add_file) -> None:
    """A file holds those of its own."""
    table = TABLES["checks"]
    other = pq.read_table(file_of(whole, "checks"), partitioning=None)
    at = other.schema.get_field_index("date")
    days = pa.array([20_000] * other.num_rows, pa.int32()).cast(pa.date32())
    add_file("checks", other.set_column(at, table.schema.field("date"), days))
    assert any("it has rows of other days" in fault for fault in verify(whole))
