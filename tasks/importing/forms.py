"""Which form a file of tweets has, by a bounded look at its beginning."""

import re
from pathlib import Path
from typing import Any

from config.errors import ConfigError
from tasks.importing.archive_zip import open_zip, owner_beside, owner_in_zip, tweet_files
from tasks.importing.files import FORMS, TweetFile
from tasks.importing.parts import MAX_WHOLE_BYTES, read_line
from tasks.importing.streams import ZIP, Stream, magic_of, open_stream
from tasks.parsing.x.loading import load_json
from tasks.parsing.x.shapes import record
from tasks.parsing.x.v2 import ANSWER

LOOK_LINES = 20  # one JSON object among so many makes it a file of lines
BLANK_LINES = 10_000
CSV_COLUMNS = frozenset({"id", "author_id", "conversation_id", "created_at"})
KNOWN = (
    "isnad import reads JSON Lines of twarc or the X API (.jsonl, .gz, .zst), CSV of twarc-csv, an answer of "
    "the X API (.json), and the archive that X gives to an account's owner (.zip or its tweets.js); --form "
    f"says which it is: {', '.join(FORMS)}"
)

_YTD = re.compile(rb"window\.YTD\.(\w{1,60})\.part\d")
_TWEETS = frozenset({b"tweet", b"tweets", b"community_tweet", b"community_tweets"})


def look_into(path: Path, form: str | None = None) -> TweetFile:
    """The file with its form; a form that is given is not doubted.

    Raises:
        ConfigError: there is no such file, or it is none that can be imported; the message says why.
    """
    if form is not None and form not in FORMS:
        raise ConfigError(f"--form {form!r} is not one of {', '.join(FORMS)}")
    if magic_of(path) == ZIP:
        if form not in (None, "archive"):
            raise ConfigError(f"{path} is a zip, which can only be read as --form archive")
        with open_zip(path):
            return TweetFile(path=path, form="archive", asked=owner_in_zip(path), members=tweet_files(path))
    with open_stream(path) as stream:
        if not stream.peek(1):
            raise ConfigError(f"{path}: {stream.fault}" if stream.fault else f"{path} is empty")
        found = detect(path, stream) if form is None else form
    return TweetFile(path=path, form=found, asked=owner_beside(path) if found == "archive" else ())


def detect(path: Path, stream: Stream) -> str:
    """The form that the beginning of a file shows.

    Raises:
        ConfigError: none is known.
    """
    lines = first_lines(stream)
    if not lines:
        raise ConfigError(f"{path} holds nothing but blank lines")
    first = lines[0].lstrip()
    if b"\0" in first[:1_000] or first.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError(f"{path} is not text in UTF-8; convert it: iconv -f UTF-16 -t UTF-8 FILE")
    if first.startswith(b"WARC/"):
        raise ConfigError(f'{path} is a WARC file; give it as a source of kind "warc" in sources.toml')
    if opening := _YTD.match(first):
        return of_archive(path, opening[1])
    if any(isinstance(value_of(line), dict) for line in lines):
        return "lines"
    if first.startswith((b"{", b"[")):
        return of_whole(path)
    columns = first.decode("utf-8", "replace").strip().replace('"', "").split(",")
    if CSV_COLUMNS.issubset(columns):
        return "twarc_csv"
    raise ConfigError(f"{path} is in no form that is known. {KNOWN}")


def first_lines(stream: Stream) -> list[bytes]:
    """Some of the first lines that are not blank."""
    lines: list[bytes] = []
    for _ in range(BLANK_LINES):
        line = read_line(stream)
        if line.strip():
            lines.append(line)
        if not line or len(lines) == LOOK_LINES or sum(map(len, lines)) > MAX_WHOLE_BYTES:
            break
    return lines


def value_of(text: bytes) -> Any:
    """The value of a JSON text; None where it is none."""
    try:
        return load_json(text)
    except ValueError:
        return None


def of_archive(path: Path, name: bytes) -> str:
    """The form of an unpacked archive's file, where it holds tweets."""
    if name in _TWEETS:
        return "archive"
    raise ConfigError(f"{path} is the archive's file of {name.decode()}; its tweets are in data/tweets.js")


def of_whole(path: Path) -> str:
    """The form of a file that is one JSON value over many lines.

    Raises:
        ConfigError: it is too large, no JSON, or holds neither answers nor statuses.
    """
    how = f"convert it to lines: jq -c '.[]' {path.name} > {path.stem}.jsonl"
    with open_stream(path) as stream:
        body = stream.read(MAX_WHOLE_BYTES + 1)
    if len(body) > MAX_WHOLE_BYTES:
        raise ConfigError(f"{path} is one JSON value of more than 64 MB; {how}")
    value = value_of(body)
    if value is None:
        raise ConfigError(f"{path} begins like JSON, and cannot be read as such. {KNOWN}")
    first = record(value[0] if isinstance(value, list) and value else value)
    if "statuses" in first or "id_str" in first:
        return "api_v1"
    if isinstance(value, dict) and not ANSWER.isdisjoint(value):
        return "api_v2"
    raise ConfigError(f"{path} is one JSON value, but no answer of the X API; {how}")
