"""Discover one source: its feed, sitemaps, list or archives to the addresses they name."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import assert_never

import httpx

from config.sources import FeedSource, SitemapSource, Source, UrlsSource, WarcSource
from tasks.collecting.lanes import Sleep
from tasks.collecting.listing_rows import Discovery, Listing, to_rows
from tasks.collecting.local_listings import read_archives, read_urls
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.robots import Robots
from tasks.collecting.web_listings import Asker, read_feed, read_sitemaps

__all__ = ["Discovery", "discover_source"]


async def discover_source(
    source: Source,
    http: httpx.AsyncClient,
    policy: FetchPolicy,
    *,
    run_id: str,
    day: date,
    now: Callable[[], datetime],
    sleep: Sleep = asyncio.sleep,
) -> Discovery:
    """Ask a source what there is; whatever goes wrong is in the rows.

    Args:
        source: the source.
        http: the client.
        policy: the limits.
        run_id: the run that asks.
        day: the day it collects for.
        now: the clock.
        sleep: waits that many seconds between two requests; tests pass one that does not.
    """
    asker = Asker(http=http, robots=Robots(http, policy), policy=policy, now=now, sleep=sleep)
    return to_rows(source, await read_listings(asker, source), run_id, day)


async def read_listings(asker: Asker, source: Source) -> list[Listing]:
    """The listings of a source of any kind."""
    match source:
        case FeedSource():
            return await read_feed(asker, source)
        case SitemapSource():
            return await read_sitemaps(asker, source)
        case UrlsSource():
            return read_urls(source, asker.now)
        case WarcSource():
            return read_archives(source, asker.now)
        case _:
            assert_never(source)
