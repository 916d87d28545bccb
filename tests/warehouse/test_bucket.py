"""A warehouse in a bucket: the same protocol, against a real S3 API on loopback."""

import gzip
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import obstore
import pytest

from config.errors import ConfigError, ConflictError, CorruptError, WarehouseError
from config.work import bucket_of, open_root
from tests.site.bucket import NAME
from tests.warehouse.forgetting import ask_to_forget, take_out
from warehouse import publish as publishing
from warehouse.compact import compact
from warehouse.gc import collect_garbage
from warehouse.httpfs import open_httpfs
from warehouse.layout import DATA, entry_path, tmp_path
from warehouse.log import EMPTY, commit, numbers, read_head, read_snapshot
from warehouse.rollback import rollback
from warehouse.store import store_of
from warehouse.verify import verify
from warehouse.views_file import write_views

CHECKOUT = Path(__file__).parents[2]
FIRST, SECOND = "https://minbar.example/1", "https://minbar.example/2"
OTHER_TEXT = "أعلنت الوزارة خطة أخرى.\n\nقال الوزير إنها تبدأ غدا."
AT = datetime(2026, 3, 2, 7, tzinfo=UTC)
PUBLISH = """
import sys
from datetime import date, datetime, UTC
from pathlib import Path
from tests.warehouse import conftest as news
from warehouse.publish import publish_run
from warehouse.staging import write_shard
root, day, at = Path(sys.argv[1]), date(2026, 3, 1), datetime(2026, 3, 1, 7, tzinfo=UTC)
for run in sys.argv[2:]:
    rows = news.rows_of([news.Seen(url=f"https://minbar.example/{run}")], run, day)
    for table, items in rows.items():
        write_shard(root, run, table, "0000", items)
    publish_run(root, run_id=run, day=day, flow="nightly", sources=("minbar",), started_at=at,
                now=lambda: at, version="test")
"""


@pytest.fixture
def root(bucket) -> Path:
    """The work folder of a warehouse in a bucket, that does not exist yet."""
    return bucket


@pytest.fixture
def objects(server, root):
    """The bucket at the warehouse's prefix."""
    return server.objects(bucket_of(root).split("/", 3)[3])


@pytest.fixture
def back(root):
    """Rolls back to a snapshot."""
    return lambda number: rollback(root, number, run_id="b1", now=lambda: AT, version="test")


def data_files(root: Path) -> list[str]:
    """The data files there are."""
    return [found.path for found in store_of(root).files(DATA)]


def test_nothing_there_yet(root, ask) -> None:
    """Is an empty warehouse, as in a folder."""
    assert read_head(root) == EMPTY
    assert ask("FROM articles") == []
    assert list(verify(root)) == []


def test_published_rows_are_in_the_bucket(night, seen, root, ask) -> None:
    """With log and views; the work folder keeps nothing of them."""
    night("r1", seen(url=FIRST))
    night("r2", seen(url=FIRST, hour=9, text=OTHER_TEXT), seen(url=SECOND))
    assert ask("SELECT url, version FROM articles ORDER BY url") == [(FIRST, 2), (SECOND, 1)]
    assert numbers(root) == [1, 2]
    assert list(verify(root)) == list(verify(root, read_bytes=False)) == []
    left = {path.name for path in root.rglob("*") if path.is_file()}
    assert {name for name in left if not name.endswith(".lock")} == {"_store.json"}


def test_the_views_file_is_read_from_the_bucket(night, seen, root) -> None:
    """By any DuckDB with httpfs and a secret of its own; the files hold none."""
    night("r1", seen(url=FIRST))
    store = store_of(root)
    with duckdb.connect() as con:
        open_httpfs(con, store.prefix, store.credentials)
        con.execute(f"ATTACH '{store.prefix}warehouse.duckdb' AS w (READ_ONLY)")
        assert con.execute("SELECT url FROM w.articles").fetchall() == [(FIRST,)]
        con.execute("DETACH w")
        con.execute(store.read("open.sql").decode())
        assert con.execute("SELECT url FROM articles").fetchall() == [(FIRST,)]
    for name in ("open.sql", "warehouse.duckdb"):
        assert store.credentials.secret.encode() not in store.read(name)
    assert store.credentials.secret not in (root / "_store.json").read_text()


def test_a_number_is_taken_once(night, seen, root) -> None:
    """The second writer of it is told; nothing changes."""
    night("r1", seen(url=FIRST))
    head = read_head(root)
    with pytest.raises(ConflictError):
        commit(root, replace(head, run_id="other"))
    assert read_head(root) == head


def test_an_answer_that_got_lost(root) -> None:
    """The request is sent again, finds its own bytes, and has been first."""
    store = store_of(root)
    for body, first in ((b"mine", True), (b"mine", True), (b"another's", False)):
        tmp = tmp_path(root, ".txt")
        tmp.parent.mkdir(parents=True, exist_ok=True)
        tmp.write_bytes(body)
        assert store.put_if_absent(tmp, "_log/0000000001.json.gz") is first
        assert not tmp.exists()
    assert store.read("_log/0000000001.json.gz") == b"mine"


