"""robots.txt (RFC 9309): asked once for each origin, and kept for a day."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from protego import Protego

from tasks.collecting.answers import Answer, Refusal, status_may_pass
from tasks.collecting.get import Web
from tasks.collecting.outcomes import clean
from tasks.collecting.retries import ask
from tasks.collecting.terms import Sink, Terms
from tasks.parsing.reservations import content_signal
from tasks.parsing.urls import host_of
from warehouse import rows

MAX_BYTES = 500 * 1_024  # RFC 9309 §2.5: a parser must read at least this much; what follows is not kept
MAX_FILE_BYTES = 10_000_000
MAX_DELAY_S = 120.0
HOLDS = timedelta(days=1)  # RFC 9309 §2.4
UNREACHED = ("connect_error", "timeout", "blocked_address", "host_resting")
UNREADABLE = ("broken_body", "too_large")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin allows: `refusal` stands for every address, else `parsed` is asked; None allows all."""

    parsed: Protego | None = None
    refusal: Refusal | None = None
    signal: str | None = None


class Robots:
    """The rules of the origins asked so far; `asked` are the looks of this task."""

    def __init__(
        self, web: Web, run_id: str, day: date, held: Mapping[str, rows.Robots] | None = None
    ) -> None:
        self.web, self.run_id, self.day = web, run_id, day
        self.held = held or {}
        self.asked: list[rows.Robots] = []
        self.rules: dict[str, Rules] = {}
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def allowed(self, url: str) -> Refusal | None:
        """None where the address may be asked, else why not."""
        rules = await self.rules_of(url)
        if rules.refusal:
            return rules.refusal
        if rules.parsed is None or rules.parsed.can_fetch(url, self.web.policy.user_agent):
            return None
        return Refusal(outcome="robots_denied", error="robots.txt does not allow this address")

    async def rules_of(self, url: str) -> Rules:
        """The rules of the address's origin; its host is slowed down to the delay they ask for."""
        origin = origin_of(url)
        async with self.locks[origin]:
            if origin not in self.rules:
                self.rules[origin] = read_rules(await self.look(origin), self.web.policy.user_agent)
                host = self.web.hosts.of(url)
                host.delay_s = max(host.delay_s, delay_s(self.rules[origin], self.web.policy.user_agent))
            return self.rules[origin]

    def signal_of(self, url: str) -> str | None:
        """What the rules read for the address's origin say of the use of its pages."""
        rules = self.rules.get(origin_of(url))
        return rules.signal if rules else None

    async def look(self, origin: str) -> rows.Robots:
        """The origin's robots.txt as kept, or asked anew where that is a day old or was no clear answer."""
        held = self.held.get(origin)
        if held and is_clear(held) and self.web.now() - held.fetched_at < HOLDS:
            return held
        found = bytearray()
        answer = await ask(
            self.web,
            f"{origin}/robots.txt",
            Terms(max_bytes=MAX_FILE_BYTES, open_sink=lambda answer: beginning(found)),
        )
        look = self.as_row(origin, answer, bytes(found))
        self.asked.append(look)
        return look

    def as_row(self, origin: str, answer: Answer, found: bytes) -> rows.Robots:
        """One look as a row."""
        text = found.decode("utf-8-sig", "replace") if answer.outcome == "read" else None
        return rows.Robots(
            origin=origin,
            run_id=self.run_id,
            date=self.day,
            host=host_of(origin),
            outcome=answer.outcome,
            status=answer.status,
            error=clean(answer.error),
            body=text,
            fetched_at=self.web.now(),
        )


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def beginning(found: bytearray) -> Sink:
    """Where a body goes of which the first MAX_BYTES are kept; what an earlier attempt left is dropped."""
    found.clear()

    def keep(part: bytes) -> None:
        found.extend(part[: MAX_BYTES - len(found)])

    return keep


def is_clear(look: rows.Robots) -> bool:
    """Whether the look may be kept for a day: the file itself, or the word that there is none."""
    return look.outcome in ("read", "empty") or (look.outcome == "http_error" and not in_trouble(look))


def in_trouble(look: rows.Robots) -> bool:
    """Whether the answer says nothing of the rules: a server error (5xx), or too many requests (429)."""
    return (look.status or 0) >= 500 or status_may_pass(look.status or 0)


def delay_s(rules: Rules, user_agent: str) -> float:
    """Seconds the origin asks for between two requests, at most MAX_DELAY_S; 0 where it says nothing."""
    asked = rules.parsed.crawl_delay(user_agent) if rules.parsed else None
    return min(max(float(asked or 0), 0.0), MAX_DELAY_S)


def read_rules(look: rows.Robots, user_agent: str) -> Rules:
    """The rules a look at robots.txt stands for (RFC 9309 §2.3.1)."""
    if look.outcome == "read":
        text = look.body or ""
        token = user_agent.partition("/")[0]
        return Rules(parsed=Protego.parse(text), signal=content_signal(text, token))
    if look.outcome in UNREACHED:
        return stay_out(look.outcome, f"at robots.txt: {look.error}")
    if look.outcome == "http_error" and in_trouble(look):
        return stay_out("robots_denied", f"robots.txt answered {look.status}: not asked for now")
    if look.outcome in UNREADABLE:
        return stay_out("robots_denied", f"robots.txt cannot be read: {look.error}")
    return Rules()


def stay_out(outcome: str, error: str) -> Rules:
    """No address is asked now; another night may be better."""
    return Rules(refusal=Refusal(outcome=outcome, error=error, put_off=outcome != "blocked_address"))
