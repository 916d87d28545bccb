"""How to fetch: who we say we are, how fast, how much, and how often again."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPolicy:
    """The bounds of every request of a run; the settings of the same names say what each one means."""

    user_agent: str
    delay_s: float
    requests_at_once: int
    requests_per_host: int
    attempts: int
    max_wait_s: float
    rest_after: int
    timeout_s: float
    total_timeout_s: float
    max_bytes: int
    max_redirects: int
    allow_loopback: bool = False

    def share(self, parts: int) -> "FetchPolicy":
        """The policy of one of several fetchers that run at the same time: the requests are divided."""
        return replace(self, requests_at_once=max(1, self.requests_at_once // max(1, parts)))


def user_agent(version: str, contact: str) -> str:
    """The User-Agent of isnad; `contact` is a page or address for site owners, empty where none is set."""
    clean = "".join(char for char in contact if char.isascii() and char.isprintable() and char not in "()")
    return f"isnad/{version} (+{clean})" if clean.strip() else f"isnad/{version}"
