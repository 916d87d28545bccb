"""How one address is asked."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from tasks.collecting.answers import Answer, Refusal

Allowed = Callable[[str], Awaitable[Refusal | None]]
Sink = Callable[[bytes], object]


async def always_allowed(url: str) -> Refusal | None:
    """The rule for robots.txt itself, which needs no leave."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How one address is asked.

    Args:
        max_bytes: largest body, content encoding removed.
        allowed: asked before each hop whether it may be made.
        conditions: conditional headers, sent to the first address only.
        unwanted: given the Content-Type header, why the body need not be read, or None.
        onward: turns a whole answer into a `redirect` where its page leads on to another.
        takes_place: whether whoever asks leaves the place of a large body (`Answer.place`) when done with it.
        mine: whether an address may be asked here; a redirect to another ends the answer as `elsewhere`.
        way: the redirects that led to the address already, in another task.
        open_sink: given the answer before its body, where the body goes; without it the body is kept.
    """

    max_bytes: int
    allowed: Allowed = always_allowed
    conditions: Mapping[str, str] = field(default_factory=dict)
    unwanted: Callable[[str | None], str | None] = lambda content_type: None
    onward: Callable[[Answer], Answer] = lambda answer: answer
    takes_place: bool = False
    mine: Callable[[str], bool] = lambda url: True
    way: tuple[tuple[int, str], ...] = ()
    open_sink: Callable[[Answer], Sink] | None = None
