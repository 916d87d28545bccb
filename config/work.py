"""The work folder of a warehouse in a bucket: staging, temporary files, locks, and whose they are."""

import json
import re
from pathlib import Path
from uuid import uuid4

from config.errors import ConfigError

MARKER = "_store.json"
ADDRESS = re.compile(r"s3:/{1,2}([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)/?")


def is_bucket(root: Path) -> bool:
    """Whether a root names a bucket; a path keeps one slash of `s3://`."""
    return root.parts[:1] == ("s3:",)


def open_root(root: Path, work: Path) -> Path:
    """The folder on this machine that stands for a root: itself, or the work folder of its bucket.

    Raises:
        ConfigError: the address is none of a bucket, or the work folder belongs to another warehouse.
    """
    return open_work(address_of(root), work) if is_bucket(root) else root


def address_of(root: Path) -> str:
    """The bucket's address with its prefix, without a slash at the end.

    Raises:
        ConfigError: it is none.
    """
    match = ADDRESS.fullmatch(str(root))
    if not match:
        shown = re.sub("^s3:/+", "s3://", str(root))
        raise ConfigError(
            f"{shown} is no address of a bucket: s3://BUCKET/PREFIX, of letters, digits, '.', '_' and '-'"
        )
    return f"s3://{match[1]}{match[2]}"


def open_work(address: str, work: Path) -> Path:
    """The work folder of a bucket's warehouse, made where it is not there.

    Raises:
        ConfigError: it cannot be made, or belongs to another warehouse.
    """
    folder = (work / address.removeprefix("s3://").replace("/", "-")).absolute()
    held = bucket_of(folder)
    if held == address:
        return folder
    if held or (folder / "_log").exists():
        whose = held or "a warehouse in this folder"
        raise ConfigError(f"{folder} is of {whose}; set ISNAD_WORK to another folder for {address}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tmp = folder / f"{MARKER}.{uuid4().hex}"
        tmp.write_text(json.dumps({"bucket": address}), "utf-8")
        tmp.replace(folder / MARKER)
    except OSError as error:
        raise ConfigError(
            f"cannot make the work folder {folder}: {error.strerror}; set ISNAD_WORK"
        ) from error
    return folder


def bucket_of(folder: Path) -> str | None:
    """The bucket that a folder is the work folder of; None where it holds a warehouse itself.

    Raises:
        ConfigError: what says so cannot be read.
    """
    path = folder / MARKER
    try:
        return address_of(Path(json.loads(path.read_text("utf-8"))["bucket"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, ConfigError) as error:
        raise ConfigError(
            f"{path} does not name a bucket ({error}); remove it and give --root s3://… again"
        ) from None
