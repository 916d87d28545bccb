"""Failures of the disk and of files, as sentences."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.terminal.failures import explain

WAL = 'Failed to commit: Could not write file "w/_tmp/a.duckdb.wal": No space left on device'


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device", "a.parquet"), "no room left on the disk"),
        (OSError("Error writing bytes to file. Detail: [errno 28] No space left on device"), "make room"),
        (duckdb.TransactionException(WAL), "no room left on the disk"),
        (OSError(27, "File too large"), "no room left"),
        (PermissionError(13, "Permission denied", "a.parquet"), "see who owns it"),
        (OSError(30, "Read-only file system", "a.parquet"), "how its disk is mounted"),
        (duckdb.IOException("No files found that match the pattern"), "isnad verify says which"),
        (pa.ArrowInvalid("Parquet magic bytes not found in footer"), "isnad verify says which"),
    ],
)
def test_what_happened_and_what_to_do(error: Exception, said: str) -> None:
    """In one line, with the system's own words."""
    told = explain(error)
    assert told is not None
    assert said in told
    assert "What was published before is as it was" in told
    assert "\n" not in told


def test_other_errors_are_faults(tmp_path) -> None:
    """They are not explained away."""
    assert explain(ValueError("no")) is None
    assert explain(KeyError("page_id")) is None
    (tmp_path / "a.parquet").write_bytes(b"no Parquet at all")
    with pytest.raises(pa.ArrowInvalid) as raised:
        pq.read_table(tmp_path / "a.parquet")
    assert explain(raised.value)
