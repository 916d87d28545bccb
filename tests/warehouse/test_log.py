"""The snapshot log."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import ConflictError, CorruptError, NewerError
from warehouse import log
from warehouse.files import FileEntry, replace_files
from warehouse.layout import data_path, log_path
from warehouse.log import EMPTY, Snapshot, commit, read_entry, read_head, read_snapshot
from warehouse.schema import SCHEMA

DAYS = st.dates(date(1999, 1, 1), date(2030, 1, 1))
TABLES = st.sampled_from(["pages", "articles", "article_links"])


@st.composite
def entries(draw: st.DrawFn) -> tuple[str, FileEntry]:
    """A table and a file of it."""
    table, sha256 = draw(TABLES), draw(st.text("0123456789abcdef", min_size=64, max_size=64))
    day, until = sorted((draw(DAYS), draw(DAYS))) if draw(st.booleans()) else [draw(DAYS)] * 2
    size, rows = draw(st.integers(0, 2**40)), draw(st.integers(0, 2**40))
    path = data_path(table, day, until, "r", sha256)
    return table, FileEntry(path, day, rows, size, sha256, "0a1b2c3d", until)


def file_of(sha256: str) -> FileEntry:
    """A file of pages."""
    path, day = f"data/pages/date=2026-03-01/r-{sha256[-12:]}.parquet", date(2026, 3, 1)
    return FileEntry(path, day, rows=1, bytes=1, sha256=sha256, columns="0a1b2c3d", until=day)


def snapshot_of(number: int, found: list[tuple[str, FileEntry]]) -> Snapshot:
    """A snapshot of these files."""
    files = replace_files({}, add={})
    for table, entry in found:
        files = replace_files(files, add={table: (entry,)})
    at = datetime(2026, 3, 1, 7, 30, 15, 250, tzinfo=UTC)
    return Snapshot(number=number, parent=number - 1 or None, run_id="r", committed_at=at, files=files)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(entries(), max_size=5), min_size=1, max_size=4))
def test_what_is_committed_is_read(commits: list[list[tuple[str, FileEntry]]]) -> None:
    """Every snapshot reads back as it was committed, and the head is the last one."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        snapshots = [snapshot_of(number, found) for number, found in enumerate(commits, 1)]
        for snapshot in snapshots:
            commit(root, replace(snapshot, since=read_head(root).since))
            assert read_head(root) == snapshot
        assert [read_snapshot(root, s.number) for s in snapshots] == snapshots


def test_nothing_was_ever_committed(root) -> None:
    """A folder that does not exist is an empty warehouse."""
    assert read_head(root) == EMPTY


def test_a_number_is_given_once(root) -> None:
    """The second commit of a number is refused and changes nothing."""
    first = snapshot_of(1, [])
    commit(root, first)
    with pytest.raises(ConflictError, match="snapshot 1 was committed by another writer"):
        commit(root, replace(first, run_id="other"))
    assert read_head(root) == first


def test_other_files_in_the_folder_are_passed_over(root) -> None:
    """A stray file in the log's folder is not a snapshot."""
    commit(root, snapshot_of(1, []))
    log_path(root, 1).with_name("0000000009.json.gz.bak").touch()
    assert read_head(root).number == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage",
        gzip.compress(b"not json", mtime=0),
        gzip.compress(b"[]", mtime=0),
        gzip.compress(b"{}", mtime=0),
        gzip.compress(json.dumps({"format": 1, "number": 8}).encode(), mtime=0),
    ],
)
def test_garbage_says_what_to_do(root, content) -> None:
    """A log entry that is not a snapshot is an error with a way out, never an older state in silence."""
    commit(root, snapshot_of(1, []))
    log_path(root, 2).write_bytes(content)
    with pytest.raises(CorruptError, match=r"0000000002.json.gz is not a snapshot .* restore this file"):
        read_head(root)


def test_half_a_file(root) -> None:
    """A log entry cut short is an error."""
    commit(root, snapshot_of(1, []))
    whole = log_path(root, 1).read_bytes()
    log_path(root, 1).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CorruptError, match="is not a snapshot"):
        read_head(root)


def rewrite(root: Path, **changed: object) -> None:
    """Change values of the first log entry."""
    path = log_path(root, 1)
    path.write_bytes(
        gzip.compress(json.dumps(json.loads(gzip.decompress(path.read_bytes())) | changed).encode())
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"format": 5}, "in format 5; this one reads 4"),
        ({"format": 5, "files": "elsewhere"}, "in format 5; this one reads 4"),
        ({"schema": SCHEMA + 1}, f"with tables of schema {SCHEMA + 1}; this one has {SCHEMA}"),
        ({"files": {"statements": []}}, "with a table statements"),
    ],
)
def test_what_a_newer_isnad_wrote_is_refused(root, changed, said) -> None:
    """It is not read as if it were ours, nothing is committed on it, and nobody is told to move it away."""
    commit(root, snapshot_of(1, []))
    rewrite(root, **changed)
    with pytest.raises(NewerError, match=f"snapshot 1 was written by a newer isnad, {said}") as raised:
        read_head(root)
    assert "use the release that wrote it" in str(raised.value)
    assert "move it away" not in str(raised.value)


