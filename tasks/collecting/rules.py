"""What robots.txt files mean for us, and a bounded number of them at hand."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from zlib import compress, decompress

from protego import Protego

from tasks.collecting.answers import Refusal, status_may_pass
from tasks.parsing.reservations import content_signal, lines_of
from warehouse import rows

MAX_DELAY_S = 120.0
MAX_TEXT = 4_000_000  # code points of all rules at hand as parsed; that takes twenty times as much
MAX_PACKED = 32_000_000  # bytes; beyond that the largest files are forgotten, which only hostile sites reach
UNREACHED = ("connect_error", "timeout", "blocked_address", "host_resting")
UNREADABLE = ("broken_body", "too_large", "not_modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin allows: `refusal` stands for every address, else `parsed` is asked; None allows all.

    `packed` is the text of our group, from which it is parsed again where it had to make room. `delay_s` is
    what it asks for between two requests, 0 where it says nothing.
    """

    parsed: Protego | None = None
    packed: bytes = b""
    refusal: Refusal | None = None
    signal: str | None = None
    delay_s: float = 0.0


class Rulebook:
    """The rules of every origin read, those asked for last parsed, the others packed."""

    def __init__(self) -> None:
        self.rules: dict[str, Rules] = {}
        self.parsed: OrderedDict[str, int] = OrderedDict()
        self.size = self.packed_size = 0

    def get(self, origin: str) -> Rules | None:
        """The rules of an origin, None where it was not read."""
        rules = self.rules.get(origin)
        if rules is None or not rules.packed:
            return rules
        if rules.parsed is None:
            rules = replace(rules, parsed=Protego.parse(decompress(rules.packed).decode()))
            self.keep(origin, rules)
        self.parsed.move_to_end(origin)
        return self.rules[origin]

    def keep(self, origin: str, rules: Rules) -> None:
        """Have the rules at hand; those asked for longest ago make room."""
        self.packed_size += 0 if origin in self.rules else len(rules.packed)
        self.rules[origin] = rules
        if not rules.packed:
            return
        while self.packed_size > MAX_PACKED and len(self.rules) > 1:
            self.forget(max(self.rules, key=lambda other: len(self.rules[other].packed)))
        if origin not in self.rules:
            return
        self.parsed[origin] = size = len(decompress(rules.packed))
        self.size += size
        while self.size > MAX_TEXT and len(self.parsed) > 1:
            other, size = self.parsed.popitem(last=False)
            self.size -= size
            self.rules[other] = replace(self.rules[other], parsed=None)

    def forget(self, origin: str) -> None:
        """Lose the rules of an origin; where they are needed again they are asked for again."""
        self.packed_size -= len(self.rules.pop(origin).packed)
        self.size -= self.parsed.pop(origin, 0)


def read_rules(look: rows.Robots, user_agent: str) -> Rules:
    """The rules a look at robots.txt stands for (RFC 9309 §2.3.1)."""
    if look.outcome == "read":
        return parse_rules(look.body or "", user_agent)
    if look.outcome in UNREACHED:
        return stay_out(look.outcome, f"at robots.txt: {look.error}")
    if look.outcome == "http_error" and in_trouble(look):
        return stay_out("robots_denied", f"robots.txt answered {look.status}: not asked for now")
    if look.outcome in UNREADABLE:
        return stay_out("robots_denied", f"robots.txt cannot be read: {look.error or look.outcome}")
    return Rules()


def parse_rules(text: str, user_agent: str) -> Rules:
    """The rules of our own group.

    The parser is given no other: it keeps each rule once for each agent of its group, and one file may name
    a thousand agents.
    """
    token = user_agent.partition("/")[0]
    lines = (f"{name}: {value}" for name, value in lines_of(text, token) if "agent" not in name)
    own = "\n".join(("User-agent: *", *lines))
    parsed = Protego.parse(own)
    delay_s = min(max(float(parsed.crawl_delay(user_agent) or 0), 0.0), MAX_DELAY_S)
    packed = compress(own.encode("utf-8", "replace"))
    return Rules(parsed=parsed, packed=packed, signal=content_signal(text, token), delay_s=delay_s)


def stay_out(outcome: str, error: str) -> Rules:
    """No address is asked now; another night may be better."""
    return Rules(refusal=Refusal(outcome=outcome, error=error, put_off=outcome != "blocked_address"))


def is_clear(look: rows.Robots) -> bool:
    """Whether the look may be kept for a day: the file itself, or the word that there is none."""
    return look.outcome in ("read", "empty") or (look.outcome == "http_error" and not in_trouble(look))


def in_trouble(look: rows.Robots) -> bool:
    """Whether the answer says nothing of the rules: a server error (5xx), or too many requests (429)."""
    return (look.status or 0) >= 500 or status_may_pass(look.status or 0)
