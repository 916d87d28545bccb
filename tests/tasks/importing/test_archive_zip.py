"""An account's archive."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from config.errors import ConfigError
from tasks.importing.archive_zip import owner_beside
from tasks.importing.forms import look_into

ACCOUNT = {
    "accountId": "77",
    "username": "orle_port",
    "accountDisplayName": "Orle: the port",
    "email": "a@b.example",
}
Pack = Callable[..., Path]


def script(name: str, elements: list[object]) -> str:
    """A file of an archive."""
    return f"window.YTD.{name}.part0 = {json.dumps(elements, ensure_ascii=False)}"


def tweets(*ids: int) -> str:
    """A file of tweets."""
    return script(
        "tweets", [{"tweet": {"id_str": str(number), "full_text": "الميناء [مفتوح]"}} for number in ids]
    )


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Writes a zip of files by name."""

    def write(**files: str) -> Path:
        path = tmp_path / "archive.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        return path

    return write


def test_all_files_of_tweets_are_read(pack: Pack) -> None:
    """The parts carry the address of their own file, and the owner; other files are left alone."""
    path = pack(**{
        "data/tweets.js": tweets(1, 2), "data/tweets-part1.js": tweets(3), "data/like.js": "no JSON",
        "data/account.js": script("account", [{"account": ACCOUNT}]), "../data/tweets.js": tweets(9),
        "assets/data/tweets.js.map": "no JSON",
    })  # fmt: skip
    file = look_into(path)
    assert file.asked == ("77:orle_port:Orle: the port",)
    faults: list[str] = []
    found = [(url, json.loads(b"[%b]" % part.body)) for url, part in file.parts(faults)]
    assert [(url, [item["tweet"]["id_str"] for item in items]) for url, items in found] == [
        ("file:///archive.zip/../data/tweets.js", ["9"]),
        ("file:///archive.zip/data/tweets-part1.js", ["3"]),
        ("file:///archive.zip/data/tweets.js", ["1", "2"]),
    ]
    assert faults == []


def test_nothing_is_unpacked(pack: Pack, tmp_path: Path) -> None:
    """Reading leaves no file behind."""
    file = look_into(pack(**{"data/tweets.js": tweets(1)}))
    list(file.parts([]))
    assert [path.name for path in tmp_path.iterdir()] == ["archive.zip"]


@pytest.mark.parametrize(
    "account",
    [
        None,
        "",
        "window.YTD.account.part0 = [",
        script("account", []),
        script("account", [{"account": {"accountId": 7}}]),
    ],
    ids=["none", "empty", "broken", "nobody", "a number"],
)
def test_an_owner_that_is_not_told(pack: Pack, account: str | None) -> None:
    """The tweets are read all the same."""
    files = {"data/tweets.js": tweets(1)} | ({} if account is None else {"data/account.js": account})
    assert look_into(pack(**files)).asked == ()


def test_a_zip_of_something_else(pack: Pack) -> None:
    """Says what is missing."""
    with pytest.raises(ConfigError, match=r"holds no data/tweets\.js"):
        look_into(pack(**{"notes.txt": "harbour"}))


def test_a_zip_without_its_end(pack: Pack) -> None:
    """Cannot be read as one."""
    path = pack(**{"data/tweets.js": tweets(*range(100))})
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(ConfigError, match="cannot be read as a zip"):
        look_into(path)


def test_a_zip_with_a_name_that_is_none(pack: Pack) -> None:
    """Or of a version that nobody knows: it is told, whatever is wrong with the list of its files."""
    path = pack(**{"data/tweets.js": tweets(1), "é.js": ""})
    raw = path.read_bytes()
    path.write_bytes(raw.replace("é".encode(), b"\xff\xfe"))
    with pytest.raises(ConfigError, match="cannot be read as a zip"):
        look_into(path)
    version = raw.index(b"PK\x01\x02") + 6
    path.write_bytes(raw[:version] + b"\xff" + raw[version + 1 :])
    with pytest.raises(ConfigError, match="cannot be read as a zip"):
        look_into(path)


def test_a_zip_that_is_not_there_any_more(pack: Pack) -> None:
    """Or is another one when it is read: each of its files that was seen is named, and the run goes on."""
    path = pack(**{"data/tweets.js": tweets(1), "data/tweets-part1.js": tweets(2)})
    file = look_into(path)
    faults: list[str] = []
    pack(**{"data/tweets.js": tweets(1)})
    assert len(list(file.parts(faults))) == 1
    path.write_bytes(b"PK")
    assert list(file.parts(faults)) == []
    path.unlink()
    assert list(file.parts(faults)) == []
    assert [fault.split(":")[0] for fault in faults] == ["data/tweets-part1.js"] * 2 + ["data/tweets.js"] + [
        "data/tweets-part1.js", "data/tweets.js"
    ]  # fmt: skip


def test_damage_in_a_zip_of_any_compression(pack: Pack, tmp_path: Path) -> None:
    """Costs the file it is in."""
    path = tmp_path / "archive.zip"
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.writestr("data/tweets.js", tweets(*range(2_000)))
            offset = archive.getinfo("data/tweets.js").header_offset
        raw = bytearray(path.read_bytes())
        raw[offset + 200 : offset + 220] = b"\xff" * 20
        path.write_bytes(raw)
        faults: list[str] = []
        list(look_into(path).parts(faults))
        assert len(faults) == 1


def test_a_broken_file_costs_only_itself(pack: Pack) -> None:
    """The others are read; it is named."""
    path = pack(**{"data/tweets.js": tweets(*range(2_000)), "data/tweets-part1.js": tweets(5)})
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("data/tweets.js")
    raw = bytearray(path.read_bytes())
    raw[info.header_offset + 500 : info.header_offset + 520] = b"\xff" * 20
    path.write_bytes(raw)
    faults: list[str] = []
    urls = {url for url, _ in look_into(path).parts(faults)}
    assert "file:///archive.zip/data/tweets-part1.js" in urls
    assert len(faults) == 1
    assert faults[0].startswith("data/tweets.js: ")


def test_a_bomb_is_not_inflated(pack: Pack) -> None:
    """A file may inflate to so many times its size, no more."""
    faults: list[str] = []
    assert list(look_into(pack(**{"data/tweets.js": "[" + " " * 10_000_000})).parts(faults)) == []
    assert faults == [
        "data/tweets.js: it inflates to more than 200 times its size; what came before was read"
    ]


def test_the_owner_of_an_unpacked_archive(tmp_path: Path) -> None:
    """Stands in the file beside it."""
    (tmp_path / "tweets.js").write_text(tweets(1), "utf-8")
    assert owner_beside(tmp_path / "tweets.js") == ()
    (tmp_path / "account.js").write_text(script("account", [{"account": ACCOUNT}]), "utf-8")
    assert look_into(tmp_path / "tweets.js").asked == ("77:orle_port:Orle: the port",)
