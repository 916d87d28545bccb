"""Read X: from the sources that are read through its API to pages, each answer on disk before the next."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import assert_never

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from config.errors import ConfigError
from config.x_sources import XIdsSource, XListSource, XSearchSource, XSource, XUserSource
from tasks.collecting.answers import Answer
from tasks.collecting.client import open_client
from tasks.collecting.x.access import Budget
from tasks.collecting.x.api import XApi
from tasks.collecting.x.pages import Brought, Reader
from tasks.collecting.x.queries import Query, account_query_id, list_query, search_query, user_query
from tasks.collecting.x.rows import Asker, keep
from tasks.collecting.x.windows import Window, windows_to_read
from tasks.job import Job
from tasks.parsing.x.answered import read_answered
from tasks.x_ids import ids_of, invalid_lines
from tasks.x_shelf import XShelf
from warehouse.forget import ACCOUNTS, HANDLES, TWEETS, forgotten_values
from warehouse.reads import account_id, paid, reads_of, spent, staged_answers, staged_reads
from warehouse.staging import is_staged

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What reading X brought and cost: `left` are the reads the budget still has."""

    answers: int
    posts: int
    users: int
    reads: int
    left: int
    stopped: str | None


@task(name="read X", cache_policy=NO_CACHE, persist_result=False)
def read_x(job: Job, sources: tuple[XSource, ...]) -> Spent:
    """Read every source, one after the other; one that was read before the run was killed is not again.

    Raises:
        ConfigError: there is no access to the API.
    """
    waiting = tuple(s for s in sources if not is_staged(job.root, job.run_id, "source_runs", s.name))
    for source in waiting:
        shelf_of(job, source).drop_failures()
    return asyncio.run(read_all(job, waiting))


async def read_all(job: Job, sources: Sequence[XSource]) -> Spent:
    """Read the sources within one budget."""
    brought: list[Brought] = []
    async with open_reader(job) as reader:
        for source in sources:
            shelf = shelf_of(job, source)
            async for one in read_source(job, reader, source):
                kept = keep(
                    Asker(run_id=job.run_id, date=job.day, source=source.name, via=source.kind),
                    one,
                    job.clock(),
                )
                await asyncio.to_thread(shelf.put, kept)
                brought.append(replace(one, answer=replace(one.answer, body=b"")))
            shelf.close(invalid=len(invalid_lines(source)))
            get_run_logger().info("%s: %d answers so far; %s", source.name, shelf.count, reader.budget.said)
        return told(brought, reader.budget)


def shelf_of(job: Job, source: XSource) -> XShelf:
    """Where a source's answers are staged."""
    return XShelf(job, source.name, source.kind, language=source.language, expected_min=source.min_articles)


@asynccontextmanager
async def open_reader(job: Job) -> AsyncIterator[Reader]:
    """What asks, with what the day and the month have cost so far."""
    if job.x is None:
        raise ConfigError("X cannot be read: ISNAD_X_TOKEN is not set")
    now = job.clock()
    today = datetime.combine(now.date(), time(), UTC)
    seen = paid(job.root, today)
    for page in staged_answers(job.root, lambda read: read.asked_at >= today):
        answered = read_answered(page.body)
        seen |= {*answered.posts, *answered.included}
    own = sum(read.reads for read in staged_reads(job.root) if read.run_id == job.run_id)
    budget = Budget(
        per_run=job.x.reads_per_run,
        per_month=job.x.reads_per_month,
        run=own,
        month=spent(job.root, today.replace(day=1)),
    )
    async with open_client(job.policy) as http:
        api = XApi(
            http=http, access=job.x, policy=job.policy, now=job.clock, sleep=job.sleep, until=job.until
        )
        yield Reader(api=api, budget=budget, dialect=job.x.dialect, day=today.date(), seen=seen)


