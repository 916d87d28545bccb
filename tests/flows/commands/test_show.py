"""`isnad show`."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from config.errors import NotFoundError
from flows.commands.show import show_article


def test_an_address_never_asked_is_told(tmp_path: Path) -> None:
    """The error says so, and how to look for similar ones."""
    with pytest.raises(NotFoundError, match="never asked"):
        show_article(tmp_path, "https://news.example/1", Console(file=io.StringIO()))
