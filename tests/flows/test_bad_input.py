"""Full and read-only disks, broken and foreign files: a sentence, exit code 1, and nothing that is lost."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from warehouse.log import read_head
from warehouse.verify import verify

Isnad = Callable[..., Any]
COUNT = "SELECT count(*) AS n FROM tweets"


def tweets(first: int, count: int, words: str = "The harbour of Orle") -> str:
    """JSON Lines of statuses of v1.1."""
    user = {"id_str": "7", "screen_name": "orle_port"}
    return "".join(
        json.dumps({"id_str": str(number), "full_text": f"{words}, day {number}", "user": user}) + "\n"
        for number in range(first, first + count)
    )


@pytest.fixture(scope="module")
def built(isnad: Isnad, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two imports."""
    cwd = tmp_path_factory.mktemp("built")
    for number in (1, 2):
        (cwd / "port.jsonl").write_text(tweets(number * 100, 3))
        ran = isnad("import", "port.jsonl", cwd=cwd)
        assert ran.code == 0, ran.err
    return cwd


@pytest.fixture
def cwd(built: Path, tmp_path: Path) -> Path:
    """A folder with a copy of it, and a file to import."""
    shutil.copytree(built / "data", tmp_path / "data")
    (tmp_path / "more.jsonl").write_text(tweets(900, 2))
    return tmp_path


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a small disk in memory with these options."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mounted(options: str) -> Path:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "isnad", folder], capture_output=True)
        if done.returncode:
            pytest.skip("nothing may be mounted here")
        return folder

    yield mounted
    subprocess.run(["umount", folder], capture_output=True, check=False)


def says(ran: Any, *sentences: str) -> None:
    """One line of error with these words, and exit code 1."""
    assert ran.code == 1, ran.out + ran.err
    assert "Traceback" not in ran.err + ran.out
    told = [line for line in ran.err.splitlines() if line.startswith("isnad: ")]
    assert len(told) == 1, ran.err
    for sentence in sentences:
        assert sentence in told[0]


def counted(isnad: Isnad, cwd: Path, expected: int, root: str = "data") -> None:
    """The tweets there are."""
    ran = isnad("sql", "--json", COUNT, "--root", root, cwd=cwd)
    assert ran.code == 0, ran.err
    assert json.loads(ran.out) == [{"n": expected}]


def test_a_full_disk(isnad: Isnad, cwd: Path, mount: Callable[[str], Path]) -> None:
    """The import says so; the rows of before are there; with more room it comes in whole."""
    disk = mount("size=2m")
    shutil.copytree(cwd / "data", disk / "data")
    (cwd / "large.jsonl").write_text(
        "".join(tweets(n, 1, os.urandom(3_000).hex()) for n in range(1_000, 1_400))
    )
    arguments = ("import", "large.jsonl", "--root", "disk/data")
    says(isnad(*arguments, cwd=cwd), "there is no room left on the disk", "make room and run this again")
    counted(isnad, cwd, 6, "disk/data")
    assert list(verify(disk / "data")) == []
    subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
    ran = isnad(*arguments, cwd=cwd)
    assert ran.code == 0, ran.err
    counted(isnad, cwd, 406, "disk/data")
    assert list(verify(disk / "data")) == []


def test_a_disk_that_may_only_be_read(isnad: Isnad, cwd: Path, mount: Callable[[str], Path]) -> None:
    """It can be asked and verified, and what would write says why it does not."""
    disk = mount("size=8m")
    shutil.copytree(cwd / "data", disk / "data")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    counted(isnad, cwd, 6, "disk/data")
    assert isnad("verify", "--root", "disk/data", cwd=cwd).code == 0
    says(isnad("import", "more.jsonl", "--root", "disk/data", cwd=cwd), "Read-only file system")
    says(isnad("import", "more.jsonl", "--root", "disk/new", cwd=cwd), "cannot make the folder", "Read-only")
    says(isnad("nightly", "--root", "disk/data", cwd=cwd), "Read-only file system")


def test_a_root_below_a_file(isnad: Isnad, cwd: Path) -> None:
    """Is no folder."""
    for command in (("import", "more.jsonl"), ("nightly",)):
        says(isnad(*command, "--root", "more.jsonl/w", cwd=cwd), "cannot make the folder", "Not a directory")


@pytest.mark.parametrize("table", ["tweets", "pages"])
def test_a_file_that_is_cut_off(isnad: Isnad, cwd: Path, table: str) -> None:
    """Whoever needs it says which it is; nothing is committed on it; from a copy all is well again."""
    path = cwd / "data" / read_head(cwd / "data").files[table][0].path
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    says(isnad("sql", f"SELECT count(DISTINCT source) FROM raw.{table}", cwd=cwd), path.name)
    says(isnad("import", "more.jsonl", cwd=cwd), path.name)
    assert read_head(cwd / "data").number == 2
    verified = isnad("verify", cwd=cwd)
    assert (verified.code, "Traceback" in verified.err) == (1, False)
    assert f"{path.name}: it has " in verified.out
    path.write_bytes(whole)
    ran = isnad("import", "more.jsonl", cwd=cwd)
    assert ran.code == 0, ran.err
    counted(isnad, cwd, 8)


def test_a_log_with_garbage(isnad: Isnad, cwd: Path) -> None:
    """No older state is shown in silence, and the way back is told."""
    path = cwd / "data" / "_log" / "0000000002.json.gz"
    whole = path.read_bytes()
    path.write_bytes(b"\x00garbage" * 40)
    for command in (("sql", COUNT), ("import", "more.jsonl"), ("log",), ("maintain",)):
        says(
            isnad(*command, cwd=cwd), "0000000002.json.gz is not a snapshot", "restore this file from a copy"
        )
    assert "0000000002.json.gz is not a snapshot" in isnad("verify", cwd=cwd).out
    path.unlink()
    counted(isnad, cwd, 3)
    path.write_bytes(whole)
    counted(isnad, cwd, 6)


def test_two_warehouses_in_one_folder(isnad: Isnad, cwd: Path, tmp_path: Path) -> None:
    """Files of another one are in no answer; entries of its log are refused, and can be moved away again."""
    (cwd / "other.jsonl").write_text(tweets(500, 2))
    for name in ("other", "more", "port"):
        (cwd / "next.jsonl").write_text(tweets({"other": 500, "more": 600, "port": 700}[name], 2))
        assert isnad("import", "next.jsonl", "--root", "other", cwd=cwd).code == 0
    shutil.copytree(cwd / "other" / "data", cwd / "data" / "data", dirs_exist_ok=True)
    counted(isnad, cwd, 6)
    assert isnad("verify", cwd=cwd).code == 0
    entry = "_log/0000000003.json.gz"
    shutil.copy(cwd / "other" / entry, cwd / "data" / entry)
    for command in (("sql", COUNT), ("import", "more.jsonl")):
        says(isnad(*command, cwd=cwd), "0000000003.json.gz is not a snapshot", "is of another warehouse")
    assert "is of another warehouse" in isnad("verify", cwd=cwd).out
    (cwd / "data" / entry).unlink()
    assert isnad("import", "more.jsonl", cwd=cwd).code == 0
    counted(isnad, cwd, 8)
