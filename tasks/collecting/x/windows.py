"""Windows of ids: what of a question was read, what is still to be read, and where to go on.

A window is read newest first. One that was not read to its end, because the budget was spent or the process
killed, is gone on with: in the same run by the page's token, later by until_id, since a token does not last.
A list has no ids to go on by, only the token: a window that the next run could not go on with is left.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tasks.collecting.x.queries import Query
from tasks.parsing.snowflake import first_id
from warehouse.keys import key
from warehouse.tweet_rows import XRead

SEARCHED_DAYS = timedelta(days=7) - timedelta(minutes=2)  # how far back a recent search goes, with a margin


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The tweets after `since_id` and before `until_id`, either None for no bound.

    `newest_id` and `oldest_id` bound what was read of it. `token` is the next page's. `missed`: the question
    may no longer be asked for its oldest part.
    """

    window_id: str
    since_id: str | None
    until_id: str | None
    newest_id: str | None = None
    oldest_id: str | None = None
    token: str | None = None
    missed: bool = False

    @property
    def params(self) -> dict[str, str]:
        """The bounds as parameters."""
        given = {"since_id": self.since_id, "until_id": self.until_id}
        return {name: value for name, value in given.items() if value}

    @property
    def is_empty(self) -> bool:
        """Whether no tweet can be in it: all of it is out of the question's reach."""
        return (
            bool(self.since_id and self.until_id) and int(self.until_id or 0) <= int(self.since_id or 0) + 1
        )

    def after(self, ids: Sequence[str], token: str | None) -> "Window":
        """The window after a page with these tweets."""
        known = [int(name) for name in (*ids, self.newest_id, self.oldest_id) if name]
        newest, oldest = (str(max(known)), str(min(known))) if known else (None, None)
        return replace(self, newest_id=newest, oldest_id=oldest, token=token)

    def without_token(self) -> "Window":
        """The rest of the window, named by its bounds instead of by a token."""
        return replace(self, until_id=self.oldest_id or self.until_id, token=None)


def windows_to_read(
    query: Query,
    reads: Iterable[XRead],
    *,
    run_id: str,
    now: datetime,
    begins_at: datetime,
    span: tuple[datetime, datetime] | None = None,
) -> list[Window]:
    """The windows of a question that are still to be read, those begun earlier first.

    Args:
        query: the question.
        reads: all its answers so far, this run's own among them.
        run_id: the run.
        now: the present.
        begins_at: where its first night begins.
        span: a backfill's first moment and the one after its last; None: what is new since the last night.
    """
    ended: dict[str, list[XRead]] = defaultdict(list)
    ordered = sorted(reads, key=lambda read: (read.asked_at, read.page_id))
    for read in ordered:
        ended[read.window_id].append(read)
    lasts = [group[-1] for group in ended.values()]
    begun = left_open(query, lasts, run_id, before=[read.run_id for read in ordered])
    if span:
        new = spanned(query, span)
        begun = [
            window for window in begun if window.window_id == new.window_id
        ]  # the others are the nights'
    elif any(read.run_id == run_id and read.window_id == fresh_id(query, run_id) for read in lasts):
        return [bounded(query, window, now) for window in begun]
    else:
        nights = [group[-1] for group in ended.values() if group[0].until_id is None]
        reached = [int(read.newest_id or read.since_id or 0) for read in nights]
        since = str(max(reached)) if any(reached) else before(first_id(begins_at))
        new = Window(window_id=fresh_id(query, run_id), since_id=since, until_id=None)
    if new.window_id not in ended:
        begun.append(new)
    return [bounded(query, window, now) for window in begun]


def left_open(query: Query, lasts: Iterable[XRead], run_id: str, *, before: Sequence[str]) -> list[Window]:
    """The windows that were not read to their end; of a list the run's own and those of the one before it."""
    last_run = next((name for name in reversed(before) if name != run_id), None)
    return [
        continued(query, read, run_id)
        for read in lasts
        if read.next_token and (query.by_id or read.run_id in (run_id, last_run))
    ]


def fresh_id(query: Query, run_id: str) -> str:
    """The id of the window that a run begins."""
    return key(query.query_id, run_id)


def spanned(query: Query, span: tuple[datetime, datetime]) -> Window:
    """The window of a backfill; the same span is the same window in every run."""
    first, end = first_id(span[0]), first_id(span[1])
    return Window(window_id=key(query.query_id, first, end), since_id=before(first), until_id=end)


def before(name: str) -> str:
    """The id before this one: since_id names the last tweet that is not wanted."""
    return str(max(1, int(name) - 1))


def continued(query: Query, read: XRead, run_id: str) -> Window:
    """A window begun earlier, as its last answer left it."""
    window = Window(
        window_id=read.window_id,
        since_id=read.since_id,
        until_id=read.until_id,
        newest_id=read.newest_id,
        oldest_id=read.oldest_id,
        token=read.next_token,
    )
    fresh = read.run_id == run_id or not query.by_id or read.oldest_id is None
    return window if fresh else window.without_token()


def bounded(query: Query, window: Window, now: datetime) -> Window:
    """The window, cut to what a recent search may still name."""
    least = first_id(now - SEARCHED_DAYS)
    if not query.recent or window.token or int(window.since_id or 0) >= int(least):
        return window
    return replace(window, since_id=least, missed=True)
