"""Stored pages as a WARC file."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from config.errors import ConfigError, NotFoundError, WarehouseError
from tasks.collecting.warc import read_records
from tasks.parsing.x.payload import KINDS
from tests.warehouse.forgetting import AT, ask_to_forget, payload_rows, take_out, tweet_json, user_json
from warehouse.exports import pages
from warehouse.exports.pages import Wanted, Written, write_pages

URL = "https://minbar.example/"
ALL = Wanted()


@pytest.fixture
def export(root: Path, tmp_path: Path) -> Callable[..., Written]:
    """Exports to `tmp_path / "a.warc.gz"`."""

    def run(wanted: Wanted = ALL, *, force: bool = True) -> Written:
        path = tmp_path / "a.warc.gz"
        return write_pages(root, path, wanted, KINDS, force=force, at=AT, software="isnad/test")

    return run


def bodies(tmp_path: Path) -> dict[str, bytes]:
    """What isnad itself reads out of the file: bodies by address."""
    found = {}
    for record in read_records(tmp_path / "a.warc.gz", 1_000_000):
        assert record.message is not None
        found[record.head.url] = record.message.body
    return found


def test_every_stored_page(night, seen, export, tmp_path: Path) -> None:
    """Byte for byte, the superseded ones and those that are no articles too; told as they come."""
    kept = [
        seen(url=f"{URL}1"), seen(url=f"{URL}2", source="orle"), seen(url=f"{URL}3", verdict="not_article")
    ]  # fmt: skip
    night("r1", *kept)
    again = seen(url=f"{URL}1", hour=9, text="جديد.\n\nنهاية.")
    night("r2", again)
    assert export() == Written(pages=4)
    records = list(read_records(tmp_path / "a.warc.gz", 1_000_000))
    assert sorted(r.message.body for r in records) == sorted(page.body for page in [*kept, again])
    assert {r.head.archived_at for r in records} == {page.fetched_at for page in [*kept, again]}
    assert gzip.decompress((tmp_path / "a.warc.gz").read_bytes()).startswith(
        b"WARC/1.1\r\nWARC-Type: warcinfo"
    )


def test_the_same_warehouse_gives_the_same_file(night, seen, export, tmp_path: Path) -> None:
    """Byte for byte."""
    night("r1", *(seen(url=f"{URL}{number}") for number in range(70)))  # more than a row group
    export()
    first = (tmp_path / "a.warc.gz").read_bytes()
    assert export() == Written(pages=70)
    assert (tmp_path / "a.warc.gz").read_bytes() == first


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(sources=frozenset({"orle"})), "2"),
        (Wanted(first=date(2026, 3, 2)), "3"),
        (Wanted(last=date(2026, 3, 1)), "12"),
        (Wanted(urls=frozenset({f"{URL}1", f"{URL}3"})), "13"),
        (Wanted(urls=frozenset({f"{URL}1"}), sources=frozenset({"minbar", "orle"})), "1"),
    ],
)
def test_only_some(night, seen, export, tmp_path: Path, wanted: Wanted, names: str) -> None:
    """By source, day and address."""
    night("r1", seen(url=f"{URL}1"), seen(url=f"{URL}2", source="orle"))
    night("r2", seen(url=f"{URL}3", day=date(2026, 3, 2)), day=date(2026, 3, 2))
    assert export(wanted).pages == len(names)
    assert sorted(bodies(tmp_path)) == [f"{URL}{name}" for name in names]


def test_after_redirects_the_address_that_answered(
    stage, publish, seen, build, export, tmp_path: Path
) -> None:
    """Is the record's; it is found by the one that was asked for too."""
    rows = build.rows_of([seen(url=f"{URL}old")], "r1", build.DAY)
    way = json.dumps([[301, f"{URL}old"]])
    rows["pages"] = [replace(rows["pages"][0], final_url=f"{URL}new", redirects=way)]
    stage("r1", given=rows)
    publish("r1")
    for name in ("old", "new"):
        assert export(Wanted(urls=frozenset({f"{URL}{name}"}))) == Written(pages=1)
        assert list(bodies(tmp_path)) == [f"{URL}new"]


