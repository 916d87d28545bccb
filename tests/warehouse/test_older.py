"""Files of other releases: whatever was renamed, removed or added since, the rows are the same everywhere."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import CorruptError, WarehouseError
from warehouse.compact import compact
from warehouse.exports.delta import write_log
from warehouse.exports.pages import Wanted, iter_pages
from warehouse.forget import Wish, forget
from warehouse.forget_files import forget_files
from warehouse.log import Snapshot, commit, read_head
from warehouse.older import read_groups, unknown_columns
from warehouse.parquet import columns_id, write_file, write_parquet
from warehouse.relations import relation
from warehouse.rollback import rollback
from warehouse.schema import TABLES
from warehouse.verify import verify

AT = datetime(2026, 3, 3, 7, tzinfo=UTC)
LINKS = TABLES["article_links"]
RENAMED = {"articles": {"headline": "title", "article": "article_id"}, "pages": {"address": "url"},
           "article_links": {"page": "page_id"}, "superseded": {"page": "page_id"}}  # fmt: skip
NEW = {"articles": ["no_ai", "tdm_policy"], "pages": ["content_signal"], "article_links": ["rel"],
       "superseded": []}  # fmt: skip
REMOVED = "mood"
FIRST, SECOND, THIRD = (f"https://minbar.example/{number}" for number in (1, 2, 3))
ROWS = """
SELECT 'article' AS what, page_id, article_id, url, title, no_ai::VARCHAR AS more FROM articles
UNION ALL SELECT 'version', page_id, article_id, url, title, version::VARCHAR FROM article_versions
UNION ALL SELECT 'page', page_id, body_sha256, url, content_signal, NULL FROM pages
UNION ALL SELECT 'link', page_id, ord::VARCHAR, url, text, rel FROM article_links
UNION ALL SELECT 'old', page_id, superseded_by, NULL, NULL, NULL FROM raw.superseded ORDER BY ALL
"""


def as_earlier(table: str, rows: pa.Table) -> pa.Table:
    """The rows as a release had them that had other names, one column more, and none of today's new ones."""
    today = {new: old for old, new in RENAMED[table].items()}
    old = rows.drop_columns(NEW[table])
    old = old.rename_columns([today.get(name, name) for name in old.schema.names])
    return old.append_column(REMOVED, pa.array(["calm"] * old.num_rows))


@pytest.fixture
def upgraded(night, seen, root, as_written, monkeypatch) -> Path:
    """Two nights of an earlier release, in files as it wrote them, read by one that changed columns since."""
    night("r1", seen(url=FIRST), seen(url=SECOND))
    night("r2", seen(url=FIRST, hour=9, text="أعلنت الوزارة خطة أخرى.\n\nقال الوزير إنها تبدأ غدا."))
    head = read_head(root)
    files = dict(head.files)
    for name, renamed in RENAMED.items():
        entries = []
        for entry in files[name]:
            rows = as_earlier(name, pq.read_table(root / entry.path, partitioning=None))
            monkeypatch.setitem(vars(TABLES[name]), "renamed", renamed)
            monkeypatch.setitem(vars(TABLES[name]), "removed", (REMOVED,))
            table = as_written(TABLES[name], rows.schema)
            written = write_file(root, table, [rows], rows=entry.rows, day=entry.date, run_id="old")
            entries.append(written)
            (root / entry.path).unlink()
        files[name] = tuple(sorted(entries))
    snapshot = Snapshot(
        number=head.number + 1, parent=head.number, run_id="old", committed_at=AT, files=files
    )
    commit(root, snapshot)
    return root


def kinds(root: Path) -> set[bool]:
    """Whether the files of the changed tables are of today's columns."""
    head = read_head(root)
    return {
        e.columns == columns_id(TABLES[name].schema) for name in RENAMED for e in head.files.get(name, ())
    }


def test_it_is_whole(upgraded, ask) -> None:
    """Every view has its rows under today's names; what is removed is in none; what is new is null."""
    assert list(verify(upgraded)) == []
    assert ask("SELECT count(*), count(title), count(no_ai) FROM articles") == [(2, 2, 0)]
    assert ask("SELECT count(*) FROM raw.superseded WHERE page_id IS NOT NULL") == [(1,)]
    names = [row[0] for row in ask("DESCRIBE raw.articles")]
    assert names == TABLES["articles"].schema.names


def test_a_night_on_it(upgraded, night, seen, ask) -> None:
    """Files of both kinds are one table; a version of before is superseded."""
    before = ask("SELECT count(*) FROM article_versions")[0][0]
    night("r3", seen(url=SECOND, hour=11, text="خبر ثالث.\n\nنهاية."), seen(url=THIRD, hour=11))
    assert ask("SELECT count(*) FROM article_versions")[0][0] == before + 2
    assert ask("SELECT count(*) FROM raw.superseded") == [(2,)]
    assert list(verify(upgraded)) == []
    assert kinds(upgraded) == {False, True}


def test_compaction_brings_them_to_todays_columns(upgraded, night, seen, ask) -> None:
    """With the same rows, also where a date has one file only."""
    later = date(2026, 3, 2)
    night("r3", seen(url=THIRD, day=later), day=later)
    before = ask(ROWS)
    assert compact(upgraded, run_id="c1", now=lambda: AT, version="test")
    assert ask(ROWS) == before
    assert kinds(upgraded) == {True}
    assert list(verify(upgraded)) == []


def test_a_lone_file_of_other_columns(upgraded) -> None:
    """Is written again once."""
    compact(upgraded, run_id="c1", now=lambda: AT, version="test")
    files = read_head(upgraded).files["articles"]
    compact(upgraded, run_id="c2", now=lambda: AT, version="test")
    assert read_head(upgraded).files["articles"] == files
    assert len(files) == 1


