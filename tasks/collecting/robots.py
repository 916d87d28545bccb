"""robots.txt (RFC 9309): asked once for each origin, and kept for a day."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from urllib.parse import urlsplit

from tasks.collecting.answers import Answer, Refusal
from tasks.collecting.get import Web
from tasks.collecting.outcomes import clean
from tasks.collecting.retries import ask
from tasks.collecting.rules import Rulebook, Rules, is_clear, read_rules
from tasks.collecting.terms import Sink, Terms
from tasks.parsing.urls import host_of
from warehouse import rows

MAX_BYTES = 500 * 1_024  # RFC 9309 §2.5: a parser must read at least this much; what follows is not kept
MAX_FILE_BYTES = 10_000_000
HOLDS = timedelta(days=1)  # RFC 9309 §2.4
MAX_HELD = 4_000_000  # code points of looks that wait to be written down

WriteDown = Callable[[list[rows.Robots]], None]


class Robots:
    """What the origins allow; `asked` are the looks of this task that nobody has written down yet."""

    def __init__(
        self,
        web: Web,
        *,
        run_id: str,
        day: date,
        held: Mapping[str, rows.Robots] | None = None,
        write_down: WriteDown | None = None,
    ) -> None:
        self.web, self.run_id, self.day = web, run_id, day
        self.held, self.write_down = held or {}, write_down
        self.asked: list[rows.Robots] = []
        self.rulebook = Rulebook()
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
            rules = self.rulebook.get(origin)
            if rules is None:
                look = await self.look(origin)
                rules = read_rules(look, self.web.policy.user_agent)
                self.rulebook.keep(origin, rules)
                host = self.web.hosts.of(url)
                host.delay_s = max(host.delay_s, rules.delay_s)
            return rules

    def signal_of(self, url: str) -> str | None:
        """What the rules read for the address's origin say of the use of its pages."""
        rules = self.rulebook.get(origin_of(url))
        return rules.signal if rules else None

    async def look(self, origin: str) -> rows.Robots:
        """The origin's robots.txt as kept, or asked anew where that is a day old or was no clear answer."""
        held = self.held.get(origin)
        if held and is_clear(held) and self.web.now() - held.fetched_at < HOLDS:
            return held
        found = bytearray()
        terms = Terms(
            max_bytes=MAX_FILE_BYTES, allowed=self.unless_resting, open_sink=lambda answer: beginning(found)
        )
        answer = await ask(self.web, f"{origin}/robots.txt", terms)
        look = self.as_row(origin, answer, bytes(found))
        self.asked.append(look)
        if self.write_down and sum(len(look.body or "") for look in self.asked) > MAX_HELD:
            self.finish()
        return look

    async def unless_resting(self, url: str) -> Refusal | None:
        """robots.txt itself needs no leave but its host's."""
        host = self.web.hosts.of(url)
        return self.web.hosts.refusal(host) if self.web.hosts.rests(host) else None

    def finish(self) -> None:
        """Have the looks written down."""
        if self.write_down and self.asked:
            self.write_down(self.asked)
            self.asked = []

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
