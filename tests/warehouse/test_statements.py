"""SQL files."""

from pathlib import Path

import pytest

from warehouse import statements
from warehouse.statements import parse_statement, read_statements

BLOCK = """coverage
-- How complete each day
-- of each source is.
-- column state: complete: or not
SELECT 1 AS state
FROM x;
"""


HERE = Path(statements.__file__).parent


def test_a_statement_with_its_text() -> None:
    """The comments above a statement are its description and its columns'."""
    statement = parse_statement(BLOCK)
    assert statement.name == "coverage"
    assert statement.description == "How complete each day of each source is."
    assert statement.columns == {"state": "complete: or not"}
    assert statement.sql == "SELECT 1 AS state\nFROM x"


@pytest.mark.parametrize("file", sorted(path.name for path in HERE.glob("*.sql")))
def test_names_stand_once(file) -> None:
    """No statement hides another of its name."""
    names = [statement.name for statement in read_statements(file)]
    assert len(names) == len(set(names)) > 0
