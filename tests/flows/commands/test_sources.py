"""`isnad sources`."""

import io
import json
from pathlib import Path

from rich.console import Console

from config.settings import load_settings
from flows.commands.sources import check_sources, list_sources
from flows.newsroom.server import serve

BROKEN = '[[source]]\nname = "gone"\nkind = "feed"\nurl = "http://127.0.0.1:9/feed"\n'


def test_the_list_is_the_file(tmp_path: Path) -> None:
    """Each source with what it declares."""
    (tmp_path / "s.toml").write_text(BROKEN)
    out = io.StringIO()
    list_sources(tmp_path / "s.toml", Console(file=out), as_json=True)
    assert json.loads(out.getvalue()) == [{"name": "gone", "kind": "feed", "url": "http://127.0.0.1:9/feed"}]


def test_each_source_is_tried(tmp_path: Path) -> None:
    """What answers says how much it names; one that does not makes the exit code 1, and says why."""
    file = tmp_path / "s.toml"
    out = io.StringIO()
    with serve() as newsroom:
        newsroom.write_sources(file)
        settings = load_settings(sources=file, allow_loopback=True, delay_s=0.0)
        assert check_sources(settings, None, Console(file=io.StringIO()), as_json=True) == 0
        file.write_text(file.read_text("utf-8") + "\n" + BROKEN, "utf-8")
        assert check_sources(settings, None, Console(file=out), as_json=True) == 1
    found = {row["source"]: row for row in json.loads(out.getvalue())}
    assert found["gone"]["ok"] is False
    assert "ConnectError" in found["gone"]["error"]
    assert all(row["addresses"] > 3 for name, row in found.items() if name != "gone")
