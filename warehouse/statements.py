"""The SQL files of this package: named statements, each with its text in the comments above it.

-- name: coverage
-- How complete each day of each source is.
-- column state: complete, partial or missing
SELECT ...
"""

from dataclasses import dataclass
from pathlib import Path

NAME = "-- name: "
COLUMN = "-- column "


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement, its description and the descriptions of the columns it adds."""

    name: str
    description: str
    columns: dict[str, str]
    sql: str


def read_statements(file: str) -> list[Statement]:
    """The statements of a SQL file of this package, in its order."""
    text = Path(__file__).with_name(file).read_text("utf-8")
    return [parse_statement(block) for block in text.split(NAME)[1:]]


def parse_statement(block: str) -> Statement:
    """One statement from its name to the next one's."""
    name, *lines = block.strip().splitlines()
    notes = [line for line in lines if line.startswith("--")]
    columns = dict(line.removeprefix(COLUMN).split(": ", 1) for line in notes if line.startswith(COLUMN))
    words = [line.removeprefix("--").strip() for line in notes if not line.startswith(COLUMN)]
    sql = "\n".join(line for line in lines if not line.startswith("--")).strip().removesuffix(";")
    return Statement(name=name.strip(), description=" ".join(words), columns=columns, sql=sql)
