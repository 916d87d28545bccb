"""robots.txt (RFC 9309): asked once for each origin in a run."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import httpx
from protego import Protego

from tasks.collecting.get import Answer, Refusal, get
from tasks.collecting.policy import FetchPolicy

MAX_BYTES = 500 * 1_024  # RFC 9309 §2.5: a parser must read at least this much; what follows is not read
MAX_FILE_BYTES = 10_000_000
MAX_DELAY_S = 120.0
UNREACHED = ("connect_error", "timeout", "blocked_address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin allows: `refusal` stands for every address, else `parsed` is asked; None allows all."""

    parsed: Protego | None = None
    refusal: Refusal | None = None


class Robots:
    """The rules of the origins asked so far."""

    def __init__(self, http: httpx.AsyncClient, policy: FetchPolicy) -> None:
        self.http = http
        self.policy = replace(policy, max_bytes=MAX_FILE_BYTES)
        self.rules: dict[str, Rules] = {}
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def allowed(self, url: str) -> Refusal | None:
        """None where the address may be asked, else why not."""
        rules = await self.rules_of(url)
        if rules.refusal:
            return rules.refusal
        if rules.parsed is None or rules.parsed.can_fetch(url, self.policy.user_agent):
            return None
        return Refusal(outcome="robots_denied", error="robots.txt does not allow this address")

    async def delay_s(self, url: str) -> float:
        """Seconds the origin asks for between two requests, at most MAX_DELAY_S; 0 where it says nothing."""
        parsed = (await self.rules_of(url)).parsed
        asked = parsed.crawl_delay(self.policy.user_agent) if parsed else None
        return min(max(float(asked or 0), 0.0), MAX_DELAY_S)

    async def rules_of(self, url: str) -> Rules:
        """The rules of the address's origin."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self.locks[origin]:
            if origin not in self.rules:
                self.rules[origin] = read_rules(await get(self.http, f"{origin}/robots.txt", self.policy))
            return self.rules[origin]


def read_rules(answer: Answer) -> Rules:
    """The rules an answer to a request for robots.txt stands for (RFC 9309 §2.3.1)."""
    if answer.outcome == "read":
        return Rules(parsed=Protego.parse(answer.body[:MAX_BYTES].decode("utf-8-sig", "replace")))
    if answer.outcome in UNREACHED:
        return Rules(refusal=Refusal(outcome=answer.outcome, error=f"at robots.txt: {answer.error}"))
    if answer.outcome == "http_error" and (answer.status or 0) >= 500:
        return Rules(
            refusal=Refusal(
                outcome="robots_denied", error=f"robots.txt answered {answer.status}: not asked for now"
            )
        )
    if answer.outcome in ("broken_body", "too_large"):
        return Rules(
            refusal=Refusal(outcome="robots_denied", error=f"robots.txt cannot be read: {answer.error}")
        )
    return Rules()
