"""A question read page by page: each answer comes with its cost and where to go on."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tasks.collecting.answers import Answer
from tasks.collecting.x.access import Budget, Dialect
from tasks.collecting.x.api import XApi, problem
from tasks.collecting.x.queries import (
    LOOKUP_IDS,
    MOST_BESIDE,
    Query,
    account_lookup,
    account_query_id,
    lookup,
)
from tasks.collecting.x.windows import Window
from tasks.parsing.x.answered import Answered, load_object, read_answered
from warehouse.keys import key

NOTHING = Answered(posts=(), included=(), users=(), next_token=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One question and its answer; `window` is as it is afterwards, `reads` what it cost of the budget.

    `again`: the window is read from its start once more, so that the same address may be asked again.
    """

    path: str
    query_id: str
    window: Window
    answer: Answer
    asked_at: datetime
    answered: Answered = NOTHING
    asked: tuple[str, ...] = ()
    reads: int = 0
    again: bool = False


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads questions within one budget; `seen` are the tweets that were paid for on `day`, UTC."""

    api: XApi
    budget: Budget
    dialect: Dialect
    day: date
    seen: set[str] = field(default_factory=set)

    async def read_window(self, query: Query, window: Window) -> AsyncIterator[Brought]:
        """The pages of a window, to its end or to what stops it; the last one says which."""
        retold, last = False, 0
        while True:
            size = min(query.most, self.affordable())
            if size < query.least:
                yield self.stopped(query.path, query.query_id, window)
                return
            if last and last != size and query.by_id and window.oldest_id:
                window = window.without_token()  # a token belongs to pages of one size
            last = size
            params = {**query.params, **(window.params if query.by_id else {}), "max_results": str(size)}
            if window.token:
                params[query.token_name] = window.token
            brought = await self.ask(query.path, params, query.query_id, window)
            if is_stale(brought, window) and not retold and self.costs_nothing_twice(query, window):
                retold, window = True, window.without_token()
                continue
            if not query.by_id:
                brought = closed_where_known(brought)
            brought = replace(refused_where_empty(brought), again=retold)
            yield brought
            window = brought.window
            if brought.answer.outcome != "read" or not window.token:
                return

    def affordable(self) -> int:
        """Tweets that may be asked for now, whatever comes beside them."""
        self.turn(self.api.now())
        return self.budget.left // (1 + MOST_BESIDE)

    def turn(self, now: datetime) -> None:
        """On another day tweets are paid for again, and another month has a share of its own."""
        today = now.date()
        if today <= self.day:
            return
        self.seen.clear()
        if (today.year, today.month) != (self.day.year, self.day.month):
            self.budget.month = 0
        self.day = today

    def costs_nothing_twice(self, query: Query, window: Window) -> bool:
        """Whether a window can go on with without its token: by its bounds, or all of it is paid."""
        return query.by_id or window.oldest_id is None or window.oldest_id in self.seen

    async def look_up(self, ids: Sequence[str]) -> AsyncIterator[Brought]:
        """Tweets by their ids, a hundred at a time; those that were read today are not asked for again."""
        waiting = [name for name in dict.fromkeys(ids) if name not in self.seen]
        while waiting:
            asked = tuple(waiting[: min(LOOKUP_IDS, self.affordable())])
            path, params = lookup(asked, self.dialect)
            name = key(path, *asked)
            window = Window(window_id=name, since_id=None, until_id=None)
            if not asked:
                yield self.stopped(path, name, window)
                return
            brought = replace(await self.ask(path, params, name, window), asked=asked)
            yield brought
            if brought.answer.outcome != "read":
                return
            waiting = waiting[len(asked) :]

    async def account(self, handle: str) -> Brought:
        """An account by its screen name."""
        path, params = account_lookup(handle)
        name = account_query_id(handle)
        window = Window(window_id=name, since_id=None, until_id=None)
        if not self.affordable():
            return self.stopped(path, name, window)
        return replace(await self.ask(path, params, name, window), again=True)

    async def ask(self, path: str, params: Mapping[str, str], query_id: str, window: Window) -> Brought:
        """One question, counted."""
        answer = await self.api.ask(path, params)
        asked_at = self.api.asked_at or self.api.now()
        self.turn(asked_at)
        brought = Brought(path=path, query_id=query_id, window=window, answer=answer, asked_at=asked_at)
        if answer.outcome != "read":
            return brought
        answered = read_answered(answer.body)
        new = {*answered.posts, *answered.included} - self.seen
        self.seen |= new
        self.budget.spend(len(new))
        window = window.after(answered.posts, answered.next_token)
        return replace(brought, window=window, answered=answered, reads=len(new))

    def left_alone(self, url: str, why: str) -> Brought:
        """What must not be asked for."""
        answer = Answer(outcome="forgotten", final_url=url, error=why)
        window = Window(window_id=key(url), since_id=None, until_id=None)
        return Brought(
            path=url, query_id=window.window_id, window=window, answer=answer, asked_at=self.api.now()
        )

    def stopped(self, path: str, query_id: str, window: Window) -> Brought:
        """The question that is not asked any more."""
        why = f"the budget of reads is spent, or too small for what a page may cost: {self.budget.said}"
        answer = Answer(outcome="reads_spent", final_url=f"{self.api.access.base}{path}", error=why)
        return Brought(
            path=path,
            query_id=query_id,
            window=window,
            answer=replace(answer, put_off=True),
            asked_at=self.api.now(),
        )


def is_stale(brought: Brought, window: Window) -> bool:
    """Whether the answer refuses the page's token, which may be too old."""
    answer = brought.answer
    return bool(window.token) and answer.status == 400 and "token" in (answer.error or "")


def refused_where_empty(brought: Brought) -> Brought:
    """A page always says how many tweets it has: one that has none and does not is an error, and no end."""
    answer = brought.answer
    if answer.outcome != "read" or brought.answered.posts or "meta" in load_object(answer.body):
        return brought
    why = f"the X API answered without tweets: {problem(answer.body) or 'it does not say why'}"
    return replace(brought, answer=answer.failed("http_error", why))


def closed_where_known(brought: Brought) -> Brought:
    """For a question without bounds: the window ends at the first page that reaches what was read before."""
    since, window = int(brought.window.since_id or 0), brought.window
    if any(int(name) <= since for name in brought.answered.posts):
        return replace(brought, window=replace(window, token=None))
    return brought
