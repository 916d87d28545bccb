"""The sources file."""

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import config
from config.errors import ConfigError
from config.sources import choose_sources, load_sources

SHIPPED = Path(config.__file__).with_name("sources.toml")
FEED = '[[source]]\nname = "a"\nkind = "feed"\nurl = "https://news.example/rss"\n'


@pytest.fixture
def load(tmp_path):
    """Loads sources from a text."""

    def read(text: str):
        file = tmp_path / "sources.toml"
        file.write_text(text, "utf-8")
        return load_sources(file)

    return read


def test_shipped_file_is_at_least_half_arabic_and_has_every_language():
    """At least 20 outlets, half of them Arabic, and each of the other languages."""
    sources = load_sources(SHIPPED)
    languages = Counter(source.language for source in sources)
    assert len(sources) >= 24
    assert 2 * languages["ar"] >= len(sources)
    assert set(languages) == {"ar", "en", "fr", "ru", "fa", "tr", "he", "es"}


def test_shipped_sources_are_complete():
    """Each has an https address of its own, a section and an expectation."""
    sources = load_sources(SHIPPED)
    assert all(urlsplit(source.url).scheme == "https" for source in sources)
    assert all(source.section and source.min_articles > 0 for source in sources)
    assert max(Counter(source.url for source in sources).values()) == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (FEED + 'colour = "red"\n', ("unknown key 'colour'", "allowed are", "max_addresses", "min_articles")),
        (FEED + 'files = ["x"]\n', ("unknown key 'files'",)),
        (FEED.replace('"feed"', '"rss"'), ("key 'kind' must be one of feed, sitemap, urls, warc",)),
        ('[[source]]\nname = "a"\n', ("key 'kind' must be one of",)),
        ('[[source]]\nname = "a"\nkind = "feed"\n', ("key 'url' is missing",)),
        (FEED.replace("https://news.example/rss", "news.example"), ("key 'url'", "http:// or https://")),
        (FEED.replace('"a"', '"A b"'), ("key 'name'", "pattern")),
        (FEED.replace("https://", "https://desk:secret@"), ("key 'url'", "name or password")),
        (FEED + 'language = "arabic"\n', ("key 'language'",)),
        (FEED + "min_articles = -1\n", ("key 'min_articles'", "greater than or equal to 0")),
        (FEED + 'min_articles = "many"\n', ("key 'min_articles'", "integer")),
        (FEED + "delay_s = 500\n", ("key 'delay_s'", "120")),
        (FEED + FEED, ("key 'name'", "'a' stands twice")),
        ('[[source]]\nname = "a"\nkind = "urls"\n', ("either urls = [...] or file",)),
        ('[[source]]\nname = "a"\nkind = "warc"\nfiles = []\n', ("key 'files'", "at least 1 item")),
        ("[settings]\nx = 1\n" + FEED, ("unknown key 'settings'", "[[source]]")),
        ("", ("no sources", "[[source]]")),
        ("[[source]\n", ("not valid TOML",)),
        ('source = "a"\n', ("no sources",)),
        ("source = [1]\n", ("number 1",)),
    ],
)
def test_a_fault_is_named_with_its_key_and_what_is_allowed(load, text, parts):
    """The message leads to the line and says what may stand there."""
    with pytest.raises(ConfigError) as caught:
        load(text)
    assert all(part in str(caught.value) for part in parts), str(caught.value)
    assert "sources.toml" in str(caught.value)


def test_missing_file_says_what_to_do(tmp_path):
    """A wrong path is told, with the way out."""
    with pytest.raises(ConfigError, match="--sources FILE"):
        load_sources(tmp_path / "nowhere.toml")


def test_relative_paths_are_relative_to_the_file(load, tmp_path):
    """A list and an archive are looked for beside the sources file."""
    text = '[[source]]\nname = "l"\nkind = "urls"\nfile = "list.txt"\n'
    listed, archive = load(text + '[[source]]\nname = "w"\nkind = "warc"\nfiles = ["w/*.gz", "/abs.warc"]\n')
    assert listed.file == tmp_path / "list.txt"
    assert archive.files == (tmp_path / "w/*.gz", Path("/abs.warc"))


def test_choosing_by_name(load):
    """Names are taken once each in the order given; none means all; an unknown one is told with the known."""
    sources = load(FEED + FEED.replace('"a"', '"b"'))
    assert [source.name for source in choose_sources(sources, ["b", "a", "b"])] == ["b", "a"]
    assert choose_sources(sources, None) == sources
    with pytest.raises(ConfigError, match="unknown source 'c'; known are a, b"):
        choose_sources(sources, ["c"])
