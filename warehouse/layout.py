"""Where things lie under a warehouse's root."""

import re
from datetime import date
from pathlib import Path
from uuid import uuid4

DATA = "data"
LOG = "_log"
STAGING = "_staging"
TMP = "_tmp"
VIEWS = "warehouse.duckdb"
OPEN = "open.sql"

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


def check_name(name: str) -> str:
    """The name, where it can stand in a path.

    Raises:
        ValueError: it is empty, too long, or holds more than letters, digits, `.`, `_` and `-`.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot name a file: letters, digits, '.', '_' and '-' only")
    return name


def data_path(table: str, day: date, until: date, run_id: str, sha256: str) -> str:
    """Path of a published file, relative to the root; content-addressed, so it is never reused."""
    folder = f"date={day}" if day == until else f"days={day}_{until}"
    return f"{DATA}/{table}/{folder}/{check_name(run_id)}-{sha256[:12]}.parquet"


def entry_path(number: int) -> str:
    """Path of the log entry of one snapshot, relative to the root."""
    return f"{LOG}/{number:010}.json.gz"


def log_path(root: Path, number: int) -> Path:
    """The log entry of one snapshot, in a folder."""
    return root / entry_path(number)


def staging_dir(root: Path, run_id: str) -> Path:
    """The folder of one run's shards."""
    return root / STAGING / check_name(run_id)


def claim_path(root: Path, run_id: str) -> Path:
    """What one run was asked for; the process that works on it holds a lock on this file."""
    return staging_dir(root, run_id) / "run.json"


def shard_path(root: Path, run_id: str, table: str, shard: str) -> Path:
    """One shard of a run."""
    return staging_dir(root, run_id) / check_name(table) / f"{check_name(shard)}.parquet"


def tmp_path(root: Path, suffix: str) -> Path:
    """A new name beside the data, so that a rename into place stays in one file system."""
    return root / TMP / f"{uuid4().hex}{suffix}"
