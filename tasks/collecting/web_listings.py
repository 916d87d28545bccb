"""Feeds and sitemaps on the web to what they name."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import httpx

from config.errors import ListingError
from config.sources import FeedSource, SitemapSource
from tasks.collecting.get import Answer, get
from tasks.collecting.lanes import Sleep
from tasks.collecting.listing_rows import Listing
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.robots import Robots
from tasks.parsing.content_types import split_content_type
from tasks.parsing.feeds import parse_feed
from tasks.parsing.sitemaps import MAX_BYTES, Sitemap, parse_sitemap
from tasks.parsing.urls import normalize_url

MAX_DEPTH = 3
MAX_CHILDREN = 50
MAX_SITEMAPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """What it takes to ask for a listing."""

    http: httpx.AsyncClient
    robots: Robots
    policy: FetchPolicy
    now: Callable[[], datetime]
    sleep: Sleep

    async def ask(self, url: str, parse: Callable[[Answer], Sitemap]) -> tuple[Listing, list[str]]:
        """One listing, and the sitemaps it names."""
        began_at = self.now()
        limits = replace(self.policy, max_bytes=max(self.policy.max_bytes, MAX_BYTES))
        answer = await get(self.http, normalize_url(url) or url, limits, allowed=self.robots.allowed)
        found = Sitemap(entries=[], children=[])
        if answer.outcome == "not_modified":
            answer = replace(
                answer, outcome="http_error", error="the server answered 304 although it was asked anew"
            )
        if answer.outcome == "read":
            try:
                found = parse(answer)
            except ListingError as error:
                answer = replace(answer, outcome="bad_listing", error=str(error))
        listing = Listing(
            url=url, answer=answer, began_at=began_at, ended_at=self.now(), entries=found.entries
        )
        if answer.outcome == "read" and not found.entries and not found.children:
            listing = listing.noting("it is empty: it names no address")
        return listing, found.children

    async def wait(self, source: SitemapSource, url: str) -> None:
        """The pause between two requests to one host."""
        own = source.delay_s if source.delay_s is not None else self.policy.delay_s
        await self.sleep(max(own, await self.robots.delay_s(url)))


async def read_feed(asker: Asker, source: FeedSource) -> list[Listing]:
    """The feed."""

    def parse(answer: Answer) -> Sitemap:
        _, charset = split_content_type(answer.header("content-type"))
        return Sitemap(entries=parse_feed(answer.body, answer.final_url, charset), children=[])

    listing, _ = await asker.ask(source.url, parse)
    return [listing]


async def read_sitemaps(asker: Asker, source: SitemapSource) -> list[Listing]:
    """The sitemap and, where it is an index, the newest of the sitemaps it names, down to MAX_DEPTH."""
    waiting = deque([(source.url, 0)])
    seen = {source.url}
    listings: list[Listing] = []
    named = 0
    while waiting and named < source.max_addresses and len(listings) < MAX_SITEMAPS:
        url, depth = waiting.popleft()
        if listings:
            await asker.wait(source, url)
        listing, children = await asker.ask(url, lambda answer: parse_sitemap(answer.body, answer.final_url))
        fresh = [child for child in children if child not in seen] if depth < MAX_DEPTH else []
        seen.update(fresh[:MAX_CHILDREN])
        waiting.extend((child, depth + 1) for child in fresh[:MAX_CHILDREN])
        listings.append(note_children(listing, children, fresh, depth))
        named += len(listing.entries)
    if waiting:
        listings[0] = listings[0].noting(
            f"{len(waiting)} further sitemaps were not asked: there are enough addresses"
        )
    return listings


def note_children(listing: Listing, children: list[str], fresh: list[str], depth: int) -> Listing:
    """The listing, with what was not followed of the sitemaps it names."""
    if children and depth >= MAX_DEPTH:
        return listing.noting(f"its sitemaps are nested deeper than {MAX_DEPTH} and were not asked")
    if len(fresh) > MAX_CHILDREN:
        return listing.noting(f"names {len(fresh)} sitemaps, of which the newest {MAX_CHILDREN} are asked")
    return listing
