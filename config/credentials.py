"""What opens a bucket: the variables that everything for S3 knows, or a block of Prefect's; kept nowhere."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.declared import WebAddress
from config.errors import ConfigError

NEEDED = (
    "a bucket needs credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ISNAD_S3_BLOCK to a "
    "Secret block of Prefect's that holds both as JSON"
)


class Credentials(BaseSettings):
    """Who asks, and where; a value that is given comes before the variable of its name."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    access_key_id: SecretStr | None = Field(None, validation_alias="AWS_ACCESS_KEY_ID")
    secret_access_key: SecretStr | None = Field(None, validation_alias="AWS_SECRET_ACCESS_KEY")
    session_token: SecretStr | None = Field(None, validation_alias="AWS_SESSION_TOKEN")
    region: str = Field("us-east-1", validation_alias=AliasChoices("AWS_REGION", "AWS_DEFAULT_REGION"))
    endpoint: WebAddress | None = Field(
        None, validation_alias=AliasChoices("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    )

    @property
    def key_id(self) -> str:
        """The public part of the key."""
        return self.access_key_id.get_secret_value() if self.access_key_id else ""

    @property
    def secret(self) -> str:
        """The secret part."""
        return self.secret_access_key.get_secret_value() if self.secret_access_key else ""

    @property
    def token(self) -> str | None:
        """What makes a key that is lent for a time valid."""
        return self.session_token.get_secret_value() if self.session_token else None


class Block(BaseSettings):
    """Which block of Prefect's holds the credentials; none by default."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    name: str | None = Field(None, validation_alias="ISNAD_S3_BLOCK")


def load_credentials() -> Credentials:
    """The credentials of this process.

    Raises:
        ConfigError: they are not set, or not as they must be; the message never holds one.
    """
    block = Block().name  # type: ignore[call-arg]
    try:
        found = Credentials(**(read_block(block) if block else {}))
    except ValidationError as error:
        fault = error.errors()[0]
        raise ConfigError(f"{fault['loc'][0]}: {fault['msg']}") from None
    if not found.key_id or not found.secret:
        raise ConfigError(NEEDED)
    return found


@cache
def read_block(name: str) -> dict[str, Any]:
    """What the Secret block holds: the variables by name.

    Prefect's own call gives a coroutine where a loop runs, so it is made where none does.

    Raises:
        ConfigError: there is no such block, or it holds no JSON object.
    """
    from prefect.blocks.system import Secret

    def load() -> Any:
        return Secret.load(name).get()  # type: ignore[union-attr]

    try:
        with ThreadPoolExecutor(1) as pool:
            value = pool.submit(load).result()
    except ValueError as error:
        raise ConfigError(f"ISNAD_S3_BLOCK: {error}; make the block in Prefect's UI under Blocks") from None
    if not isinstance(value, dict):
        raise ConfigError(
            f'ISNAD_S3_BLOCK: the block {name} must hold a JSON object such as {{"AWS_ACCESS_KEY_ID": …}}'
        )
    return value
