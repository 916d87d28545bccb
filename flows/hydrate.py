"""Looking tweets up again: those known only from pages are completed, those kept are checked for deletion."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from prefect import flow

from config.settings import Settings, load_settings
from flows.job import check_access, make_job, require_access
from flows.nightly import X, in_flight
from tasks.clock import utc_now
from tasks.collecting.x.guests import Service, oembed, syndication
from tasks.extract import extract, unextracted
from tasks.job import Job
from tasks.look_up import LookedUp, look_up
from tasks.parsing.x.ranks import SYNDICATION, TRUNCATED
from tasks.publish import publish
from warehouse.claims import Begun, alone, begin, begun_runs
from warehouse.forget import FLOW as FORGET
from warehouse.forget import TWEETS, Wish, forget
from warehouse.publish import state_of
from warehouse.reads import gone, had_of_x, known_from_pages
from warehouse.staging import remove_staging, shards
from warehouse.views_file import write_views

HYDRATE, COMPLIANCE = "hydrate", "compliance"
GONE = ("deleted", "protected", "suspended")


@dataclass(frozen=True, kw_only=True)
class Hydrated:
    """What a run looked up; `snapshot` is None where there was nothing to look up."""

    run_id: str
    snapshot: int | None
    looked_up: LookedUp
    forgotten: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The summary as JSON can hold it."""
        return asdict(self)


@flow(name=HYDRATE)
def hydrate(root: Path | None = None, most: int = 1_000, again_after_days: int = 30) -> Hydrated:
    """Complete the tweets that are known only from embeds or text.

    Args:
        root: folder of the warehouse; the setting where it is not given.
        most: tweets looked up at most; the newest first.
        again_after_days: what X said something of is not asked for again for so many days.
    """
    settings = load_settings(root=root)
    with looking_up(settings, HYDRATE, ways=settings.hydrate_with) as job:
        since = job.clock() - timedelta(days=again_after_days)
        ids = known_from_pages(job.root, SYNDICATION, since, most)
        return run_look_up(job, HYDRATE, ids, services_of(settings))


@flow(name=COMPLIANCE)
def compliance(
    root: Path | None = None,
    most: int = 10_000,
    again_after_days: int = 7,
    states: tuple[str, ...] = GONE,
) -> Hydrated:
    """Ask X whether the tweets it gave are still there, and forget those that are gone.

    Args:
        root: folder of the warehouse; the setting where it is not given.
        most: tweets asked for at most; the longest unseen first.
        again_after_days: a tweet is not asked for again for so many days.
        states: what counts as gone, of deleted, protected and suspended; withheld never does.

    Raises:
        ConfigError: there is no access to the X API.
    """
    settings = load_settings(root=root)
    check_access(settings)
    with looking_up(settings, COMPLIANCE, ways=("api",)) as job:
        ids = had_of_x(job.root, TRUNCATED, job.clock() - timedelta(days=again_after_days), most)
        done = run_look_up(job, COMPLIANCE, ids, ())
    found = gone(job.root, COMPLIANCE, states)
    return replace(done, forgotten=forget_gone(job, found))


def forget_gone(job: Job, found: dict[str, str]) -> int:
    """Forget the tweets that are gone, each for what X says of it; how many those are."""
    ways = sorted(set(found.values()))
    for number, state in enumerate(ways):
        keys = tuple(key for key, said in found.items() if said == state)
        wish = Wish(kind=TWEETS, values=keys, reason=f"X says: {state}")
        run_id = f"{job.run_id}-{number}"
        with alone(job.root, FORGET):
            forget(
                job.root, wish, run_id=run_id, started_at=job.clock(), now=job.clock, version=version("isnad")
            )
    return len(found)


def services_of(settings: Settings) -> tuple[Service, ...]:
    """Where tweets are looked up without a token, in the order that is set."""
    known = {
        "syndication": syndication(settings.x_syndication.rstrip("/")),
        "oembed": oembed(settings.x_oembed.rstrip("/")),
    }
    return tuple(known[name] for name in settings.hydrate_with if name in known)


@contextmanager
def looking_up(settings: Settings, name: str, *, ways: tuple[str, ...]) -> Iterator[Job]:
    """A run that nobody else does meanwhile: the one that was killed, else a new one."""
    started_at = utc_now()
    job = make_job(settings, started_at.date(), started_at)
    if "api" in ways and (settings.x_token or settings.x_token_block):
        job = replace(job, x=require_access(settings))
    with alone(job.root, name), alone(job.root, X):
        write_views(job.root)
        yield begun_or_new(job, name, started_at)


def begun_or_new(job: Job, name: str, started_at: datetime) -> Job:
    """The job of the run of this name that was killed, else of a new one."""
    for begun in begun_runs(job.root, name):
        state = state_of(job.root, begun.run_id)
        if state == "completed":
            remove_staging(job.root, begun.run_id)
        elif state is None:
            return replace(job, run_id=begun.run_id, day=begun.day, resumed=True)
    begin(job.root, Begun(run_id=job.run_id, flow=name, day=job.day, sources=(name,), started_at=started_at))
    return job


def run_look_up(job: Job, name: str, ids: list[str], services: tuple[Service, ...]) -> Hydrated:
    """Look up, extract, publish; nothing is committed where there is nothing to look up."""
    began_at = job.clock()
    looked_up = look_up(job, name, ids, services)
    calls = ((job, batch) for batch in unextracted(job.root, job.run_id, job.batch_pages))
    for _ in in_flight(extract.submit, calls, job.workers):
        pass
    if not shards(job.root, job.run_id, "fetches"):
        remove_staging(job.root, job.run_id)
        return Hydrated(run_id=job.run_id, snapshot=None, looked_up=looked_up)
    snapshot = publish(job, name, (name,), began_at, version("isnad"))
    return Hydrated(run_id=job.run_id, snapshot=snapshot, looked_up=looked_up)
