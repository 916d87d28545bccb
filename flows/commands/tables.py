"""`isnad tables`: the tables, views and columns with their descriptions."""

import json

import pyarrow as pa
from rich.console import Console

from config.errors import ConfigError
from flows.terminal.printing import print_table
from warehouse.definitions import describe, told_macros


def print_reference(name: str | None, out: Console, *, as_json: bool) -> None:
    """Print all tables and views, or one with its columns.

    Raises:
        ConfigError: there is no such table.
    """
    described = describe()
    chosen = [item for item in described if name in (None, item.name)]
    if not chosen:
        raise ConfigError(f"no table {name!r}; there are {', '.join(item.name for item in described)}")
    if as_json:
        items = [{"name": i.name, "description": i.description, "columns": i.columns} for i in chosen]
        out.file.write(json.dumps(items, ensure_ascii=False, indent=1) + "\n")
    elif name is None:
        rows = {"table": [i.name for i in chosen], "one row is": [i.description for i in chosen]}
        print_table(pa.table(rows), out)
        told = told_macros()
        print_table(pa.table({"FROM …": list(told), "gives": list(told.values())}), out)
    else:
        columns = chosen[0].columns
        print_table(
            pa.table({"column": list(columns), "description": list(columns.values())}), out, title=name
        )
