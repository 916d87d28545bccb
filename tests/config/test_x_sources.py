"""Sources that are read through the X API."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.sources import load_sources, split_sources
from config.x_sources import XIdsSource, XSearchSource

FILE = """
[[source]]
name = "port"
kind = "x_user"
handle = "@harbour_news"
exclude = ["replies"]

[[source]]
name = "bridge"
kind = "x_search"
query = "جسر (ميناء OR مرفأ) -is:retweet"
archive = "all"
since = 2026-03-01

[[source]]
name = "members"
kind = "x_list"
list_id = "84839422"

[[source]]
name = "cited"
kind = "x_ids"
file = "ids.txt"

[[source]]
name = "gazette"
kind = "feed"
url = "https://gazette.example/feed"
"""


def write(tmp_path: Path, text: str) -> Path:
    """A sources file."""
    file = tmp_path / "sources.toml"
    file.write_text(text, "utf-8")
    return file


def test_every_kind(tmp_path: Path) -> None:
    """They stand beside the web's, and a file of ids is relative to the sources file."""
    web, x = split_sources(load_sources(write(tmp_path, FILE)))
    assert [source.name for source in web] == ["gazette"]
    assert [source.kind for source in x] == ["x_user", "x_search", "x_list", "x_ids"]
    search, ids = x[1], x[3]
    assert isinstance(search, XSearchSource)
    assert search.archive == "all"
    assert isinstance(ids, XIdsSource)
    assert ids.file == tmp_path / "ids.txt"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('kind = "x_user"', "either handle"),
        ('kind = "x_user"\nhandle = "a"\nuser_id = "1"', "either handle"),
        ('kind = "x_user"\nhandle = "no spaces"', "handle"),
        ('kind = "x_user"\nuser_id = "1e18"', "user_id"),
        ('kind = "x_search"\nquery = ""', "query"),
        ('kind = "x_search"\nquery = "a"\narchive = "half"', "archive"),
        ('kind = "x_list"\nlist_id = 84839422', "list_id"),
        ('kind = "x_ids"', "either ids"),
        ('kind = "x_ids"\nids = ["https://x.com/a/status/1"]', "ids"),
        ('kind = "x_user"\nhandle = "a"\ntoken = "secret"', "unknown key 'token'"),
    ],
)
def test_faults_name_the_key(tmp_path: Path, lines: str, said: str) -> None:
    """The message says which key is wrong."""
    with pytest.raises(ConfigError, match=said):
        load_sources(write(tmp_path, f'[[source]]\nname = "s"\n{lines}\n'))
