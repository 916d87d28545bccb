"""Settings, from environment variables that begin with ISNAD_; nothing else reads the environment."""

import os
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config.declared import WebAddress
from config.errors import ConfigError
from config.work import open_root

LANGUAGES = (
    "ar",
    "en",
    "fr",
    "ru",
    "fa",
    "tr",
    "he",
    "es",
    "de",
    "it",
    "pt",
    "nl",
    "uk",
    "ur",
    "zh",
    "ja",
    "ko",
)


def split_list(given: object) -> object:
    """A list as a person writes it in a variable: `1, 3`."""
    return (
        [part.strip() for part in given.strip("[] ").split(",") if part.strip()]
        if isinstance(given, str)
        else given
    )


Item = TypeVar("Item")
Listed = Annotated[tuple[Item, ...], NoDecode, BeforeValidator(split_list)]


class Settings(BaseSettings):
    """What a person may set; each key is the environment variable ISNAD_<KEY>."""

    model_config = SettingsConfigDict(env_prefix="ISNAD_", extra="ignore", frozen=True)

    root: Path = Field(Path("data"), description="folder of the warehouse, or s3://bucket/prefix")
    work: Path = Field(
        Path("isnad-work"),
        description="folder in which a warehouse in a bucket has its work folder: staging and locks",
    )
    sources: Path = Field(Path(__file__).with_name("sources.toml"), description="sources file")
    contact: str = Field(
        "", max_length=200, description="address or page for site owners, sent in the User-Agent"
    )
    delay_s: float = Field(5.0, ge=0, le=120, description="seconds between two requests to one host")
    requests_at_once: int = Field(32, ge=1, le=1_000, description="requests under way at the same time")
    requests_per_host: int = Field(1, ge=1, le=16, description="of these, to one host")
    attempts: int = Field(
        3,
        ge=1,
        le=10,
        description="times an address is asked where what fails may pass (429, 5xx, no answer)",
    )
    max_wait_s: float = Field(
        120.0,
        ge=0,
        le=3_600,
        description="longest wait before asking again; a host that wants more is left to the next night",
    )
    rest_after: int = Field(
        10, ge=1, le=1_000, description="failures in a row after which a host is left to the next night"
    )
    night_hours: float = Field(
        12.0, gt=0, le=24, description="hours a night may fetch; what is left is put off to the next one"
    )
    fetch_tasks: int = Field(
        1,
        ge=1,
        le=256,
        description="tasks that fetch at the same time, each whole hosts; one fills a network",
    )
    timeout_s: float = Field(
        20.0, gt=0, le=300, description="seconds to connect, and between two parts of an answer"
    )
    total_timeout_s: float = Field(
        60.0, gt=0, le=3_600, description="seconds for one attempt at an address, redirects included"
    )
    max_bytes: int = Field(10_000_000, ge=1_000, description="largest body kept, content encoding removed")
    max_redirects: int = Field(5, ge=0, le=20, description="redirects followed for one address")
    revisit_days: Listed[Annotated[int, Field(ge=1, le=60)]] = Field(
        (1, 3), description="days after which a kept article is looked at again, so that edits are found: 1,3"
    )
    reread_days: int = Field(
        3,
        ge=0,
        le=365,
        description="days after which a feed is read in full although it says it did not change",
    )
    x_token: SecretStr | None = Field(None, description="bearer token of the X API")
    x_token_block: str | None = Field(
        None, description="name of the Prefect Secret block that holds the token, where x_token is not set"
    )
    x_reads_per_run: int | None = Field(
        None,
        ge=0,
        description="tweets a run may read of the X API at most; required, since reads are paid",
    )
    x_reads_per_month: int | None = Field(
        None, ge=0, description="tweets all runs of a month (UTC) may read at most; required as well"
    )
    x_dialect: Literal["tweet", "post"] = Field(
        "tweet", description="names the X API is asked with: tweet.fields, or the newer post.fields"
    )
    x_max_wait_s: float = Field(
        960.0, ge=0, le=86_400, description="longest wait for one of the X API's windows, seconds"
    )
    x_api: WebAddress = Field("https://api.x.com", description="address of the X API")
    x_syndication: WebAddress = Field(
        "https://cdn.syndication.twimg.com", description="address of X's look-up of single tweets for guests"
    )
    x_oembed: WebAddress = Field("https://publish.x.com", description="address of X's oEmbed")
    hydrate_with: Listed[Literal["api", "syndication", "oembed"]] = Field(
        ("api", "syndication", "oembed"),
        description="where tweets known only from pages are looked up, in this order",
    )
    allow_loopback: bool = Field(False, description="may ask 127.0.0.0/8; for tests and the demo")
    languages: Listed[str] = Field(LANGUAGES, description="languages told apart, ISO 639-1")
    batch_pages: int = Field(200, ge=1, le=5_000, description="pages a task handles")
    page_timeout_s: float = Field(
        10.0, gt=0, le=600, description="seconds the extraction of one page may take"
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=256, description="extraction processes"
    )


PREFECT_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # its 20 s are too few on a busy machine
}


def prepare_prefect() -> None:
    """Have Prefect report nothing home and wait for its server; it reads this when it is imported.

    What a person has set is left as it is.
    """
    for name, value in PREFECT_DEFAULTS.items():
        os.environ.setdefault(name, value)


def load_settings(**given: object) -> Settings:
    """Settings from the environment; values given here (None excepted) come first.

    Where the root is a bucket, it becomes its work folder on this machine.

    Raises:
        ConfigError: a value is not allowed; the message names its variable.
    """
    try:
        settings = Settings(**{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        fault = error.errors()[0]
        raise ConfigError(f"setting ISNAD_{str(fault['loc'][0]).upper()}: {fault['msg']}") from None
    return settings.model_copy(update={"root": open_root(settings.root, settings.work)})
