"""`isnad export --to delta`."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from config.errors import BusyError, ConfigError
from config.settings import load_settings
from flows.commands.export import run_export
from flows.commands.export_asked import Asked
from flows.commands.sql import query_once
from warehouse.claims import alone
from warehouse.schema import TABLES


def test_without_deltalake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of what is to be installed is told."""
    monkeypatch.setitem(sys.modules, "deltalake", None)
    for name in ("flows.commands.export_delta", "warehouse.exports.delta"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    quiet = Console(file=io.StringIO())
    with pytest.raises(ConfigError, match=r"pip install 'isnad\[delta\]'"):
        run_export(load_settings(root=tmp_path), Asked(to="delta"), quiet, quiet, as_json=False)


def test_maintenance_and_the_export_wait_for_each_other(demo: Any) -> None:
    """Maintenance deletes files that a log would still name."""
    pytest.importorskip("deltalake")
    from flows.commands.export_delta import write_logs

    for flow in ("maintain", "export"):
        with alone(demo.root, flow), pytest.raises(BusyError, match=f"another {flow} run"):
            write_logs(demo.root, [TABLES["runs"]])
    assert not (demo.root / "data/runs/_delta_log").exists()


def test_delta_as_a_person_runs_it(demo: Any, tmp_path: Path, isnad: Callable[..., Any]) -> None:
    """Every table, then one that changed; what is forgotten is refused until it is out of the files."""
    deltalake = pytest.importorskip("deltalake")
    where = ("--root", str(shutil.copytree(demo.root, tmp_path / "w")))
    ran = isnad("export", "--to", "delta", "--json", *where, cwd=tmp_path)
    assert ran.code == 0, ran.err
    done = {item["table"]: item for item in json.loads(ran.out)["tables"]}
    assert (
        deltalake.DeltaTable(done["articles"]["path"]).to_pyarrow_table().num_rows == done["articles"]["rows"]
    )
    assert {"pages", "superseded", "forgotten"} <= done.keys()
    find = "SELECT url FROM articles ORDER BY url LIMIT 1"
    [article] = query_once(tmp_path / "w", find).to_pylist()
    assert isnad("forget", "url", article["url"], *where, cwd=tmp_path).code == 0
    ran = isnad("export", "--to", "delta", "articles", *where, cwd=tmp_path)
    assert (ran.code, "isnad maintain" in ran.err) == (1, True)
    assert isnad("maintain", *where, cwd=tmp_path).code == 0
    ran = isnad("export", "--to", "delta", "articles", *where, cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "Delta version 1 (+" in ran.out
    urls = deltalake.DeltaTable(done["articles"]["path"]).to_pyarrow_table().column("url").to_pylist()
    assert article["url"] not in urls
