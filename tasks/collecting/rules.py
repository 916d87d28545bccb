"""What robots.txt files mean for us, and a bounded number of them at hand."""

from collections import OrderedDict
from dataclasses import dataclass

from protego import Protego

from tasks.collecting.answers import Refusal, status_may_pass
from tasks.parsing.reservations import content_signal, lines_of
from warehouse import rows

MAX_DELAY_S = 120.0
MAX_TEXT = 4_000_000  # code points of all files at hand; parsed they take twenty times as much
UNREACHED = ("connect_error", "timeout", "blocked_address", "host_resting")
UNREADABLE = ("broken_body", "too_large", "not_modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin allows: `refusal` stands for every address, else `parsed` is asked; None allows all.

    `delay_s` is what it asks for between two requests, 0 where it says nothing.
    """

    parsed: Protego | None = None
    refusal: Refusal | None = None
    signal: str | None = None
    delay_s: float = 0.0


class Rulebook:
    """The rules read last; those asked for longest ago make room."""

    def __init__(self) -> None:
        self.rules: OrderedDict[str, tuple[Rules, int]] = OrderedDict()
        self.size = 0

    def get(self, origin: str) -> Rules | None:
        """The rules of an origin, where they are at hand."""
        if origin not in self.rules:
            return None
        self.rules.move_to_end(origin)
        return self.rules[origin][0]

    def keep(self, origin: str, rules: Rules, size: int) -> None:
        """Have the rules at hand; `size` is that of their text."""
        self.rules[origin] = (rules, size)
        self.size += size
        while self.size > MAX_TEXT and len(self.rules) > 1:
            self.size -= self.rules.popitem(last=False)[1][1]


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
    parsed = Protego.parse("\n".join(("User-agent: *", *lines)))
    delay_s = min(max(float(parsed.crawl_delay(user_agent) or 0), 0.0), MAX_DELAY_S)
    return Rules(parsed=parsed, signal=content_signal(text, token), delay_s=delay_s)


def stay_out(outcome: str, error: str) -> Rules:
    """No address is asked now; another night may be better."""
    return Rules(refusal=Refusal(outcome=outcome, error=error, put_off=outcome != "blocked_address"))


def is_clear(look: rows.Robots) -> bool:
    """Whether the look may be kept for a day: the file itself, or the word that there is none."""
    return look.outcome in ("read", "empty") or (look.outcome == "http_error" and not in_trouble(look))


def in_trouble(look: rows.Robots) -> bool:
    """Whether the answer says nothing of the rules: a server error (5xx), or too many requests (429)."""
    return (look.status or 0) >= 500 or status_may_pass(look.status or 0)
