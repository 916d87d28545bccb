"""What the disk refuses and which files are broken, in a sentence that says what to do."""

import errno
import os

import duckdb
import pyarrow as pa

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
KEPT = "What was published before is as it was"


def explain(error: Exception) -> str | None:
    """The sentence for a failure of the disk or of a file; None for any other, which is a fault of isnad."""
    if not isinstance(error, OSError | duckdb.Error | pa.ArrowException):
        return None
    said = " ".join(str(error).split())
    if is_one_of(FULL, error):
        return f"there is no room left on the disk ({said}). {KEPT}; make room and run this again"
    if is_one_of(FORBIDDEN, error):
        return f"a file may not be touched ({said}). {KEPT}; see who owns it and how its disk is mounted"
    return f"a file cannot be read or written ({said}). {KEPT}; isnad verify says which files are broken"


def is_one_of(numbers: tuple[int, ...], error: Exception) -> bool:
    """Whether the system refused with one of these numbers; DuckDB and Arrow tell only its words."""
    told = isinstance(error, OSError) and error.errno in numbers
    return told or any(os.strerror(number) in str(error) for number in numbers)
