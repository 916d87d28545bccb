"""Politeness as the sites see it: from the server's own log, over all tasks of a night."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pytest
from prefect.logging import disable_run_logger

from config.sources import load_sources
from tasks.clock import utc_now
from tests.bench.night import collect
from tests.site.hostile import Hostile, serve
from tests.tasks.conftest import make_job

DELAY_S = 0.15
CRAWL_DELAY_S = 0.4
HOSTS = [f"127.0.3.{number}" for number in range(1, 51)]
SLOW, CLOSED, BROKEN, PARTLY = HOSTS[0], HOSTS[1], HOSTS[2], HOSTS[3]
ROBOTS: dict[str, bytes | tuple[int, bytes]] = {
    SLOW: b"User-agent: *\nCrawl-delay: 0.4\n",
    CLOSED: b"User-agent: isnad-test\nDisallow: /\n\nUser-agent: *\nAllow: /\n",
    BROKEN: (503, b""),
    PARTLY: b"User-agent: *\nDisallow: /page/\nAllow: /page/2\nDisallow: /to-loopback\n",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The paths asked of one host, and the seconds between each answer and the next request."""

    paths: list[str]
    gaps: list[float]
    most: int


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Asked]]:
    """A night over 50 hosts in four fetch tasks at once; every host's feed leads to other hosts too."""
    folder = tmp_path_factory.mktemp("polite")
    with serve() as server, disable_run_logger():
        server.robots |= ROBOTS
        (folder / "sources.toml").write_text(describe(server), "utf-8")
        job = make_job(folder / "w", "r1", date(2024, 12, 9))
        policy = replace(job.policy, delay_s=DELAY_S, requests_at_once=64, attempts=2)
        job = replace(
            job, policy=policy, clock=utc_now, sleep=type(job).__dataclass_fields__["sleep"].default
        )
        collect(job, load_sources(folder / "sources.toml"))
        yield {host: asked_of(server, host) for host in HOSTS}


def describe(server: Hostile) -> str:
    """A feed a host: two pages of its own, and a redirect to the next host."""
    tables = []
    for number, host in enumerate(HOSTS):
        following = HOSTS[(number + 1) % len(HOSTS)]
        paths = f"/page/1,/page/2,/to-loopback?host={following}"
        url = server.url(f"/feed?paths={paths}", host)
        tables.append(f'[[source]]\nname = "h{number}"\nkind = "feed"\nurl = "{url}"\n')
    return "\n".join(tables)


def asked_of(server: Hostile, host: str) -> Asked:
    """The server's account of one host."""
    spans = sorted((span for span in server.spans if span.request.host == host), key=lambda s: s.request.at)
    return Asked(
        paths=[span.request.path for span in spans],
        gaps=[later.request.at - span.ended_at for span, later in pairwise(spans)],
        most=server.most_at_once(host),
    )


def test_never_two_at_once_and_never_too_soon(log: dict[str, Asked]) -> None:
    """From robots.txt and the feed to the last redirect from elsewhere, over all tasks."""
    assert {asked.most for asked in log.values()} == {1}
    assert all(gap >= DELAY_S for asked in log.values() for gap in asked.gaps)
    assert sum(len(asked.gaps) for asked in log.values()) > 200


def test_a_longer_crawl_delay_is_kept(log: dict[str, Asked]) -> None:
    """From the first request after robots.txt."""
    assert len(log[SLOW].gaps) >= 4
    assert min(log[SLOW].gaps) >= CRAWL_DELAY_S


def test_robots_is_the_first_and_asked_once(log: dict[str, Asked]) -> None:
    """By the night, not by each task."""
    others = [asked for host, asked in log.items() if host != BROKEN]
    assert all(asked.paths[0] == "/robots.txt" for asked in others)
    assert all(asked.paths.count("/robots.txt") == 1 for asked in others)


def test_what_robots_forbids_is_not_asked(log: dict[str, Asked]) -> None:
    """Nothing at all, everything but what is allowed, and nothing while it cannot be read; redirects too."""
    assert log[CLOSED].paths == ["/robots.txt"]
    assert set(log[BROKEN].paths) == {"/robots.txt"}
    pages = [path for path in log[PARTLY].paths if not path.startswith(("/robots", "/feed"))]
    assert pages == ["/page/2"]


def test_redirects_from_elsewhere_are_followed_in_turn(log: dict[str, Asked]) -> None:
    """Each open host was led to from the one before."""
    assert sum("/page" in asked.paths for asked in log.values()) >= 44
