"""From settings to what the tasks are told."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from importlib.metadata import version
from uuid import uuid4

from prefect.blocks.system import Secret
from pydantic import SecretStr

from config.errors import ConfigError
from config.settings import Settings
from config.sources import Source, split_sources
from tasks.clock import Clock, utc_now
from tasks.collecting.policy import FetchPolicy, user_agent
from tasks.collecting.x.access import XAccess
from tasks.job import Job


def make_policy(settings: Settings) -> FetchPolicy:
    """How to fetch, as set."""
    return FetchPolicy(
        user_agent=user_agent(version("isnad"), settings.contact),
        delay_s=settings.delay_s,
        requests_at_once=settings.requests_at_once,
        requests_per_host=settings.requests_per_host,
        attempts=settings.attempts,
        max_wait_s=settings.max_wait_s,
        rest_after=settings.rest_after,
        timeout_s=settings.timeout_s,
        total_timeout_s=settings.total_timeout_s,
        max_bytes=settings.max_bytes,
        max_redirects=settings.max_redirects,
        allow_loopback=settings.allow_loopback,
    )


def make_access(settings: Settings, sources: Iterable[Source]) -> XAccess | None:
    """How the X API may be asked; None where no source needs it.

    Raises:
        ConfigError: one does, and the token or the budget is not set.
    """
    if not split_sources(sources)[1]:
        return None
    return require_access(settings)


def require_access(settings: Settings) -> XAccess:
    """How the X API may be asked.

    Raises:
        ConfigError: the token or the budget is not set; the message names the variable.
    """
    check_access(settings)
    return XAccess(
        base=settings.x_api.rstrip("/"),
        token=clean_token(settings.x_token or read_block(settings.x_token_block or "")),
        dialect=settings.x_dialect,
        max_wait_s=settings.x_max_wait_s,
        reads_per_run=settings.x_reads_per_run or 0,
        reads_per_month=settings.x_reads_per_month or 0,
    )


def check_access(settings: Settings) -> None:
    """See that what reading X needs is set.

    Raises:
        ConfigError: it is not; the message names the variable.
    """
    if not settings.x_token and not settings.x_token_block:
        raise ConfigError(
            "reading X needs a token: set ISNAD_X_TOKEN, or ISNAD_X_TOKEN_BLOCK to a Secret block"
        )
    for name in ("x_reads_per_run", "x_reads_per_month"):
        if getattr(settings, name) is None:
            raise ConfigError(
                f"reading X is paid by the tweet: set ISNAD_{name.upper()} to the number of tweets allowed"
            )


def clean_token(given: SecretStr) -> SecretStr:
    """The token without the blanks around it, which come with a file or a form.

    Raises:
        ConfigError: no header can carry it; the message does not tell it.
    """
    token = given.get_secret_value().strip()
    if not token or not all("!" <= letter <= "~" for letter in token):
        raise ConfigError("the token of the X API is empty, or holds blanks or letters that no token has")
    return SecretStr(token)


def read_block(name: str) -> SecretStr:
    """The token in a Prefect Secret block.

    Raises:
        ConfigError: there is no such block.
    """
    try:
        value = Secret.load(name).get()  # type: ignore[union-attr]
        if not isinstance(value, str):
            raise ValueError(f"the block {name} holds a {type(value).__name__}, not a text")
    except ValueError as error:
        raise ConfigError(
            f"ISNAD_X_TOKEN_BLOCK: {error}; make the block in Prefect's UI under Blocks"
        ) from None
    return SecretStr(value)


def make_job(settings: Settings, day: date, started_at: datetime, clock: Clock = utc_now) -> Job:
    """One run as its tasks are told of it; its id is its start and a random part."""
    return Job(
        run_id=f"{started_at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}",
        day=day,
        root=settings.root.resolve(),
        policy=make_policy(settings),
        languages=settings.languages,
        batch_pages=settings.batch_pages,
        page_timeout_s=settings.page_timeout_s,
        workers=settings.workers,
        lots=settings.fetch_tasks,
        until=started_at + timedelta(hours=settings.night_hours),
        revisit_days=settings.revisit_days,
        reread_days=settings.reread_days,
        clock=clock,
    )
