"""The four packages have common names; ours must be the ones that are found."""

import importlib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["config", "flows", "tasks", "warehouse"])
def test_the_name_is_ours(name: str) -> None:
    """Importing it gives the folder of this checkout."""
    assert Path(str(importlib.import_module(name).__file__)).parent == CHECKOUT / name


def test_no_package_among_the_tests() -> None:
    """An __init__.py there would shadow the real packages."""
    assert list((CHECKOUT / "tests").rglob("__init__.py")) == []
