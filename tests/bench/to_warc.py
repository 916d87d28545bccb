"""The shared sets as WARC files with a sources file beside them: `python -m tests.bench.to_warc FOLDER`."""

import argparse
import gzip
import sys
import uuid
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.corpora import ROOT, SETS, Sample, read_set

HTTP_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def warc_record(sample: Sample) -> bytes:
    """One response record, its own gzip member; WARC/1.1, ISO 28500:2017."""
    http = HTTP_HEAD + f"Content-Length: {len(sample.html)}\r\n\r\n".encode() + sample.html
    captured = sample.captured_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = (
        "WARC/1.1\r\n"
        "WARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, sample.url + sample.id)}>\r\n"
        f"WARC-Target-URI: {sample.url}\r\n"
        f"WARC-Date: {captured}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", mtime=0)


def write_warc(path: Path, samples: Iterable[Sample]) -> int:
    """One set as one file; returns the number of records."""
    count = 0
    with path.open("wb") as target:
        for sample in samples:
            target.write(warc_record(sample))
            count += 1
    return count


def sources_toml(names: Iterable[str]) -> str:
    """The sources file: one source a set, its file beside it."""
    return "\n".join(
        f'[[source]]\nname = "{name}"\nkind = "warc"\nfiles = ["{name}.warc.gz"]\n' for name in names
    )


def write_warcs(folder: Path, names: Iterable[str] = SETS) -> dict[str, int]:
    """The sets as WARC files with their sources.toml in a folder; returns the records of each."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = tuple(names)
    (folder / "sources.toml").write_text(sources_toml(listed), encoding="utf-8")
    return {name: write_warc(folder / f"{name}.warc.gz", read_set(name)) for name in listed}


def main() -> None:
    """Write the files and say what was written."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("sets", nargs="*", default=SETS)
    given = options.parse_args()
    if not ROOT.is_dir():
        sys.exit("the shared corpora are not beside the checkout: ../shared/corpora")
    for name, count in write_warcs(given.folder, given.sets).items():
        print(f"{name}: {count} pages")


if __name__ == "__main__":
    main()
