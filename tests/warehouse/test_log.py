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

from config.errors import ConflictError, CorruptError
from warehouse.layout import log_path
from warehouse.log import EMPTY, FileEntry, Snapshot, commit, read_head, read_snapshot, replace_files

DAYS = st.dates(date(1999, 1, 1), date(2030, 1, 1))
TABLES = st.sampled_from(["pages", "articles", "article_links"])


@st.composite
def entries(draw: st.DrawFn) -> tuple[str, FileEntry]:
    """A table and a file of it."""
    table, day, sha256 = draw(TABLES), draw(DAYS), draw(st.text("0123456789abcdef", min_size=64, max_size=64))
    path = f"data/{table}/date={day}/r-{sha256[:12]}.parquet"
    sizes = st.integers(0, 2**40)
    entry = FileEntry(
        path=path, date=day, rows=draw(sizes), bytes=draw(sizes), sha256=sha256, columns="0a1b2c3d"
    )
    return table, entry


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
            commit(root, snapshot)
            assert read_head(root) == snapshot
        assert [read_snapshot(root, s.number) for s in snapshots] == snapshots


@given(st.lists(entries(), max_size=6), st.lists(entries(), max_size=6))
def test_replacing_adds_and_drops(
    held: list[tuple[str, FileEntry]], added: list[tuple[str, FileEntry]]
) -> None:
    """The dropped files are gone, all others are there once, in order of path."""
    files = snapshot_of(1, held).files
    changed = replace_files(files, add=snapshot_of(1, added).files, drop=[entry for _, entry in held[:2]])
    paths = {e.path for listed in changed.values() for e in listed}
    dropped = {e.path for _, e in held[:2]}
    assert paths == {e.path for _, e in held if e.path not in dropped} | {e.path for _, e in added}
    assert all(list(listed) == sorted(listed, key=lambda e: e.path) for listed in changed.values())


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


def test_a_newer_format_is_refused(root) -> None:
    """An entry that a later release wrote is not read as if it were ours."""
    commit(root, snapshot_of(1, []))
    rewrite(root, format=2)
    with pytest.raises(CorruptError, match="format 2, this isnad reads 1; use the release that wrote it"):
        read_head(root)


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
