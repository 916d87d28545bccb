"""How to fetch: who we say we are, how fast, and how much."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPolicy:
    """The bounds of every request of a run."""

    user_agent: str
    delay_s: float
    hosts_at_once: int
    timeout_s: float
    total_timeout_s: float
    max_bytes: int
    max_redirects: int
    allow_loopback: bool = False

    def share(self, parts: int) -> "FetchPolicy":
        """The policy of one of several fetchers that run at the same time: the hosts are divided."""
        return replace(self, hosts_at_once=max(1, self.hosts_at_once // max(1, parts)))


def user_agent(version: str, contact: str) -> str:
    """The User-Agent of isnad; `contact` is a page or address for site owners, empty where none is set."""
    clean = "".join(char for char in contact if char.isascii() and char.isprintable() and char not in "()")
    return f"isnad/{version} (+{clean})" if clean.strip() else f"isnad/{version}"
