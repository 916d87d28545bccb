"""Where a warehouse has its files, log and views: in its root, or in the bucket whose work folder that is.

Paths are relative to the warehouse, with slashes. Staging, temporary files and locks are in the root always.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import duckdb

from config.credentials import load_credentials
from config.work import bucket_of
from warehouse.folder import Folder
from warehouse.stored import Stored


class Store(Protocol):
    """What a warehouse asks of where it is; a file that is not there is a FileNotFoundError."""

    @property
    def prefix(self) -> str:
        """What stands before a path in SQL and in messages."""

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder."""

    def files(self, folder: str) -> list[Stored]:
        """All files below a folder."""

    def read(self, path: str) -> bytes:
        """The bytes of a small file."""

    def source(self, path: str) -> Any:
        """What pyarrow opens to read a part of a file."""

    def fetched(self, paths: Iterable[str], tmp: Path) -> AbstractContextManager[list[Path]]:
        """The files on this machine while the block lasts; `tmp` is a folder for copies of them."""

    def put(self, tmp: Path, path: str) -> None:
        """Give a finished file of this machine its name, replacing what had it."""

    def put_if_absent(self, tmp: Path, path: str) -> bool:
        """Give a finished file its name unless something has it; of several writers one gets True."""

    def remove(self, paths: Iterable[str]) -> int:
        """Delete files, also those that are gone already; how many were named."""

    def prepare(self, con: duckdb.DuckDBPyConnection) -> None:
        """Let a connection read the files."""


def store_of(root: Path) -> Store:
    """Where the warehouse of a root is.

    Raises:
        ConfigError: it is in a bucket, and what opens that is not set or not installed.
    """
    address = bucket_of(root)
    if address is None:
        return Folder(root)
    from warehouse.bucket import open_bucket  # needs packages that a folder does not

    return open_bucket(address, load_credentials())
