"""The ids that a source of kind x_ids names, here or in its file."""

from pathlib import Path

from config.errors import ConfigError
from config.x_sources import XIdsSource, XSource
from tasks.parsing.tweet_urls import parse_tweet_id, parse_tweet_url


def ids_of(source: XIdsSource) -> list[str]:
    """The ids of a source, each once; a line of its file may be an id or the address of a tweet.

    Raises:
        ConfigError: the file cannot be read.
    """
    lines = source.ids or read_lines(source.file)
    return [name for line in lines if (name := id_in(line))]


def invalid_lines(source: XSource) -> list[str]:
    """The lines of a file of ids that hold none."""
    if not isinstance(source, XIdsSource) or source.file is None:
        return []
    return [line for line in read_lines(source.file) if not id_in(line)]


def read_lines(file: Path | None) -> list[str]:
    """The lines of a file that say something."""
    try:
        text = file.read_text("utf-8-sig") if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the ids at {file} cannot be read: {error}") from None
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def id_in(line: str) -> str | None:
    """The id that a line is, or that the address in it names."""
    address = parse_tweet_url(line)
    return address.tweet_id if address else parse_tweet_id(line)