def test_forgetting(upgraded, ask) -> None:
    """A page is found in the files by today's names, and the files that held it get today's columns."""
    [(page,)] = ask(f"SELECT page_id FROM articles WHERE url = '{SECOND}'")
    wish = Wish(kind="page", values=(page,), reason="asked for")
    forget(upgraded, wish, run_id="f1", started_at=AT, now=lambda: AT, version="test")
    done = forget_files(upgraded, lambda page, gone: page, (), flow="maintain", run_id="m1",
                        started_at=AT, now=lambda: AT, version="test")  # fmt: skip
    assert done.rows["pages"] == done.rows["articles"] == done.rows["article_links"] == 1
    assert ask(f"SELECT count(*) FROM raw.pages WHERE url = '{SECOND}'") == [(0,)]
    assert list(verify(upgraded)) == []


def test_going_back(upgraded, night, seen, ask) -> None:
    """To a snapshot of before the columns were changed."""
    before = ask(ROWS)
    number = read_head(upgraded).number
    night("r3", seen(url=THIRD))
    rollback(upgraded, number, run_id="b1", now=lambda: AT, version="test")
    assert ask(ROWS) == before


def test_pages_of_an_export(upgraded) -> None:
    """Have their addresses."""
    from collections import Counter

    assert {page.url for page in iter_pages(upgraded, Wanted(), (), Counter())} == {FIRST, SECOND}


def test_delta_waits_for_todays_names(upgraded) -> None:
    """Its readers see files: under the new name they would see null."""
    with pytest.raises(WarehouseError, match=r"are older than a column's name, .* run `isnad maintain`"):
        write_log(upgraded, TABLES["articles"], read_head(upgraded))
    compact(upgraded, run_id="c1", now=lambda: AT, version="test")
    assert write_log(upgraded, TABLES["articles"], read_head(upgraded)).rows == 3


def test_a_run_staged_by_an_earlier_release(root, stage, publish, seen, as_written, ask, monkeypatch) -> None:
    """Is published by today's: a night may be gone on with after an upgrade."""
    stage("r1", seen(url=FIRST))
    [path] = (root / "_staging" / "r1" / "articles").glob("*.parquet")
    rows = as_earlier("articles", pq.read_table(path, partitioning=None))
    monkeypatch.setitem(vars(TABLES["articles"]), "renamed", RENAMED["articles"])
    write_parquet(path, as_written(TABLES["articles"], rows.schema), [rows], 1)
    publish("r1")
    assert ask("SELECT count(title), count(article_id), count(no_ai) FROM articles") == [(1, 1, 0)]


def test_a_column_nobody_knows(upgraded, as_written, add_file, monkeypatch) -> None:
    """Verification names the file and the column."""
    monkeypatch.setitem(vars(TABLES["articles"]), "removed", ())
    assert unknown_columns(
        TABLES["articles"], pa.schema([("title", pa.string()), ("mood", pa.string())])
    ) == ["mood"]
    faults = list(verify(upgraded))
    assert len(faults) == 2
    assert all("it has columns that this isnad does not know: mood" in fault for fault in faults)


def test_a_file_that_is_cut_off(tmp_path) -> None:
    """Is told with what to do; one that is not there is left to whoever asked."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(CorruptError, match=r"a\.parquet cannot be read .*restore it from a copy"):
        list(read_groups(tmp_path / "a.parquet", LINKS))
    with pytest.raises(FileNotFoundError):
        list(read_groups(tmp_path / "b.parquet", LINKS))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sets(st.sampled_from(LINKS.schema.names)),
    st.sets(st.sampled_from(["rel", "text", "run_id"])),
    st.permutations(LINKS.schema.names),
    st.booleans(),
)
def test_any_columns(tmp_path_factory, seen, build, as_written, renamed, missing, order, both) -> None:
    """SQL and Arrow give the same rows of files with any columns renamed, missing, and in any order."""
    folder = tmp_path_factory.mktemp("any")
    rows = LINKS.to_arrow(
        build.rows_of([seen(url=FIRST), seen(url=SECOND)], "r1", build.DAY)["article_links"]
    )
    old = rows.select([name for name in order if name not in missing])
    old = old.rename_columns([f"{name}_before" if name in renamed else name for name in old.schema.names])
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(vars(LINKS), "renamed", {f"{name}_before": name for name in renamed - missing})
        entries = []
        for table, part in ((as_older(LINKS, old.schema), old), (LINKS, rows))[: 2 if both else 1]:
            entries.append(
                write_file(folder, table, [part], rows=2, day=build.DAY, run_id=f"r{len(entries)}")
            )
        with duckdb.connect() as con:
            by_sql = con.sql(relation(LINKS, entries, f"{folder}/")).to_arrow_table()
        by_arrow = pa.concat_tables(group for e in entries for group in read_groups(folder / e.path, LINKS))
    blank = [{name: None if name in missing else row[name] for name in row} for row in rows.to_pylist()]
    expected = blank + (rows.to_pylist() if both else [])
    assert by_arrow.to_pylist() == expected
    assert by_sql.schema.names == LINKS.schema.names
    assert sorted(map(str, by_sql.to_pylist())) == sorted(map(str, expected))


def as_older(table, schema: pa.Schema):
    """A table that only carries a schema."""
    from dataclasses import replace

    older = replace(table, key=(), order=(), bloom=(), renamed={})
    vars(older)["schema"] = schema
    return older
