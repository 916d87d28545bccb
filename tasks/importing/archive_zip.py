"""The archive that X gives to an account's owner: a zip whose files are read in place, never unpacked."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import cast

from config.errors import ConfigError, ListingError
from tasks.importing.streams import DAMAGE, RATIO, Reads, Stream
from tasks.parsing.x.loading import load_json
from tasks.parsing.x.shapes import record, records, words

MAX_ACCOUNT_BYTES = 1_000_000
UNREADABLE = (*DAMAGE, UnicodeDecodeError)  # the last one where a name is no UTF-8

_TWEETS = re.compile(r"(?:[^/]+/)?data/(?:tweets?|community-tweet)(?:-part\d{1,4})?\.js")
_ACCOUNT = re.compile(r"(?:[^/]+/)?data/account\.js")


def tweet_files(path: Path) -> tuple[str, ...]:
    """The names of the files in an archive that hold tweets, in their order.

    Raises:
        ConfigError: there are none, or it is no zip.
    """
    with open_zip(path) as archive:
        names = sorted({name for name in archive.namelist() if _TWEETS.fullmatch(name)})
    if not names:
        raise ConfigError(f"{path} holds no data/tweets.js; it is not an account's archive of X")
    return tuple(names)


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip opened for reading.

    Raises:
        ConfigError: it is none.
    """
    try:
        archive = zipfile.ZipFile(path)
    except UNREADABLE as error:
        raise ConfigError(f"{path} cannot be read as a zip: {error}") from None
    with archive:
        yield archive


@contextmanager
def open_member(path: Path, name: str) -> Iterator[Stream]:
    """One of its files.

    Raises:
        ListingError: it cannot be opened: it is encrypted, compressed in a way that is not known, or gone.
    """
    with ExitStack() as opened:
        try:
            archive = opened.enter_context(zipfile.ZipFile(path))
            size = archive.getinfo(name).compress_size
            inner = opened.enter_context(archive.open(name))
        except (*UNREADABLE, KeyError) as error:
            raise ListingError(f"{name} cannot be opened ({error})") from None
        yield Stream(cast("Reads", inner), max(MAX_ACCOUNT_BYTES, RATIO * size))


def owner_in_zip(path: Path) -> tuple[str, ...]:
    """The owner of an archive as `Payload.asked` has it; empty where it is not told."""
    with open_zip(path) as archive:
        name = next((name for name in archive.namelist() if _ACCOUNT.fullmatch(name)), None)
    if name is None:
        return ()
    with open_member(path, name) as stream:
        return owner(stream)


def owner_beside(path: Path) -> tuple[str, ...]:
    """The owner of an unpacked archive's file, from the account.js in its folder."""
    account = path.with_name("account.js")
    if not account.is_file():
        return ()
    with account.open("rb") as file:
        return owner(Stream(cast("Reads", file), MAX_ACCOUNT_BYTES))


def owner(stream: Stream) -> tuple[str, ...]:
    """`ID:HANDLE:NAME` from an account.js; of the rest of it, which is private, nothing is kept."""
    body = stream.read(MAX_ACCOUNT_BYTES)
    try:
        accounts = load_json(body[body.index(b"[") :].strip().removesuffix(b";"))
    except ValueError:
        return ()
    account = record(next(iter(records(accounts)), {}).get("account"))
    account_id = words(account.get("accountId"))
    handle, name = words(account.get("username")) or "", words(account.get("accountDisplayName")) or ""
    return (f"{account_id}:{handle}:{name}",) if account_id else ()
