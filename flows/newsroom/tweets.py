"""The invented tweets that outlets embed: what stands in tweets.toml, as values."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zlib import crc32

EPOCH_MS = 1288834974657  # X developer documentation, "Twitter IDs (snowflake)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tweet:
    """One invented tweet; `text` is paragraphs, `label` the date as an embed writes it."""

    name: str
    handle: str
    author: str
    language: str
    posted: datetime
    label: str
    text: tuple[str, ...]
    host: str = "twitter.com"
    path: str = ""
    quotes: str | None = None

    @property
    def tweet_id(self) -> str:
        """The snowflake of its time; the low bits come from its name."""
        elapsed_ms = int(self.posted.timestamp() * 1000) - EPOCH_MS
        return str(elapsed_ms << 22 | crc32(self.name.encode()) & 0x3FFFFF)

    @property
    def url(self) -> str:
        """Its address, on the host this outlet's editors copied it from."""
        return f"https://{self.host}/{self.handle}/status/{self.tweet_id}{self.path}"


@cache
def load_tweets() -> dict[str, Tweet]:
    """Every tweet by name."""
    raw = tomllib.loads(Path(__file__).with_name("tweets.toml").read_text("utf-8"))
    return {name: Tweet(name=name, **item | {"text": tuple(item["text"])}) for name, item in raw.items()}
