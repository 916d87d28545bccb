"""What the README says is so."""

import re
import subprocess
from pathlib import Path

import pytest

from warehouse.definitions import describe

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text("utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)).splitlines()
TABLES = re.search(r"<!-- tables -->\n(.*?)<!-- /tables -->", README, re.DOTALL)


def test_the_tables_are_those_of_the_code() -> None:
    """The README's list of tables is the one `isnad tables` prints."""
    expected = "".join(f"| `{t.name}` | {t.description} |\n" for t in describe() if "." not in t.name)
    assert TABLES
    assert TABLES[1] == "| table | one row is |\n|---|---|\n" + expected


@pytest.mark.parametrize("target", [line.split()[1] for line in SHELL if line.startswith("make ")])
def test_make_knows_the_targets(target: str) -> None:
    """Each `make` command shown is a target that would run."""
    done = subprocess.run(["make", "-n", target], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_code_blocks_show_nothing_unknown() -> None:
    """Every line is a command this file or tests/flows/test_cli.py runs."""
    assert {line.split()[0] for line in SHELL if line} == {"make", "isnad", "cd", "python"}


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)]+)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    """Each linked file is there."""
    assert (CHECKOUT / link).exists()
