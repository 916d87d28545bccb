"""An answer before it is sent: what it says, and what it costs once it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Ids of the tweets in `data`, of the tweets and the accounts beside them, and of accounts in `data`."""

    posts: tuple[str, ...] = ()
    included: tuple[str, ...] = ()
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer; `limits` are the headers of the rate limit, which guests are not told.

    `after_s` is a wait before it, `stream` a body in place of `body`. Where it is `dropped` nothing is sent.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    limits: Mapping[str, str] = field(default_factory=dict)
    bill: Bill = field(default_factory=Bill)
    after_s: float = 0
    stream: Iterable[bytes] = ()
    dropped: bool = False