def test_what_is_forgotten_never_leaves(night, seen, export, root: Path, tmp_path: Path) -> None:
    """From the moment on that it is asked for, and when it is out of the files."""
    night("r1", seen(url=f"{URL}1"), seen(url=f"{URL}2", text="سر.\n\nنهاية."))
    ask_to_forget(root, "url", f"{URL}2")
    assert export() == Written(pages=1, left_out={"forgotten": 1})
    assert list(bodies(tmp_path)) == [f"{URL}1"]
    assert "سر".encode() not in gzip.decompress((tmp_path / "a.warc.gz").read_bytes())
    take_out(root)
    assert export() == Written(pages=1)


def test_payloads_of_tweets_are_left_out(night, stage, publish, seen, build, export, tmp_path: Path) -> None:
    """They are no pages of the web; they are counted, as are pages without a status."""
    night("r1", seen(url=f"{URL}1"))
    page = seen(url="https://api.x.example/2", verdict="payload")
    tweets, users = [tweet_json("100", "1", "the harbour opens")], [user_json("1", "wazir")]
    stage("r2", given=payload_rows(page, "r2", build.DAY, tweets, users, build))
    publish("r2")
    rows = build.rows_of([seen(url=f"{URL}3")], "r3", build.DAY)
    rows["pages"] = [replace(rows["pages"][0], status=0)]
    stage("r3", given=rows)
    publish("r3")
    assert export() == Written(pages=1, left_out={"payloads of tweets": 1, "without an HTTP status": 1})
    assert list(bodies(tmp_path)) == [f"{URL}1"]


def test_bodies_that_are_not_wanted_are_not_read(night, seen, export, monkeypatch) -> None:
    """Row groups without a wanted page are passed over."""
    night("r1", *(seen(url=f"{URL}{number:03}") for number in range(130)))  # groups of 64, sorted by address
    whole: list[int] = []

    class Counting(pq.ParquetFile):
        """A file that counts the row groups read with their bodies."""

        def read_row_group(self, i: int, columns: Any = None, **given: Any) -> Any:
            if columns is None or "body" in columns:
                whole.append(i)
            return super().read_row_group(i, columns=columns, **given)

    monkeypatch.setattr(pages.pq, "ParquetFile", Counting)
    assert export(Wanted(urls=frozenset({f"{URL}070"}))) == Written(pages=1)
    assert whole == [1]


def test_nothing_to_write(night, seen, export, root: Path, tmp_path: Path) -> None:
    """Is told, and why; no file is left."""
    with pytest.raises(NotFoundError, match="no page in the warehouse"):
        export()
    night("r1", seen(url=f"{URL}1"))
    ask_to_forget(root, "url", f"{URL}1")
    with pytest.raises(NotFoundError, match="there are only: 1 forgotten"):
        export()
    assert not (tmp_path / "a.warc.gz").exists()


def test_a_file_that_is_there_stays(night, seen, export, tmp_path: Path) -> None:
    """Unless it is to be replaced."""
    night("r1", seen(url=f"{URL}1"))
    export(force=False)
    with pytest.raises(ConfigError, match="--force"):
        export(force=False)


def test_maintenance_meanwhile(night, seen, root: Path, tmp_path: Path) -> None:
    """A file that is no longer there is told, and nothing half written is left."""
    night("r1", seen(url=f"{URL}1"))
    night("r2", seen(url=f"{URL}2"))
    later = sorted((root / "data/pages").rglob("*.parquet"))[1]
    with pytest.raises(WarehouseError, match="replaced meanwhile; export again"):
        write_pages(
            root, tmp_path / "a.warc.gz", ALL, KINDS,
            force=False, at=AT, software="isnad/test", tell=lambda count: later.unlink(),
        )  # fmt: skip
    assert [item.name for item in tmp_path.iterdir()] == ["warehouse"]


def test_other_tools_accept_the_file(night, seen, export, tmp_path: Path) -> None:
    """The program warcio finds every digest right, and the same bytes."""
    pytest.importorskip("warcio")
    from warcio.archiveiterator import ArchiveIterator
    from warcio.checker import Checker

    kept = [seen(url=f"{URL}{number}", text=f"خبر {number}.\n\nنهاية.") for number in range(3)]
    night("r1", *kept)
    export()
    path = tmp_path / "a.warc.gz"
    checker = Checker(type("Options", (), {"inputs": [str(path)], "verbose": False}))
    checker.process_all()
    assert checker.exit_value == 0
    with path.open("rb") as file:
        found = [
            (record.rec_headers["WARC-Target-URI"], sha256(record.content_stream().read()).hexdigest())
            for record in ArchiveIterator(file, check_digests="raise")
            if record.rec_type == "response"
        ]
    assert found == [(page.url, page.sha256) for page in kept]
