"""How one address ended, before it becomes rows."""

from dataclasses import dataclass, replace

from tasks.collecting.large import Place

MAY_PASS = (408, 425, 429)
NEVER_PASS = (501, 505)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an address is not asked; `put_off` where another night may be better."""

    outcome: str
    error: str
    put_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How one address ended; `outcome` is `read` where `body` is whole, else one of those of fetches.

    `redirects` are the answers on the way, each with its status (0 for a page that refreshes to another)
    and address. `may_pass`: asked again at once it may go better. `put_off`: another night it may.
    `place` is a large body's, left by whoever is done with it.
    `waited_s` is the time its last request waited for that. `answer_s` is the time its requests took, without
    the pauses between them. `size` counts the bytes of the body, also where they went elsewhere; None where
    there was none.
    """

    outcome: str
    final_url: str
    attempts: int = 0
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    size: int | None = None
    error: str | None = None
    redirects: tuple[tuple[int, str], ...] = ()
    answer_s: float = 0.0
    waited_s: float = 0.0
    may_pass: bool = False
    put_off: bool = False
    place: Place | None = None

    def header(self, name: str) -> str | None:
        """The first header of this name (lower case), None where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def failed(self, outcome: str, error: str, *, may_pass: bool = False) -> "Answer":
        """The answer as one that brought nothing."""
        return replace(self, outcome=outcome, error=error, may_pass=may_pass, put_off=may_pass, body=b"")

    def refused(self, refusal: Refusal) -> "Answer":
        """The answer as one that ends before the next request."""
        return replace(self, outcome=refusal.outcome, error=refusal.error, put_off=refusal.put_off)


def status_may_pass(status: int) -> bool:
    """Whether an error of this status may be gone a little later (RFC 9110 §15)."""
    return status in MAY_PASS or (500 <= status < 600 and status not in NEVER_PASS)
