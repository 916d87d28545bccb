"""A warehouse in a folder of this machine."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.durable import put, put_if_absent, sync
from warehouse.stored import Stored


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder; see `warehouse.store.Store`."""

    root: Path

    @property
    def prefix(self) -> str:
        """The folder's absolute path."""
        return f"{self.root.resolve()}/"

    def names(self, folder: str) -> list[str]:
        """The names in a folder."""
        place = self.root / folder
        return [path.name for path in place.iterdir()] if place.is_dir() else []

    def files(self, folder: str) -> list[Stored]:
        """All files below a folder, in order of path; one that goes meanwhile is left out."""
        found = []
        for path in sorted((self.root / folder).rglob("*")):
            try:
                state = path.stat()
            except FileNotFoundError:
                continue
            if path.is_file():
                name = path.relative_to(self.root).as_posix()
                found.append(Stored(name, state.st_size, datetime.fromtimestamp(state.st_mtime, UTC)))
        return found

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return (self.root / path).read_bytes()

    def source(self, path: str) -> Path:
        """The file's own path."""
        return self.root / path

    @contextmanager
    def fetched(self, paths: Iterable[str], tmp: Path) -> Iterator[list[Path]]:
        """The files' own paths: nothing is copied."""
        yield [self.root / path for path in paths]

    def put(self, tmp: Path, path: str) -> None:
        """Rename a finished file into its place."""
        put(tmp, self.root / path)

    def put_if_absent(self, tmp: Path, path: str) -> bool:
        """Link a finished file into its place."""
        return put_if_absent(tmp, self.root / path)

    def remove(self, paths: Iterable[str]) -> int:
        """Delete files, and have the disk remember it."""
        folders: set[Path] = set()
        count = 0
        for path in paths:
            (self.root / path).unlink(missing_ok=True)
            folders.add((self.root / path).parent)
            count += 1
        for folder in folders:
            if folder.is_dir():
                sync(folder)
        return count

    def prepare(self, con: duckdb.DuckDBPyConnection) -> None:
        """Nothing: DuckDB reads files as it is."""
