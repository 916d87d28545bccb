"""The tables, and that a change of them is told to older releases."""

import hashlib

import pytest

from warehouse.parquet import columns_id
from warehouse.schema import ALL, SCHEMA, Table

# SCHEMA and what the columns are with it. Where this test fails, columns were changed: raise SCHEMA and add a
# line; CONTRIBUTING says how to add, rename and remove a column. Lines of before are never changed.
HISTORY = {1: "2738bf57b00e"}


def fingerprint() -> str:
    """The same while every table has the same columns."""
    said = "\n".join(f"{table.name} {columns_id(table.schema)}" for table in ALL)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def test_a_change_raises_the_number() -> None:
    """Else an older isnad would take the new files for its own."""
    assert HISTORY.get(SCHEMA) == fingerprint()
    assert max(HISTORY) == SCHEMA


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_names_are_used_once(table: Table) -> None:
    """What is renamed leads to a column of today, and no name of before is one of today's."""
    today = set(table.schema.names)
    assert set(table.renamed.values()) <= today
    assert today.isdisjoint({*table.renamed, *table.removed})
