"""Writes that survive a kill and a power cut: a name appears only when its bytes are on the disk."""

import os
from pathlib import Path

from config.errors import WarehouseError


def make_dir(path: Path) -> None:
    """Make a folder and those above it, and have the disk remember their names.

    Raises:
        WarehouseError: the folder cannot be made; the message says why.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(f"cannot make the folder {path}: {error.strerror}") from error
    for folder in missing:
        sync(folder.parent)


def sync(path: Path) -> None:
    """Force a file's bytes, or a folder's names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(tmp: Path, path: Path) -> None:
    """Give a finished file its name, replacing what had it."""
    sync(tmp)
    make_dir(path.parent)
    tmp.replace(path)
    sync(path.parent)


def put_if_absent(tmp: Path, path: Path) -> bool:
    """Give a finished file its name unless something has it; of several writers exactly one gets True."""
    sync(tmp)
    make_dir(path.parent)
    try:
        path.hardlink_to(tmp)
    except FileExistsError:
        return False
    finally:
        tmp.unlink()
    sync(path.parent)
    return True