@pytest.mark.parametrize("with_lists", [False, True])
def test_entries_of_another_warehouse(root, tmp_path, with_lists) -> None:
    """A log that was copied over or behind ours is not taken for its continuation."""
    other = tmp_path / "other"
    for number in range(1, 5):
        for folder, digit in ((root, "a"), (other, "b")):
            if folder == other or number < 3:
                head = read_head(folder)
                files = replace_files(head.files, add={"pages": (file_of(f"{digit}{number}" * 32),)})
                since = None if with_lists else head.since
                commit(folder, Snapshot(number=number, parent=number - 1 or None, run_id=digit, files=files,
                                        committed_at=head.committed_at, since=since))  # fmt: skip
    for number in (3, 4):
        log_path(root, number).write_bytes(log_path(other, number).read_bytes())
    with pytest.raises(CorruptError, match="is of another warehouse"):
        read_snapshot(root, 3)
    log_path(root, 4).unlink()
    with pytest.raises(CorruptError, match=r"0000000003.json.gz is not .* move it away to go back"):
        read_head(root)
    log_path(root, 3).unlink()
    assert [entry.path[-17:-15] for entry in read_head(root).files["pages"]] == ["1a", "2a"]


def test_garbage_before_the_newest_entry(root) -> None:
    """Is no reason not to read what does not need it."""
    for number in (1, 2, 3):
        commit(root, replace(snapshot_of(number, []), since=read_head(root).since))
    log_path(root, 2).write_bytes(b"garbage")
    assert read_head(root).number == 3


def test_an_entry_of_the_second_format(root) -> None:
    """Said nothing of columns and of other entries."""
    commit(root, snapshot_of(1, [("pages", file_of("a" * 64))]))
    whole = read_head(root)
    rewrite(root, format=2, schema=None, links=None)
    path = log_path(root, 1)
    value = json.loads(gzip.decompress(path.read_bytes()))
    path.write_bytes(
        gzip.compress(
            json.dumps({k: v for k, v in value.items() if v is not None or k in ("since", "parent")}).encode()
        )
    )
    assert read_head(root) == whole


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "data/../../x.parquet", "data/pages/date=2026-03-01/*.parquet"]
)
def test_paths_stay_in_the_data_folder(root, path) -> None:
    """An entry that names a file elsewhere, or a pattern, is refused."""
    commit(root, snapshot_of(1, []))
    rewrite(root, files={"pages": [[path, "2026-03-01", 1, 1, "0", "0"]]})
    with pytest.raises(CorruptError, match="is not a data file"):
        read_head(root)


def test_a_missing_number(root) -> None:
    """Asking for a snapshot that is not there says so."""
    with pytest.raises(CorruptError, match="no snapshot 7"):
        read_snapshot(root, 7)


def test_an_entry_holds_what_changed(root) -> None:
    """A commit of one more file to a thousand names one, and the list is whole all the same."""
    first = snapshot_of(1, [("pages", file_of(f"{number:064x}")) for number in range(1_000)])
    commit(root, first)
    head = read_head(root)
    more = replace_files(head.files, add={"pages": (file_of("f" * 64),)}, drop=head.files["pages"][:2])
    commit(root, replace(head, number=2, parent=1, files=more))
    said = json.loads(gzip.decompress(log_path(root, 2).read_bytes()))
    assert (said["since"], len(said["files"]["pages"]), len(said["drop"])) == (1, 1, 2)
    assert read_head(root).files == more


def test_a_full_list_follows_many_changes(root, monkeypatch) -> None:
    """So that an entry stays small, and a snapshot is read from two of them."""
    monkeypatch.setattr(log, "MAX_CHANGES", 3)
    for number in range(1, 12):
        head = read_head(root)
        added = {"pages": (file_of(f"{number:064x}"),)}
        commit(root, replace(head, number=number, files=replace_files(head.files, add=added)))
    assert [read_entry(root, number)[1] for number in range(1, 12)] == [
        None,
        1,
        1,
        1,
        None,
        5,
        5,
        5,
        None,
        9,
        9,
    ]
    assert len(read_head(root).files["pages"]) == 11


def test_an_entry_of_the_first_format(root) -> None:
    """Is read as the full list it is."""
    commit(root, snapshot_of(1, [("pages", file_of("a" * 64))]))
    whole = read_head(root)
    rewrite(root, format=1)
    assert read_head(root) == whole


@pytest.mark.parametrize("since", [0, 2, 3, -1, "1"])
def test_an_entry_builds_on_an_earlier_one(root, since) -> None:
    """And on no other, least of all on itself."""
    commit(root, snapshot_of(1, []))
    commit(root, snapshot_of(2, []))
    log_path(root, 1).write_bytes(log_path(root, 2).read_bytes())
    rewrite(root, since=since, number=1)
    with pytest.raises(CorruptError, match="is not a snapshot"):
        read_snapshot(root, 1)


def test_the_full_list_is_gone(root) -> None:
    """The error names the entry that is missing."""
    commit(root, snapshot_of(1, []))
    commit(root, replace(read_head(root), number=2))
    log_path(root, 1).unlink()
    with pytest.raises(CorruptError, match="no snapshot 1"):
        read_head(root)


def test_a_number_that_was_free_again(root) -> None:
    """A writer far behind, whose number was committed and collected since, has lost too."""
    for number in (1, 2, 3):
        commit(root, snapshot_of(number, []))
    log_path(root, 2).unlink()
    with pytest.raises(ConflictError, match="snapshot 2 was committed by another writer"):
        commit(root, snapshot_of(2, []))
    assert read_head(root).number == 3
