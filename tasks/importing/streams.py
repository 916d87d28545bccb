"""Files opened for reading, whatever they are compressed with, within bounds."""

import gzip
import lzma
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import IO, Protocol, cast

from config.errors import ConfigError

if sys.version_info >= (3, 14):
    from compression.zstd import DecompressionParameter, ZstdError, ZstdFile
else:
    from backports.zstd import DecompressionParameter, ZstdError, ZstdFile

GZIP, ZSTD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
BOM = b"\xef\xbb\xbf"
WINDOW_LOG = 27  # 128 MB, what the zstd command itself reads without being asked
RATIO = 200  # a file may inflate to so many times its size; texts of tweets reach 50
SMALL_BYTES = 64_000_000  # or to so much
BUFFER_BYTES = 256 * 1_024
DAMAGE = (
    EOFError, OSError, NotImplementedError, RuntimeError,
    zlib.error, lzma.LZMAError, ZstdError, zipfile.BadZipFile,
)  # fmt: skip


class Reads(Protocol):
    """What gives the next bytes, as many as it has."""

    def read1(self, size: int = -1, /) -> bytes:
        """The next bytes; empty at the end."""


class Guarded(RawIOBase):
    """Bytes that end where they are damaged or grow beyond bounds; `fault` then says what it was."""

    def __init__(self, inner: Reads, room: int) -> None:
        self.inner, self.room = inner, room
        self.fault: str | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """As RawIOBase; 0 at the end and at a fault."""
        if self.fault:
            return 0
        try:
            part = self.inner.read1(len(buffer))
        except DAMAGE as error:
            self.fault = f"it is damaged ({error}); what came before was read"
            return 0
        self.room -= len(part)
        if self.room < 0:
            self.fault = f"it inflates to more than {RATIO} times its size; what came before was read"
            return 0
        buffer[: len(part)] = part
        return len(part)


class Stream(BufferedReader):
    """A file as text in UTF-8, inflated and without byte order mark; `fault` is why it ended early."""

    def __init__(self, inner: Reads, room: int) -> None:
        self.guarded = Guarded(inner, room)
        super().__init__(self.guarded, BUFFER_BYTES)
        if self.peek(len(BOM)).startswith(BOM):
            self.read(len(BOM))

    @property
    def fault(self) -> str | None:
        """Why it ended before its end; None where it did not, or not yet."""
        return self.guarded.fault


def room_of(path: Path) -> int:
    """The most bytes that may come out of a file."""
    return max(SMALL_BYTES, RATIO * path.stat().st_size)


def magic_of(path: Path) -> bytes:
    """The first four bytes.

    Raises:
        ConfigError: there is no such file, or it cannot be read, or not more than once.
    """
    try:
        mode = path.stat().st_mode
        if S_ISDIR(mode):
            raise ConfigError(f"{path} is a folder; name the files in it")
        if not S_ISREG(mode):
            raise ConfigError(
                f"{path} is a pipe or a device, and a file is read more than once: save it first"
            )
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from None


@contextmanager
def open_stream(path: Path) -> Iterator[Stream]:
    """A file, plain, gzip or Zstandard by its first bytes."""
    magic = magic_of(path)
    with path.open("rb") as file:
        if magic.startswith(GZIP):
            with gzip.open(file) as inner:
                yield Stream(cast("Reads", inner), room_of(path))
        elif magic == ZSTD:
            options = {int(DecompressionParameter.window_log_max): WINDOW_LOG}
            with ZstdFile(file, options=options) as opened:
                yield Stream(cast("Reads", opened), room_of(path))
        else:
            yield Stream(cast("Reads", cast("IO[bytes]", file)), room_of(path))
