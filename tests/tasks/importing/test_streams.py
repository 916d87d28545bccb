"""Files opened, whatever they are compressed with."""

import gzip
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config.errors import ConfigError
from tasks.importing import streams
from tasks.importing.streams import open_stream

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BODY = b"".join(b'{"id": "%d", "text": "the harbour of Orle"}\n' % number for number in range(5_000))
CODINGS: dict[str, Callable[[bytes], bytes]] = {"plain": bytes, "gzip": gzip.compress, "zstd": zstd.compress}


@pytest.mark.parametrize("coding", CODINGS)
def test_the_same_bytes_come_out(tmp_path: Path, coding: str) -> None:
    """What the file is compressed with is seen from its first bytes, not from its name."""
    file = tmp_path / "tweets"
    file.write_bytes(CODINGS[coding](BODY))
    with open_stream(file) as stream:
        assert stream.read() == BODY
        assert stream.fault is None


@pytest.mark.parametrize("coding", CODINGS)
def test_a_byte_order_mark_is_left_out(tmp_path: Path, coding: str) -> None:
    """As a coding is: it is no part of the text."""
    file = tmp_path / "tweets"
    file.write_bytes(CODINGS[coding](b"\xef\xbb\xbf{}\n"))
    with open_stream(file) as stream:
        assert stream.read() == b"{}\n"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_cut_off_file_gives_what_there_is(tmp_path: Path, coding: str) -> None:
    """And says that it is damaged."""
    file = tmp_path / "tweets"
    packed = CODINGS[coding](BODY * 40)
    file.write_bytes(packed[:-100])
    with open_stream(file) as stream:
        found = stream.read()
        assert stream.fault
        assert "damaged" in stream.fault
    assert len(found) > len(BODY)
    assert (BODY * 40).startswith(found)


def test_a_bomb_is_not_inflated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ends where there is more than a file of that size can hold."""
    monkeypatch.setattr(streams, "SMALL_BYTES", 10_000)
    file = tmp_path / "bomb.gz"
    file.write_bytes(gzip.compress(b"\0" * 50_000_000))
    read = 0
    with open_stream(file) as stream:
        while part := stream.read1(100_000):
            read += len(part)
        assert stream.fault == "it inflates to more than 200 times its size; what came before was read"
    assert read <= 200 * file.stat().st_size


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    """A folder, and a name that nothing has."""
    with pytest.raises(ConfigError, match="is a folder"), open_stream(tmp_path):
        pass
    with pytest.raises(ConfigError, match="No such file"), open_stream(tmp_path / "gone.jsonl"):
        pass


def test_what_can_be_read_only_once(tmp_path: Path) -> None:
    """Is refused: the beginning would be lost to the look at it."""
    pipe = tmp_path / "tweets"
    os.mkfifo(pipe)
    with pytest.raises(ConfigError, match="save it first"), open_stream(pipe):
        pass
