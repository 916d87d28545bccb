"""What earlier runs leave to the sources of this one."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from config.sources import FeedSource, SitemapSource, WebSource
from tasks.collecting.choosing import SourcePast
from tasks.collecting.hosts import Rest
from tasks.collecting.listing_rows import Listing
from tasks.job import Job
from warehouse import rows
from warehouse.past import Kept, Leftover, Look, kept_articles, looks, put_off, resting_hosts, robots_held
from warehouse.staging import read_staged, shards, write_shard

MISSED_NIGHTS = 7  # for so many nights without a run, a look that is due is not forgotten


def read_past(job: Job, sources: Sequence[WebSource]) -> dict[str, SourcePast]:
    """The past of each source, without the looks at what it will name."""
    names = [source.name for source in sources]
    waiting: defaultdict[str, list[Leftover]] = defaultdict(list)
    for leftover in put_off(job.root, names, job.day):
        waiting[leftover.source].append(leftover)
    kept: defaultdict[str, list[Kept]] = defaultdict(list)
    for article in kept_articles(job.root, names, job.day, max(job.revisit_days, default=0) + MISSED_NIGHTS):
        kept[article.source].append(article)
    return {
        name: SourcePast(put_off=waiting[name], kept=kept[name], revisit_days=job.revisit_days)
        for name in names
    }


def looks_at(job: Job, batch: Sequence[tuple[WebSource, Sequence[Listing]]]) -> dict[str, Look]:
    """The looks at what these sources name.

    Whoever lists addresses by hand or in an archive wants them all, so nothing they name is passed over.
    """
    passing = [listings for source, listings in batch if isinstance(source, FeedSource | SitemapSource)]
    urls = {entry.url for listings in passing for listing in listings for entry in listing.entries}
    return looks(job.root, urls) if urls else {}


def held_robots(job: Job) -> dict[str, rows.Robots]:
    """The newest look of the last day at each origin's robots.txt, this run's own included."""
    own: list[rows.Robots] = list(read_staged(job.root, job.run_id, "robots"))
    return robots_held(job.root, job.clock()) | {look.origin: look for look in own}


def write_down(job: Job, name: str) -> Callable[[list[rows.Robots]], None]:
    """What stages looks at robots.txt, each time beside those that this run staged under the name before."""

    def stage(looks: list[rows.Robots]) -> None:
        staged = shards(job.root, job.run_id, "robots")
        number = sum(path.stem.startswith(f"{name}-") for path in staged)
        write_shard(job.root, job.run_id, "robots", f"{name}-{number:04}", looks)

    return stage


def resting(job: Job) -> dict[str, Rest]:
    """The hosts that asked an earlier run, or this one before it was killed, to be left alone until later."""
    now = job.clock()
    until = resting_hosts(job.root, now)
    if job.resumed:
        for fetch in read_staged(job.root, job.run_id, "fetches"):
            if fetch.retry_at and fetch.retry_at > now:
                until[fetch.retry_host] = max(fetch.retry_at, until.get(fetch.retry_host, fetch.retry_at))
    why = "it asked to be left alone (Retry-After)"
    return {host: Rest(why=why, until=moment) for host, moment in until.items()}
