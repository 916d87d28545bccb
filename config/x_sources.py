"""Sources that are read through the X API: an account, a search, a list, or tweets by their ids."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.declared import Declared

MAX_QUERY_CHARS = 4_096  # of a full-archive search, the longest X takes

Id = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,18}$")]
Excluded = Literal["replies", "retweets"]


class XDeclared(Declared):
    """What every source of the X API can say: where its first night begins."""

    since: date | None = Field(
        None, description="first day wanted, UTC; the day before its first night where it is not given"
    )


class XUserSource(XDeclared):
    """The tweets of one account."""

    kind: Literal["x_user"]
    handle: str | None = Field(None, pattern=r"^@?[A-Za-z0-9_]{1,20}$", description="screen name")
    user_id: Id | None = Field(None, description="account id; it need not be looked up")
    exclude: tuple[Excluded, ...] = ()

    @model_validator(mode="after")
    def has_one(self) -> Self:
        """Exactly one of `handle` and `user_id` is given."""
        if bool(self.handle) == bool(self.user_id):
            raise ValueError('give either handle = "..." or user_id = "..."')
        return self


class XSearchSource(XDeclared):
    """What a query finds."""

    kind: Literal["x_search"]
    query: str = Field(min_length=1, max_length=MAX_QUERY_CHARS, description="query in X's language")
    archive: Literal["recent", "all"] = Field(
        "recent", description="recent: the last seven days; all: the full archive, where the token may"
    )


class XListSource(XDeclared):
    """The tweets of the members of a list."""

    kind: Literal["x_list"]
    list_id: Id


class XIdsSource(Declared):
    """Tweets by their ids, here or in a text file with one id a line."""

    kind: Literal["x_ids"]
    ids: tuple[Id, ...] = ()
    file: Path | None = None

    @model_validator(mode="after")
    def has_one(self) -> Self:
        """Exactly one of `ids` and `file` is given."""
        if bool(self.ids) == bool(self.file):
            raise ValueError('give either ids = ["..."] or file = "..."')
        return self


XSource = XUserSource | XSearchSource | XListSource | XIdsSource
X_MODELS: dict[str, type[Declared]] = {
    "x_user": XUserSource,
    "x_search": XSearchSource,
    "x_list": XListSource,
    "x_ids": XIdsSource,
}
