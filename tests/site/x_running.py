"""The running stand-in for the X API as tests see it: what it does, and what was paid."""

import json
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from tasks.parsing.snowflake import first_id
from tests.site.x_answers import ENDPOINTS, answer
from tests.site.x_faults import FAULTS, rate_limited, refused
from tests.site.x_fields import Dialect
from tests.site.x_guests import GUESTS
from tests.site.x_problems import NOT_ENROLLED, USAGE_CAP, Invalid, problem
from tests.site.x_question import Endpoint, Question
from tests.site.x_reply import Bill, Reply
from tests.site.x_tweets import Timeline
from tests.site.x_words import Item

WINDOW = timedelta(minutes=15)

Clock = Callable[[], datetime]
BeforeAnswer = Callable[[str, dict[str, str], int], None]


class Asked(NamedTuple):
    """One request; `status` is None where no answer was sent to its end."""

    path: str
    params: dict[str, str]
    authorization: str | None
    status: int | None


@dataclass(slots=True, kw_only=True)
class Window:
    """Fifteen minutes of requests of one kind."""

    limit: int
    left: int
    ends_at: datetime

    @property
    def headers(self) -> dict[str, str]:
        """What an answer says of it; the end is in seconds since 1970."""
        return {
            "x-rate-limit-limit": str(self.limit),
            "x-rate-limit-remaining": str(self.left),
            "x-rate-limit-reset": str(int(self.ends_at.timestamp())),
        }


@dataclass(slots=True, kw_only=True)
class XApi:
    """The running stand-in.

    Attributes:
        requests: all requests, in the order in which they were answered.
        paid: how often each tweet was sent in `data`.
        paid_included: how often each tweet was sent beside those.
        users_paid: how often each account was sent, in `data` or beside it.
        full_archive: whether search/all may be asked.
        windows: requests in 15 minutes by kind of path, where they are not X's own.
        cap: tweets in `data` after which nothing more is sold; None for no cap.
        slow_s: wait before a `slow` answer.
        before_answer: called with path, parameters and number of the request, from 1, just before its answer
            is sent. A reader that has hung up by then is not sent anything, and pays nothing.
    """

    timeline: Timeline
    clock: Clock
    token: str
    dialect: Dialect
    full_archive: bool
    windows: Mapping[str, int]
    cap: int | None
    slow_s: float
    before_answer: BeforeAnswer | None = None
    port: int = 0
    requests: list[Asked] = field(default_factory=list)
    paid: Counter[str] = field(default_factory=Counter)
    paid_included: Counter[str] = field(default_factory=Counter)
    users_paid: Counter[str] = field(default_factory=Counter)
    expired: bool = False
    arrived: int = 0
    tokens: int = 0
    steps: deque[str] = field(default_factory=deque)
    under_way: dict[str, Window] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def base(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self.port}"

    def script(self, steps: Iterable[str]) -> None:
        """What becomes of the next answers, one after the other: names of FAULTS; then they are honest.

        Raises:
            KeyError: there is no such fault.
        """
        self.steps = deque(steps)
        if unknown := set(self.steps) - FAULTS.keys():
            raise KeyError(*unknown)

    def expire(self) -> None:
        """From now on the token is not known."""
        self.expired = True

    def forget_tokens(self) -> None:
        """From now on the tokens of pages that were given are not known."""
        self.tokens += 1

    def arrive(self, path: str, params: dict[str, str], authorization: str | None) -> tuple[int, Reply]:
        """The number of a request, and what is to be answered."""
        with self.lock:
            self.arrived += 1
            fault = self.steps.popleft() if self.steps else "ok"
            reply = FAULTS[fault](self.reply(path, params, authorization))
            return self.arrived, replace(reply, after_s=self.slow_s) if fault == "slow" else reply

    def reply(self, path: str, params: dict[str, str], authorization: str | None) -> Reply:
        """The honest answer."""
        if guest := GUESTS.get(path):
            return guest(self.timeline, params, int(first_id(self.clock())))
        for endpoint in ENDPOINTS:
            if named := endpoint.path.fullmatch(path):
                return self.of_endpoint(endpoint, (*named.groups(), "")[0], path, params, authorization)
        return Reply(status=404, body=json.dumps(problem(404)).encode())

    def of_endpoint(
        self, endpoint: Endpoint, named: str, path: str, params: dict[str, str], authorization: str | None
    ) -> Reply:
        """The answer of an endpoint, or why there is none."""
        window = self.window(endpoint)
        limits = Reply(limits=window.headers)
        if window.left < 0:
            return rate_limited(limits)
        if self.expired or authorization != f"Bearer {self.token}":
            return refused(limits, problem(401))
        if endpoint.kind == "search/all" and not self.full_archive:
            return refused(limits, NOT_ENROLLED | {"status": 403})
        if self.cap is not None and self.paid.total() >= self.cap:
            return refused(limits, USAGE_CAP)
        question = Question(
            timeline=self.timeline,
            dialect=self.dialect,
            now=self.clock(),
            path=path,
            named=named,
            params=params,
            tokens=str(self.tokens),
        )
        try:
            body = answer(endpoint, question)
        except Invalid as error:
            return refused(limits, error.body)
        return replace(limits, body=json.dumps(body, ensure_ascii=False).encode(), bill=bill_of(body))

    def window(self, endpoint: Endpoint) -> Window:
        """The window of a kind of question, this one counted; below 0 are none left."""
        now, limit = self.clock(), self.windows.get(endpoint.kind, endpoint.limit)
        window = self.under_way.get(endpoint.kind)
        if window is None or now >= window.ends_at:
            window = Window(limit=limit, left=limit, ends_at=now + WINDOW)
            self.under_way[endpoint.kind] = window
        window.left = max(-1, window.left - 1)
        return window

    def settle(self, asked: Asked, bill: Bill) -> None:
        """Write down a request, and what it cost."""
        with self.lock:
            self.requests.append(asked)
            self.paid.update(bill.posts)
            self.paid_included.update(bill.included)
            self.users_paid.update(bill.users)


def bill_of(body: Item) -> Bill:
    """What an answer of either dialect costs."""
    data, includes = body.get("data", []), body.get("includes", {})
    items = data if isinstance(data, list) else [data]
    people = [item for item in items if "username" in item] + includes.get("users", [])
    return Bill(
        posts=tuple(item["id"] for item in items if "username" not in item),
        included=tuple(item["id"] for name in ("tweets", "posts") for item in includes.get(name, ())),
        users=tuple(who["id"] for who in people),
    )
