"""What every kind of source can say of itself."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def check_web_address(url: str) -> str:
    """An absolute http(s) address, or a ValueError that says so."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an absolute http:// or https:// address")
    if "@" in parts.netloc:
        raise ValueError("must not hold a name or password; isnad collects what anybody may read")
    return url


WebAddress = Annotated[str, AfterValidator(check_web_address)]


class Declared(BaseModel):
    """What every kind of source can say of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]{0,63}$", description="unique; lower-case letters, digits, hyphens"
    )
    language: str | None = Field(None, pattern=r"^[a-z]{2,3}$", description="home language, ISO 639")
    section: str | None = Field(None, description="section of the outlet this source covers")
    min_articles: int = Field(0, ge=0, description="articles a night it is expected to bring at least")
    max_addresses: int = Field(
        5_000, ge=1, le=1_000_000, description="addresses taken from it in one run at most"
    )
    delay_s: float | None = Field(
        None, ge=0, le=120, description="seconds between two requests to one of its hosts"
    )
