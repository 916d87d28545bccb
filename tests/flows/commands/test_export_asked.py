"""What `isnad export` is asked for."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from config.errors import ConfigError
from config.settings import load_settings
from flows.commands.export import run_export
from flows.commands.export_asked import Asked, address, query_of, tables_of
from warehouse.schema import PUBLISHED


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"to": "xls"}, "there are parquet, csv, jsonl, warc, delta"),
        ({"to": "csv", "what": ("FROM articles",)}, "needs --out"),
        ({"to": "warc"}, "needs --out"),
        ({"to": "delta", "out": Path("a")}, "--out is for --to parquet, csv, jsonl, warc"),
        ({"to": "delta", "force": True}, "--force is for"),
        ({"to": "jsonl", "out": Path("a"), "bom": True}, "--bom is for --to csv"),
        ({"to": "parquet", "out": Path("a"), "guard": True}, "--guard is for --to csv"),
        ({"to": "csv", "out": Path("a"), "sources": ("minbar",)}, "--source is for --to warc"),
        ({"to": "csv", "out": Path("a"), "first": date(2026, 3, 1)}, "--from is for --to warc"),
        ({"to": "delta", "last": date(2026, 3, 1)}, "--to-date is for --to warc"),
        ({"to": "delta", "urls": ("https://minbar.example/1",)}, "--url is for --to warc"),
        ({"to": "warc", "out": Path("a"), "what": ("FROM articles",)}, "a table or query is for"),
        ({"to": "warc", "out": Path("a.warc")}, r"end with \.warc\.gz"),
        ({"to": "warc", "out": Path("a.warc.gz"), "urls": ("ftp://minbar.example/1",)}, "not an http"),
        ({"to": "csv", "out": Path("a"), "what": ("FROM", "articles")}, "takes one query"),
        ({"to": "csv", "out": Path("a"), "what": (" ",)}, "needs a query"),
        ({"to": "delta", "what": ("coverage",)}, "no table 'coverage' has files; those that do are pages"),
    ],
)
def test_what_does_not_go_together(tmp_path: Path, given: dict[str, Any], message: str) -> None:
    """Is told before anything is read or written."""
    quiet = Console(file=io.StringIO())
    with pytest.raises(ConfigError, match=message):
        run_export(load_settings(root=tmp_path / "w"), Asked(**given), quiet, quiet, as_json=False)
    assert not (tmp_path / "w").exists()


def test_what_is_meant() -> None:
    """One query as typed, an address in the form that is stored, each table once, or all."""
    assert query_of(Asked(to="csv", what=("FROM articles",))) == "FROM articles"
    assert address("HTTPS://Minbar.example/1?utm_source=feed#top") == "https://minbar.example/1"
    assert [t.name for t in tables_of(Asked(to="delta", what=("runs", "pages", "runs")))] == ["runs", "pages"]
    assert tables_of(Asked(to="delta")) == list(PUBLISHED)
