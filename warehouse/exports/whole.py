"""A file for somebody else: it has its name when it is whole, or never."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from config.errors import ConfigError, WarehouseError
from warehouse.durable import put


@contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[Path]:
    """A new path beside the file's; what the block writes there gets the name where the block ends well.

    Raises:
        ConfigError: the file cannot have this name, or something has it and `force` is not given.
        WarehouseError: the disk refuses what the block writes.
    """
    check_place(path, force=force)
    tmp = path.with_name(f".isnad-{uuid4().hex}.part")
    try:
        yield tmp
        put(tmp, path)
    except OSError as error:
        raise WarehouseError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        tmp.unlink(missing_ok=True)


def check_place(path: Path, *, force: bool) -> None:
    """Whether a file may be written there.

    Raises:
        ConfigError: its folder is not there, it is a folder itself, or it is there already.
    """
    if not path.parent.is_dir():
        raise ConfigError(f"there is no folder {path.parent} to write {path.name} in")
    if path.is_dir() or not path.name:
        raise ConfigError(f"{path} is a folder; name a file in it")
    if path.exists() and not force:
        raise ConfigError(f"{path} is there already; --force replaces it")
