"""Files of other releases: their rows in today's columns. CONTRIBUTING says how a column is changed."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from config.errors import CorruptError
from warehouse.schema import Table


def read_groups(source: Any, table: Table, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """A file's row groups, one at a time, in today's columns, or in those of them that are named.

    Raises:
        CorruptError: the file cannot be read; the message says what to do.
        FileNotFoundError: it is not there any more.
    """
    try:
        with pq.ParquetFile(source) as file:
            for number in range(file.num_row_groups):
                yield read_group(file, number, table, columns)
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError) as error:
        raise CorruptError(
            f"{source} cannot be read ({error}); restore it from a copy (isnad verify says the rest)"
        ) from error


def read_group(
    file: pq.ParquetFile, number: int, table: Table, columns: Sequence[str] | None = None
) -> pa.Table:
    """One row group in today's columns, or in those of them that are named; what the file lacks is null."""
    wanted = table.schema.names if columns is None else columns
    held = [name for name in file.schema_arrow.names if table.renamed.get(name, name) in wanted]
    part = file.read_row_group(number, columns=held)
    rows = file.metadata.row_group(number).num_rows
    fields = [table.schema.field(name) for name in wanted]
    arrays = [column_of(table, part, field, rows) for field in fields]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def column_of(table: Table, part: pa.Table, field: "pa.Field[Any]", rows: int) -> Any:
    """One of today's columns, under whatever name the rows have it."""
    name = next((n for n in part.schema.names if table.renamed.get(n, n) == field.name), None)
    if name is None:
        return pa.nulls(rows, field.type)
    column = part.column(name)
    return column if column.type == field.type else column.cast(field.type)


def unknown_columns(table: Table, schema: pa.Schema) -> list[str]:
    """The columns of a file that the table neither has nor ever had."""
    return [
        name for name in schema.names if name not in {*table.schema.names, *table.renamed, *table.removed}
    ]