async def read_source(job: Job, reader: Reader, source: XSource) -> AsyncIterator[Brought]:
    """The answers to a source's questions."""
    match source:
        case XIdsSource():
            ids = ids_of(source)
            gone = forgotten_values(job.root, TWEETS, ids)
            pages = reader.look_up([name for name in ids if name not in gone])
        case XUserSource():
            pages = read_user(job, reader, source)
        case XSearchSource():
            pages = read_query(job, reader, source, search_query(source, reader.dialect))
        case XListSource():
            pages = read_query(job, reader, source, list_query(source, reader.dialect))
        case _:
            assert_never(source)
    async for brought in pages:
        if brought.answer.error:
            get_run_logger().warning("%s: %s", source.name, brought.answer.error)
        yield brought


async def read_user(job: Job, reader: Reader, source: XUserSource) -> AsyncIterator[Brought]:
    """An account's tweets; its id is asked for where no answer has told it yet."""
    handle = (source.handle or "").removeprefix("@")
    user_id = source.user_id or account_of(job, handle)
    if is_forgotten(job, handle, user_id):
        url = f"{reader.api.access.base}/2/users/{user_id or f'by/username/{handle}'}"
        yield reader.left_alone(url, "the account was asked to be forgotten")
        return
    if user_id is None:
        brought = await reader.account(handle)
        yield brought
        if brought.answer.outcome != "read":
            return
        user_id = next(iter(brought.answered.users), None)
        if user_id is None:
            url = f"{reader.api.access.base}/2/users/by/username/{handle}"
            answer = Answer(outcome="http_error", final_url=url, error=f"X knows no account @{handle}")
            yield replace(brought, answer=answer)
            return
    async for brought in read_query(job, reader, source, user_query(source, user_id, reader.dialect)):
        yield brought


def account_of(job: Job, handle: str) -> str | None:
    """The id of the account that had this handle last, be it in an answer that is not published yet."""
    if found := account_id(job.root, handle):
        return found
    asked = account_query_id(handle)
    pages = staged_answers(job.root, lambda read: read.query_id == asked)
    return next((name for page in pages for name in read_answered(page.body).users), None)


def is_forgotten(job: Job, handle: str, user_id: str | None) -> bool:
    """Whether an account may not be asked for."""
    handles = forgotten_values(job.root, HANDLES, [handle.lower()])
    return bool(handles or forgotten_values(job.root, ACCOUNTS, [user_id or ""]))


async def read_query(
    job: Job, reader: Reader, source: XUserSource | XSearchSource | XListSource, query: Query
) -> AsyncIterator[Brought]:
    """The windows of a question that are still to be read, until something stops it."""
    begins_on = source.since or job.day - ONE_DAY
    windows = windows_to_read(
        query,
        [read for read in reads_of(job.root, source.name) if read.query_id == query.query_id],
        run_id=job.run_id,
        now=job.clock(),
        begins_at=datetime.combine(begins_on, time(), UTC),
        span=job.span,
    )
    for window in windows:
        note_missed(source.name, window)
        if window.is_empty:
            continue
        async for brought in reader.read_window(query, window):
            yield brought
        if brought.answer.outcome != "read" and brought.answer.status != 400:
            return


def note_missed(name: str, window: Window) -> None:
    """Say that a part of the window is out of a recent search's reach."""
    if window.missed:
        get_run_logger().warning(
            '%s: a recent search goes back seven days; what is older is missed (archive = "all" has it)', name
        )


def told(brought: Sequence[Brought], budget: Budget) -> Spent:
    """What all answers brought and cost."""
    errors = [one.answer.error for one in brought if one.answer.outcome != "read"]
    return Spent(
        answers=sum(one.answer.outcome == "read" for one in brought),
        posts=sum(len(one.answered.posts) for one in brought),
        users=sum(len(one.answered.users) for one in brought),
        reads=sum(one.reads for one in brought),
        left=budget.left,
        stopped=next(iter(errors), None),
    )