def test_writers_at_once(root, ask) -> None:
    """In processes of their own race for each number; no row is lost or doubled."""
    runs = [[f"p{writer}-{number}" for number in range(2)] for writer in range(2)]
    working = [
        subprocess.Popen([sys.executable, "-c", PUBLISH, str(root), *mine], cwd=CHECKOUT) for mine in runs
    ]
    assert [process.wait(120) for process in working] == [0, 0]
    assert numbers(root) == [1, 2, 3, 4]
    assert ask("SELECT count(*), count(DISTINCT url) FROM articles") == [(4, 4)]
    assert list(verify(root)) == []


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


@pytest.mark.parametrize("name", ["commit", "write_views"])
@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere(night, stage, publish, seen, root, ask, monkeypatch, name, after) -> None:
    """The same again gives the same rows."""
    night("r1", seen(url=FIRST))
    stage("r2", seen(url=FIRST, hour=9, text=OTHER_TEXT), seen(url=SECOND))
    real = getattr(publishing, name)

    def killed(*args, **given):
        if after:
            real(*args, **given)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(publishing, name, killed)
        with pytest.raises(Killed):
            publish("r2")
    write_views(root)
    publish("r2")
    assert ask("SELECT url, version FROM articles ORDER BY url") == [(FIRST, 2), (SECOND, 1)]
    assert numbers(root) == [1, 2]
    assert list(verify(root)) == []


def test_forget_takes_the_bytes_out_of_the_bucket(night, seen, root, ask, objects) -> None:
    """No object holds what is forgotten."""
    night("r1", seen(url=FIRST), seen(url=SECOND))
    ask_to_forget(root, "url", FIRST)
    before = set(data_files(root))
    done = take_out(root)
    assert done.files > 0
    assert before - set(data_files(root))
    assert ask("SELECT url FROM raw.articles") == [(SECOND,)]
    assert list(verify(root)) == []
    assert take_out(root, "m2").snapshot is None


def test_maintenance(night, seen, root, ask, monkeypatch) -> None:
    """Small files become one, and what nobody needs goes when it is old enough."""
    night("r1", seen(url=FIRST))
    night("r2", seen(url=SECOND))
    assert compact(root, run_id="c1", now=lambda: AT, version="test") > 0
    monkeypatch.setattr("warehouse.gc.KEEP_ENTRIES", 1)
    files = len(data_files(root))
    now = datetime.now(UTC)
    assert "files" not in collect_garbage(root, now)
    assert collect_garbage(root, now + timedelta(days=40))["files"] > 0
    assert len(data_files(root)) < files
    assert ask("SELECT url FROM articles ORDER BY url") == [(FIRST,), (SECOND,)]
    assert [fault for fault in verify(root) if not fault.startswith("the log has no entry")] == []


def test_going_back(night, seen, root, ask, back, objects) -> None:
    """To the rows of then; not where a file of theirs is gone."""
    night("r1", seen(url=FIRST))
    night("r2", seen(url=SECOND))
    assert back(1).number == 3
    assert ask("SELECT url FROM articles") == [(FIRST,)]
    obstore.delete(objects, read_snapshot(root, 1).files["pages"][0].path)
    with pytest.raises(WarehouseError, match="which was deleted since"):
        back(1)


def test_damage_is_found(night, seen, root, objects) -> None:
    """A missing object, one cut off, one changed."""
    night("r1", seen(url=FIRST))
    path = read_head(root).files["pages"][0].path
    whole = bytes(obstore.get(objects, path).bytes())
    for damaged, said in ((whole[:-9], "the log says"), (b"X" * len(whole), "its hash is")):
        obstore.put(objects, path, damaged)
        [fault] = verify(root)
        assert said in fault
    obstore.delete(objects, path)
    [fault] = verify(root)
    assert "it is missing" in fault
    obstore.put(objects, entry_path(1), gzip.compress(b"garbage"))
    with pytest.raises(CorruptError, match=f"s3://{NAME}/.*is not a snapshot"):
        read_head(root)


def test_a_day_asks_little(night, seen, root, server, ask) -> None:
    """One day of several: the other days' files are not opened."""
    for number in range(1, 4):
        day = datetime(2026, 3, number, tzinfo=UTC).date()
        night(f"r{number}", seen(url=f"{FIRST}{number}", day=day), day=day)
    before = sum(server.asked.requests.values())
    ask("SELECT title FROM raw.articles WHERE date = DATE '2026-03-02'")
    assert sum(server.asked.requests.values()) - before < 150


def test_credentials_are_missing(root, monkeypatch) -> None:
    """That is said, with what to set."""
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(ConfigError, match="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        read_head(root)


def test_there_is_no_such_bucket(root, tmp_path) -> None:
    """That is said, and not taken for an empty warehouse."""
    work = open_root(Path("s3://nobody-has-this/w"), tmp_path / "work")
    with pytest.raises(ConfigError, match="there is no bucket for s3://nobody-has-this/w"):
        read_head(work)
