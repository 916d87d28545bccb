"""One question to the X API, whose parameters are read as X reads them: in its dialect, or refused."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from tests.site.x_fields import EXPANSIONS, FIELDS, Dialect, spell
from tests.site.x_problems import Invalid
from tests.site.x_tweets import Timeline
from tests.site.x_words import Item

TOKENS = ("next_token", "pagination_token")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request; `named` is what its path names: an id or a handle. `tokens` marks the tokens that hold."""

    timeline: Timeline
    dialect: Dialect
    now: datetime
    path: str
    named: str
    params: dict[str, str]
    tokens: str

    def listed(self, name: str, allowed: Iterable[str] = ()) -> list[str]:
        """The values of a parameter, as the newer or older dialect has them, in the older one's words."""
        given = [value for value in self.params.get(spell(name, self.dialect), "").split(",") if value]
        known = {spell(value, self.dialect): value for value in allowed}
        for value in given if allowed else ():
            if value not in known:
                shown, choices = spell(name, self.dialect), ",".join(sorted(known))
                message = f"The `{shown}` query parameter value [{value}] is not one of [{choices}]"
                raise Invalid(shown, value, message)
        return [known.get(value, value) for value in given]

    def fields(self, kind: str) -> list[str]:
        """The fields asked for, with those that come with an expansion."""
        asked = self.listed(kind, FIELDS[kind])
        return asked + [EXPANSIONS[name] for name in self.expansions] if kind == "tweet.fields" else asked

    @property
    def expansions(self) -> list[str]:
        """The expansions asked for."""
        return self.listed("expansions", EXPANSIONS)

    def whole(self, name: str, default: int) -> int:
        """A parameter that is a number."""
        given = self.params.get(name, str(default))
        if not (given.isascii() and given.isdigit() and len(given) < 20):
            raise Invalid(name, given, f"The `{name}` query parameter value [{given}] is not valid")
        return int(given)

    def moment(self, name: str) -> datetime | None:
        """A parameter that is a moment with its zone (RFC 3339)."""
        given = self.params.get(name)
        try:
            at = datetime.fromisoformat(given) if given else None
        except ValueError:
            at = None
        if given and (at is None or at.tzinfo is None):
            raise Invalid(
                name, given, f"The `{name}` query parameter value [{given}] is not a valid date time"
            )
        return at

    @property
    def mark(self) -> str:
        """What its tokens begin with: the same for the same question, whatever page of it is asked."""
        own = sorted((name, value) for name, value in self.params.items() if name not in TOKENS)
        return sha256(repr((self.tokens, self.path, own)).encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One kind of question: its path, its own parameters, requests in 15 minutes, and what answers it."""

    kind: str
    path: re.Pattern[str]
    own: tuple[str, ...]
    limit: int
    answer: Callable[[Question], Item]

    def check_names(self, question: Question) -> None:
        """Refuse parameters that it does not have, those of the other dialect among them."""
        own = [*self.own, "expansions", *(spell(name, question.dialect) for name in FIELDS)]
        for name, value in question.params.items():
            if name not in own:
                raise Invalid(name, value, f"The query parameter [{name}] is not one of [{','.join(own)}]")
