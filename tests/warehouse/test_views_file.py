"""The views as files."""

import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from warehouse import views_file
from warehouse.catalog import connect
from warehouse.views_file import is_shown, write_views

CLI = Path(sys.executable).with_name("duckdb")
URL = "https://minbar.example/1"


def run_cli(root: Path, query: str) -> str:
    """What the duckdb command prints in the warehouse's folder."""
    command = [CLI, "-init", "open.sql", "-csv", "-noheader", "-c", query]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


@pytest.mark.skipif(not CLI.exists(), reason="the duckdb command is not installed beside Python")
def test_plain_duckdb_while_a_night_commits(night, stage, publish, seen, root) -> None:
    """The views file and open.sql answer from any DuckDB, before, during and after a commit."""
    night("r1", seen(url=URL, hour=6))
    query = "SELECT count(*) FROM article_versions"
    stage("r2", seen(url=URL, hour=9, text="جديد.\n\nنهاية."))
    with duckdb.connect(str(root / "warehouse.duckdb"), read_only=True) as held:
        assert held.execute(query).fetchall() == [(1,)]
        reader = subprocess.Popen(
            [CLI, "-init", "open.sql", "-csv", "-noheader"], cwd=root, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(f"{query};\n")
        reader.stdin.flush()
        assert reader.stdout.readline().strip() == "1"
        publish("r2")
        assert held.execute(query).fetchall() == [(1,)]
        assert reader.communicate(f"{query};\n", timeout=60)[0].strip() == "1"
    assert run_cli(root, query) == "2"
    done = subprocess.run(
        [CLI, "-readonly", "-csv", "-noheader", root / "warehouse.duckdb", query],
        cwd="/", capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "2"


@pytest.mark.skipif(not CLI.exists(), reason="the duckdb command is not installed beside Python")
def test_times_of_the_command_are_utc(night, seen, root, monkeypatch) -> None:
    """Whatever the machine's zone."""
    night("r1", seen(url=URL, hour=6))
    monkeypatch.setenv("TZ", "Asia/Riyadh")
    assert run_cli(root, "SELECT fetched_at::VARCHAR FROM articles") == "2026-03-01 06:00:00+00"


def test_the_views_can_be_attached(night, seen, root) -> None:
    """Another database sees the views under the name it chooses."""
    night("r1", seen(url=URL))
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{root}/warehouse.duckdb' AS news (READ_ONLY)")
        assert con.execute("SELECT count(*) FROM news.articles").fetchall() == [(1,)]


def test_descriptions_are_comments(night, seen, root) -> None:
    """A database browser shows what tables and columns mean."""
    night("r1", seen(url=URL))
    with duckdb.connect(str(root / "warehouse.duckdb"), read_only=True) as con:
        found = con.execute("SELECT comment FROM duckdb_views() WHERE view_name = 'books'").fetchall()
        column = (
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'books' AND column_name = 'balanced'"
        )
        assert found[0][0].startswith("The account of one source")
        assert con.execute(column).fetchall()[0][0].startswith("named and discovered")


def test_nobody_writes_to_the_views(night, seen, root) -> None:
    """The file is read-only, so a browser that opens it for writing does not lock others out."""
    night("r1", seen(url=URL))
    assert stat.S_IMODE((root / "warehouse.duckdb").stat().st_mode) == 0o444


def test_the_folder_can_be_moved(night, seen, root) -> None:
    """open.sql holds relative paths; the views file is right again once it is rebuilt."""
    night("r1", seen(url=URL))
    moved = shutil.move(root, root.with_name("moved it's [here]"))
    assert run_cli(moved, "SELECT count(*) FROM articles") == "1"
    write_views(moved)
    with duckdb.connect(str(moved / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]


def test_the_last_writer_leaves_the_newest_views(night, stage, publish, seen, root, monkeypatch) -> None:
    """A writer that was overtaken while it built the views builds them again."""
    night("r1", seen(url=URL, hour=6))
    stage("r2", seen(url=URL, hour=9, text="جديد.\n\nنهاية."))
    (root / "warehouse.duckdb").unlink()
    real, overtaken = views_file.write_database, []

    def slow(*args) -> None:
        if not overtaken:
            overtaken.append(True)
            publish("r2")
        real(*args)

    monkeypatch.setattr(views_file, "write_database", slow)
    assert write_views(root).number == 2
    with duckdb.connect(str(root / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("SELECT max(version) FROM articles").fetchall() == [(2,)]


def test_a_file_that_shows_the_snapshot_is_left(night, seen, root) -> None:
    """As it is."""
    night("r1", seen(url=URL))
    before = (root / "warehouse.duckdb").stat()
    write_views(root)
    assert (root / "warehouse.duckdb").stat() == before


@pytest.mark.parametrize("content", [b"", b"garbage" * 9_000, None])
def test_a_broken_or_missing_file_is_written_anew(night, seen, root, content) -> None:
    """And what is asked meanwhile is answered without it."""
    night("r1", seen(url=URL))
    path = root / "warehouse.duckdb"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with connect(root) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]
    write_views(root)
    assert is_shown(root, 1)


def test_a_file_of_another_release_is_written_anew(night, seen, root, monkeypatch) -> None:
    """Its views may be others."""
    with monkeypatch.context() as other:
        other.setattr(views_file, "release", lambda: "another")
        views_file.blank.cache_clear()
        night("r1", seen(url=URL))
    views_file.blank.cache_clear()
    assert not is_shown(root, 1)
    write_views(root)
    assert is_shown(root, 1)


def test_it_does_not_grow(night, seen, root, build) -> None:
    """With the number of times that it was copied."""
    sizes = []
    for number in range(12):
        day = build.DAY + timedelta(days=number)
        night(f"r{number}", seen(url=f"{URL}/{number}", day=day), day=day)
        sizes.append((root / "warehouse.duckdb").stat().st_size)
    assert sizes[-1] <= 1.5 * sizes[0]
