"""A warehouse in a bucket: each file is finished on this machine and then put there in one step."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from config.credentials import Credentials
from config.errors import ConfigError, WarehouseError
from warehouse.durable import make_dir
from warehouse.httpfs import open_httpfs
from warehouse.stored import Stored

try:
    import obstore
    from obstore.exceptions import AlreadyExistsError, BaseError, PermissionDeniedError, UnauthenticatedError
    from obstore.store import S3Store
except ImportError:
    raise ConfigError("a warehouse in a bucket needs more packages: pip install 'isnad[s3]'") from None

DELETED_AT_ONCE = 1_000  # the most that S3 takes in one request
PATIENCE: Any = {"max_retries": 5, "retry_timeout": timedelta(seconds=60)}


@dataclass(frozen=True)
class Bucket:
    """The objects below a prefix of a bucket; see `warehouse.store.Store`."""

    address: str
    objects: S3Store
    credentials: Credentials

    @property
    def prefix(self) -> str:
        """The address with a slash."""
        return f"{self.address}/"

    def names(self, folder: str) -> list[str]:
        """The names below a folder that is flat."""
        return [found.path.rsplit("/", 1)[1] for found in self.files(folder)]

    def files(self, folder: str) -> list[Stored]:
        """All objects below a folder, in order of path."""
        with explained(self.address):
            found = [item for part in obstore.list(self.objects, folder) for item in part]
        return sorted(
            (Stored(item["path"], item["size"], item["last_modified"]) for item in found),
            key=lambda item: item.path,
        )

    def read(self, path: str) -> bytes:
        """The bytes of an object."""
        with explained(self.address):
            return bytes(obstore.get(self.objects, path).bytes())

    def source(self, path: str) -> "Reader":
        """An object, read by ranges."""
        with explained(self.address):
            return Reader(self, path, obstore.head(self.objects, path)["size"])

    @contextmanager
    def fetched(self, paths: Iterable[str], tmp: Path) -> Iterator[list[Path]]:
        """Copies of the objects on this machine."""
        copies: list[Path] = []
        make_dir(tmp)
        try:
            for path in paths:
                copies.append(tmp / f"{uuid4().hex}-{path.rsplit('/', 1)[1]}")
                with explained(self.address), copies[-1].open("wb") as file:
                    for part in obstore.get(self.objects, path):
                        file.write(part)
            yield copies
        finally:
            for copy in copies:
                copy.unlink(missing_ok=True)

    def put(self, tmp: Path, path: str) -> None:
        """Send a finished file; a bucket shows it whole or not at all."""
        with explained(self.address):
            obstore.put(self.objects, path, tmp)
        tmp.unlink()

    def put_if_absent(self, tmp: Path, path: str) -> bool:
        """Send a finished file unless an object has its name.

        An answer may get lost and the request be sent again: whose bytes are there tells who was first.
        """
        body = tmp.read_bytes()
        tmp.unlink()
        try:
            with explained(self.address):
                obstore.put(self.objects, path, body, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return self.read(path) == body
        return True

    def remove(self, paths: Iterable[str]) -> int:
        """Delete objects, many in one request."""
        named = list(paths)
        with explained(self.address):
            for start in range(0, len(named), DELETED_AT_ONCE):
                obstore.delete(self.objects, named[start : start + DELETED_AT_ONCE])
        return len(named)

    def prepare(self, con: duckdb.DuckDBPyConnection) -> None:
        """Let a connection read the bucket."""
        open_httpfs(con, self.prefix, self.credentials)


class Reader(io.RawIOBase):
    """An object as a file: each read is one request."""

    def __init__(self, bucket: Bucket, path: str, size: int) -> None:
        self.bucket, self.path, self.size, self.at = bucket, path, size, 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        self.at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        return self.at

    def read(self, size: int | None = -1) -> bytes:
        """The next so many bytes, all that are left by default."""
        left = max(0, self.size - self.at)
        length = left if size is None or size < 0 else min(size, left)
        if not length:
            return b""
        with explained(self.bucket.address):
            found = bytes(obstore.get_range(self.bucket.objects, self.path, start=self.at, length=length))
        self.at += len(found)
        return found


@cache
def open_bucket(address: str, credentials: Credentials) -> Bucket:
    """The bucket at an address, asked as set; nothing is sent yet.

    Raises:
        ConfigError: it cannot be asked so.
    """
    name, _, prefix = address.removeprefix("s3://").partition("/")
    given: dict[str, Any] = {
        "access_key_id": credentials.key_id,
        "secret_access_key": credentials.secret,
        "region": credentials.region,
    }
    if credentials.token:
        given["session_token"] = credentials.token
    if credentials.endpoint:
        given["endpoint"] = credentials.endpoint.rstrip("/")
    plain = (credentials.endpoint or "").startswith("http://")
    objects = S3Store(
        name, prefix=prefix or None, client_options={"allow_http": plain}, retry_config=PATIENCE, **given
    )
    return Bucket(address, objects, credentials)


@contextmanager
def explained(address: str) -> Iterator[None]:
    """What goes wrong in a bucket as a sentence; that an object is not there, or is, passes as it is.

    The answers of a bucket are not repeated: they can tell of the request what nobody should read.

    Raises:
        ConfigError: the credentials are refused.
        WarehouseError: the bucket cannot be asked.
    """
    try:
        yield
    except AlreadyExistsError:
        raise
    except FileNotFoundError as error:
        if "NoSuchBucket" in str(error):
            raise ConfigError(f"there is no bucket for {address}; make it, or correct the address") from None
        raise FileNotFoundError(f"an object in {address} is not there") from None
    except (PermissionDeniedError, UnauthenticatedError):
        raise ConfigError(
            f"{address} refuses these credentials; check AWS_ACCESS_KEY_ID and its rights"
        ) from None
    except BaseError as error:
        said = str(error)
        if "NoSuchBucket" in said:
            raise ConfigError(f"there is no bucket for {address}; make it, or correct the address") from None
        if any(
            code in said
            for code in ("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "Expired")
        ):
            raise ConfigError(f"{address} does not know these credentials; check AWS_ACCESS_KEY_ID") from None
        status = "no answer" if "HTTP error" in said or "connect" in said else type(error).__name__
        raise WarehouseError(
            f"cannot ask {address} ({status}); see that it can be reached (AWS_ENDPOINT_URL, AWS_REGION) "
            "and run this again"
        ) from None
