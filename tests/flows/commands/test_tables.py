"""`isnad tables`."""

import io
import json

import pytest
from rich.console import Console

from config.errors import ConfigError
from flows.commands.tables import print_reference
from warehouse.schema import TABLES


def printed(name: str | None, *, as_json: bool = False) -> str:
    """What the command prints into a pipe."""
    out = io.StringIO()
    print_reference(name, Console(file=out, width=100), as_json=as_json)
    return out.getvalue()


def test_every_column_has_its_text() -> None:
    """No table, view or column is without a description."""
    for item in json.loads(printed(None, as_json=True)):
        assert item["description"], item["name"]
        assert all(item["columns"].values()), item


def test_one_table_with_its_columns() -> None:
    """The text of a column is the one of the row type."""
    text = printed("articles")
    assert TABLES["articles"].texts["published_offset_min"] in text
    assert "version" in text


def test_an_unknown_table_is_told() -> None:
    """The error names those there are."""
    with pytest.raises(ConfigError, match="article_versions"):
        print_reference("nothing", Console(file=io.StringIO()), as_json=False)
