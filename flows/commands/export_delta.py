"""`isnad export --to delta`, as far as it needs the package deltalake."""

from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

from config.errors import ConfigError, NotFoundError
from config.work import bucket_of
from flows.maintain import FLOW as MAINTAIN
from flows.maintain import redact_one
from tasks.parsing.x.payload import KINDS
from warehouse.claims import alone
from warehouse.exports.delta import refuse_forgotten, write_log
from warehouse.gone import read_gone
from warehouse.log import read_head
from warehouse.schema import Table

FLOW = "export"


def write_logs(root: Path, tables: Collection[Table]) -> tuple[int, list[dict[str, Any]]]:
    """Have the Delta logs of the tables say what the newest snapshot says; its number, and each table's log.

    Maintenance, which deletes files, waits for the end.

    Raises:
        ConfigError: the warehouse is in a bucket.
        NotFoundError: nothing was published yet.
        BusyError: another export to Delta, or maintenance, is under way.
        WarehouseError: a file holds what is forgotten.
    """
    if bucket := bucket_of(root):
        raise ConfigError(
            f"Delta logs are written in folders only: isnad copy {bucket} FOLDER, then export that"
        )
    if not read_head(root).number:
        raise NotFoundError(f"nothing was published in {root} yet")
    with alone(root, MAINTAIN), alone(root, FLOW):
        snapshot = read_head(root)
        refuse_forgotten(root, snapshot, tables, read_gone(root, snapshot, KINDS), redact_one)
        return snapshot.number, [asdict(write_log(root, table, snapshot)) for table in tables]
