"""The rows of parts and files."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from tasks.importing.files import TweetFile
from tasks.importing.parts import Part
from tasks.importing.rows import Import, file_row, part_rows, source_run
from tasks.parsing.x.payload import payload_of
from warehouse.schema import BY_ROW

AT = datetime(2026, 3, 1, 6, tzinfo=UTC)
RUN = Import(run_id="r1", day=date(2026, 3, 1), source="harbour-set", at=AT)
FILE = TweetFile(path=Path("/home/nobody/port tweets 1.jsonl"), form="lines")
URL = "file:///port%20tweets%201.jsonl"
PART = Part(body=b'{"id": "1"}\n', first=8, last=9, line=8)


def test_a_part_is_a_page() -> None:
    """Its bytes, where they stood, and how to read them; its folder is not told."""
    fetch, page = part_rows(RUN, 0, FILE, FILE.url, PART, {})
    assert page
    assert page.body == PART.body
    assert page.url == fetch.url == f"{URL}#line=7,9"
    assert payload_of(page) == replace(payload_of(page), form="lines", line=8)  # type: ignore[type-var]
    assert (fetch.outcome, fetch.page_id, fetch.bytes) == ("stored", page.page_id, 12)
    assert page.body_sha256 == fetch.body_sha256 == sha256(PART.body).hexdigest()
    assert page.fetched_at == fetch.fetched_at == AT
    assert "nobody" not in repr((fetch, page))


def test_the_same_bytes_are_one_page() -> None:
    """Wherever they stand and whatever the file is called; in another form they are another page."""
    known: dict[tuple[str, str], str] = {}
    first, page = part_rows(RUN, 0, FILE, FILE.url, PART, known)
    again, none = part_rows(RUN, 1, FILE, "file:///other", replace(PART, first=20, last=21, line=20), known)
    assert page
    assert none is None
    assert (again.outcome, again.page_id) == ("duplicate", first.page_id)
    assert again.address_id != first.address_id
    assert part_rows(RUN, 2, replace(FILE, form="archive"), FILE.url, PART, known)[1]
    assert part_rows(RUN, 3, replace(FILE, form="archive", asked=("7:a:b",)), FILE.url, PART, known)[1]


def test_parts_of_one_name_are_told_apart() -> None:
    """Two files of one name in two folders have outcomes of their own."""
    known: dict[tuple[str, str], str] = {}
    fetches = [part_rows(RUN, number, FILE, FILE.url, PART, known)[0] for number in range(3)]
    assert len({fetch.address_id for fetch in fetches}) == 3


def test_a_file_is_a_list() -> None:
    """It names its parts; what is wrong with it is told."""
    assert file_row(RUN, 0, FILE, 3, []).outcome == "read"
    row = file_row(RUN, 0, FILE, 3, ["a.js: it is damaged", "b.js: \udcff" + "x" * 1_000])
    assert (row.role, row.outcome, row.named, row.listing_url) == ("listing", "bad_listing", 3, None)
    assert row.error
    assert row.error.startswith("a.js: it is damaged; b.js: ?xx")
    assert len(row.error) <= 500


def test_names_that_are_no_text() -> None:
    """A name is bytes; all that it becomes can be written."""
    file = TweetFile(path=Path("\udcff\udcfe.jsonl"), form="lines")
    assert file.url == "file:///%FF%FE.jsonl"
    fetch, page = part_rows(RUN, 0, file, file.url, PART, {})
    for row in (fetch, page):
        assert BY_ROW[type(row)].to_arrow([row]).num_rows == 1


def test_the_books() -> None:
    """Every part is named and has an outcome."""
    books = source_run(RUN, 5, 2, 1)
    assert (books.kind, books.named, books.discovered, books.listings, books.listings_failed) == (
        "import", 5, 5, 2, 1,
    )  # fmt: skip
