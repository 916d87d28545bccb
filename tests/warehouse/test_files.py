"""Lists of published files."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from warehouse.files import FileEntry, Files, apply_changes, changes, replace_files

DAYS = st.dates(date(1999, 1, 1), date(2030, 1, 1))
TABLES = st.sampled_from(["pages", "articles", "article_links"])


@st.composite
def lists(draw: st.DrawFn) -> Files:
    """Files of some tables, few enough names that two lists have some in common."""
    files: Files = {}
    for table, number in draw(st.lists(st.tuples(TABLES, st.integers(0, 9)), max_size=8)):
        path, day = f"data/{table}/date=2026-03-01/r-{number:012}.parquet", date(2026, 3, 1)
        entry = FileEntry(path, day, number, 10 * number, f"{number:064}", "0a1b2c3d", day)
        files = replace_files(files, add={table: (entry,)})
    return files


@given(lists(), lists(), st.data())
def test_replacing_adds_and_drops(held: Files, added: Files, data: st.DataObject) -> None:
    """The dropped files are gone, all others are there once, in order of path; no table is empty."""
    every = [entry for entries in held.values() for entry in entries]
    drop = data.draw(st.lists(st.sampled_from(every))) if every else []
    changed = replace_files(held, add=added, drop=drop)
    paths = {entry.path for listed in changed.values() for entry in listed}
    kept = {entry.path for entry in every} - {entry.path for entry in drop}
    assert paths == kept | {entry.path for entries in added.values() for entry in entries}
    assert all(list(listed) == sorted(listed) != [] for listed in changed.values())


@given(lists(), lists())
def test_changes_lead_from_one_list_to_another(old: Files, new: Files) -> None:
    """Whatever the two are."""
    made = changes(old, new)
    assert apply_changes(old, made) == new
    assert (made.count == 0) == (old == new)
