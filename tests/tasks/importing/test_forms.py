"""Which form a file has."""

import gzip
import json
from pathlib import Path

import pytest

from config.errors import ConfigError
from tasks.importing import forms
from tasks.importing.forms import look_into

TWEET = {"id": "1", "author_id": "2", "text": "the harbour"}
STATUS = {"id_str": "1", "text": "the harbour", "user": {"id_str": "2"}}
CSV = b'"id","conversation_id","author_id","created_at","text"\n"1","1","2","","the ""harbour"""\n'


def lines(*values: object) -> bytes:
    """JSON Lines."""
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


KNOWN = {
    "answers": (lines({"data": [TWEET]}), "lines"),
    "one answer without an end": (lines({"data": [TWEET]}).rstrip(), "lines"),
    "flattened": (lines(TWEET, TWEET), "lines"),
    "statuses": (lines(STATUS, STATUS), "lines"),
    "first line broken": (b'{"id": "1", "te\n' + lines(TWEET), "lines"),
    "blank lines before": (b"\n\r\n  \n" + lines(TWEET), "lines"),
    "byte order mark": (b"\xef\xbb\xbf" + lines(TWEET), "lines"),
    "a list on one line": (lines([STATUS]), "api_v1"),
    "a list": (json.dumps([STATUS, STATUS], indent=2).encode(), "api_v1"),
    "a search": (json.dumps({"statuses": [STATUS]}, indent=2).encode(), "api_v1"),
    "an answer": (json.dumps({"data": [TWEET]}, indent=2).encode(), "api_v2"),
    "a table": (CSV, "twarc_csv"),
    "a table with a mark": (b"\xef\xbb\xbf" + CSV, "twarc_csv"),
    "an archive's file": (b"window.YTD.tweets.part0 = [ {} ]", "archive"),
    "an older archive's": (b"window.YTD.tweet.part0 = [ {} ]", "archive"),
}
REFUSED = {
    "nothing": (b"", "is empty"),
    "a mark alone": (b"\xef\xbb\xbf", "is empty"),
    "blank": (b"\n \n\n", "nothing but blank lines"),
    "UTF-16": ("\ufeff{}\n".encode("utf-16-le"), "iconv -f UTF-16"),
    "UTF-16 without a mark": ('{"id": "1"}\n'.encode("utf-16-be"), "iconv -f UTF-16"),
    "a WARC": (b"WARC/1.1\r\nWARC-Type: response\r\n", 'kind "warc" in sources.toml'),
    "text": (b"the harbour reopened\n", "--form says which it is: lines, twarc_csv, archive, api_v1, api_v2"),
    "another table": (b"id,title\n1,harbour\n", "in no form that is known"),
    "HTML": (b"<!doctype html>\n<p>\n", "in no form that is known"),
    "likes": (b"window.YTD.like.part0 = [ ]", "its tweets are in data/tweets.js"),
    "flattened in a list": (json.dumps([TWEET], indent=2).encode(), "jq -c '.\\[\\]' tweets > tweets.jsonl"),
    "broken": (b'{\n"id": "1",\n', "cannot be read as such"),
    "a settings file": (b'{\n"port": 1\n}', "no answer of the X API"),
    "no gzip": (b"\x1f\x8bthe harbour", "damaged"),
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is to be written."""
    return tmp_path / "tweets"


@pytest.mark.parametrize("name", KNOWN)
def test_a_form_is_seen_from_the_file(file: Path, name: str) -> None:
    """Its name does not matter."""
    body, form = KNOWN[name]
    file.write_bytes(body)
    assert look_into(file).form == form
    file.write_bytes(gzip.compress(body))
    assert look_into(file).form == form


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_imported_is_told(file: Path, name: str) -> None:
    """The sentence says what to do."""
    body, said = REFUSED[name]
    file.write_bytes(body)
    with pytest.raises(ConfigError, match=said):
        look_into(file)


def test_a_form_that_is_given_is_not_doubted(file: Path) -> None:
    """But it must be one, and there must be something."""
    file.write_bytes(b"no JSON at all\n")
    assert look_into(file, "lines").form == "lines"
    with pytest.raises(ConfigError, match="--form 'csv' is not one of lines, twarc_csv"):
        look_into(file, "csv")
    file.write_bytes(b"")
    with pytest.raises(ConfigError, match="is empty"):
        look_into(file, "lines")


def test_a_large_value_is_to_be_converted(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would have to be held whole."""
    monkeypatch.setattr(forms, "MAX_WHOLE_BYTES", 1_000)
    file.write_bytes(json.dumps([STATUS] * 50, indent=2).encode())
    with pytest.raises(ConfigError, match="more than 64 MB; convert it to lines: jq"):
        look_into(file)


def test_the_real_payloads(shared: Path) -> None:
    """Each is seen to be what it is."""
    files = [*(shared / "v2").glob("*.jsonl"), *(shared / "v2").glob("twitwi__payload*")]
    assert {look_into(path).form for path in files} == {"lines", "api_v2"}
    assert look_into(shared / "archive" / "tweets.js").form == "archive"
