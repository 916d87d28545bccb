"""`isnad export`."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from config.errors import NotFoundError, QueryError
from config.settings import Settings, load_settings
from flows.commands.export import run_export
from flows.commands.export_asked import Asked
from flows.commands.sql import query_once

QUERY = "SELECT title, authors, published_at FROM articles ORDER BY title"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A warehouse that does not exist yet."""
    return load_settings(root=tmp_path / "w")


def exported(settings: Settings, asked: Asked) -> dict[str, Any]:
    """Export into a pipe; the summary for a script. Nothing is said on the other channel."""
    out, err = io.StringIO(), io.StringIO()
    run_export(settings, asked, Console(file=out), Console(file=err), as_json=True)
    assert err.getvalue() == ""
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_before_the_first_night(settings: Settings, tmp_path: Path) -> None:
    """A query has no rows; pages and files there are none."""
    path = tmp_path / "a.csv"
    done = exported(settings, Asked(to="csv", out=path, what=("SELECT url, title FROM articles",)))
    assert done == {"format": "csv", "file": str(path), "rows": 0, "bytes": 11}
    with pytest.raises(NotFoundError, match="no page"):
        exported(settings, Asked(to="warc", out=tmp_path / "a.warc.gz"))
    pytest.importorskip("deltalake")
    with pytest.raises(NotFoundError, match="nothing was published"):
        exported(settings, Asked(to="delta"))
    assert not settings.root.exists()


def test_a_wrong_query_leaves_no_file(settings: Settings, tmp_path: Path) -> None:
    """Nor does it replace one."""
    path = tmp_path / "a.jsonl"
    path.write_text("before", "utf-8")
    with pytest.raises(QueryError, match="nowhere"):
        exported(settings, Asked(to="jsonl", out=path, what=("FROM nowhere",), force=True))
    assert [(item.name, item.read_text("utf-8")) for item in tmp_path.iterdir()] == [("a.jsonl", "before")]


def test_rows_of_the_demo(demo: Any, tmp_path: Path) -> None:
    """The same rows in each form."""
    settings = load_settings(root=demo.root)
    rows = query_once(demo.root, QUERY).to_pylist()
    for form in ("csv", "jsonl", "parquet"):
        done = exported(settings, Asked(to=form, out=tmp_path / f"a.{form}", what=(QUERY,)))
        assert done["rows"] == len(rows)
        assert done["bytes"] == (tmp_path / f"a.{form}").stat().st_size
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    titles = [row["title"] for row in rows]
    assert [json.loads(line)["title"] for line in lines] == titles
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert [json.loads(row["authors"]) for row in csv.DictReader(file)] == [
            row["authors"] for row in rows
        ]
    found = query_once(demo.root, f"FROM read_parquet('{tmp_path}/a.parquet')").to_pylist()
    assert found == rows


def test_as_a_person_runs_it(demo: Any, tmp_path: Path, isnad: Callable[..., Any]) -> None:
    """What was written is told, nothing moves in a pipe, and a file that is there is not replaced."""
    command = ("export", "--to", "csv", "--bom", "--out", "a.csv", "--root", str(demo.root), QUERY)
    ran = isnad(*command, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "rows in a.csv" in ran.out
    ran = isnad(*command, cwd=tmp_path)
    assert (ran.code, "--force replaces it" in ran.err) == (2, True)
    ran = isnad(*command, "--force", cwd=tmp_path)
    assert ran.code == 0
    ran = isnad("export", "--to", "csv", "--out", "b.csv", "FROM nowhere", cwd=tmp_path)
    assert (ran.code, "Traceback" in ran.err) == (1, False)
    ran = isnad("export", "--to", "csv", "--out", "b.csv", "--root", str(demo.root), cwd=tmp_path)
    assert (ran.code, "needs a query" in ran.err) == (2, True)  # there is nothing on its standard input


def test_the_pages_of_the_demo_collected_again(demo: Any, tmp_path: Path, isnad: Callable[..., Any]) -> None:
    """Another warehouse, given the WARC file as a source, has the same bytes under the same keys."""
    path = tmp_path / "demo.warc.gz"
    done = exported(load_settings(root=demo.root), Asked(to="warc", out=path))
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nname = "archive"\nkind = "warc"\nfiles = ["demo.warc.gz"]\n', "utf-8"
    )
    ran = isnad("nightly", "--sources", "sources.toml", "--root", "again", cwd=tmp_path)
    assert ran.code == 0, ran.err
    kept = "SELECT page_id, body_sha256, fetched_at FROM pages ORDER BY ALL"
    direct = """SELECT page_id, body_sha256, fetched_at FROM pages
        QUALIFY redirects IS NULL AND count(*) OVER (PARTITION BY final_url) = 1 ORDER BY ALL"""
    expected, again = query_once(demo.root, direct), query_once(tmp_path / "again", kept).to_pylist()
    assert expected.num_rows > 0
    assert [row for row in expected.to_pylist() if row not in again] == []
    every = "SELECT DISTINCT body_sha256 FROM pages ORDER BY ALL"
    assert query_once(tmp_path / "again", every) == query_once(demo.root, every)
    assert done["pages"] == query_once(demo.root, "FROM pages").num_rows
