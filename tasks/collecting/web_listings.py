"""Feeds and sitemaps on the web to what they name."""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from config.errors import ListingError
from config.sources import FeedSource, SitemapSource
from tasks.collecting.answers import Answer
from tasks.collecting.hosts import when_to_retry
from tasks.collecting.listing_rows import Listing
from tasks.collecting.session import Session
from tasks.collecting.terms import Sink, Terms
from tasks.parsing.content_types import split_content_type
from tasks.parsing.feeds import parse_feed
from tasks.parsing.sitemaps import MAX_BYTES, Sitemap, SitemapReader
from tasks.parsing.urls import normalize_url

Conditions = Mapping[str, Mapping[str, str]]  # conditional headers by listing

MAX_DEPTH = 3
MAX_CHILDREN = 50
MAX_SITEMAPS = 200
NOTHING = Sitemap(entries=[], children=[], named=0, invalid=0)


async def read_feed(session: Session, source: FeedSource, conditions: Conditions) -> list[Listing]:
    """The feed."""
    terms = Terms(max_bytes=session.web.policy.max_bytes, conditions=conditions.get(source.url, {}))
    answer = await ask(session, source.url, terms)
    found = NOTHING
    if answer.outcome == "read":
        _, charset = split_content_type(answer.header("content-type"))
        try:
            feed = parse_feed(answer.body, answer.final_url, charset)
            found = replace(NOTHING, entries=feed.entries, named=len(feed.entries), invalid=feed.invalid)
        except ListingError as error:
            answer = answer.failed("bad_listing", str(error))
    return [to_listing(session, source.url, answer, found)]


async def read_sitemaps(session: Session, source: SitemapSource, conditions: Conditions) -> list[Listing]:
    """The sitemap and, where it is an index, the newest of the sitemaps it names, down to MAX_DEPTH."""
    waiting = deque([(source.url, 0)])
    seen = {source.url}
    listings: list[Listing] = []
    named = 0
    while waiting and named < source.max_addresses and len(listings) < MAX_SITEMAPS:
        url, depth = waiting.popleft()
        listing, children = await read_sitemap(session, url, conditions.get(url, {}))
        fresh = [child for child in children if child not in seen] if depth < MAX_DEPTH else []
        seen.update(fresh[:MAX_CHILDREN])
        waiting.extend((child, depth + 1) for child in fresh[:MAX_CHILDREN])
        listings.append(note_children(listing, children, fresh, depth))
        named += listing.named
    if waiting:
        listings[0] = listings[0].noting(
            f"{len(waiting)} further sitemaps were not asked: there are enough addresses"
        )
    return listings


async def read_sitemap(
    session: Session, url: str, conditions: Mapping[str, str]
) -> tuple[Listing, list[str]]:
    """One sitemap, parsed as it comes and never held, and the sitemaps it names.

    All that it names is kept: which of it is new is not known here.
    """
    readers: list[SitemapReader] = []

    def open_sink(answer: Answer) -> Sink:
        readers[:] = [SitemapReader(answer.final_url)]
        return readers[0].feed

    terms = Terms(max_bytes=MAX_BYTES, conditions=conditions, open_sink=open_sink)
    answer = await ask(session, url, terms)
    found = NOTHING
    if answer.outcome == "read":
        try:
            found = readers[0].close()
        except ListingError as error:
            answer = answer.failed("bad_listing", str(error))
    return to_listing(session, url, answer, found), found.children


async def ask(session: Session, url: str, terms: Terms) -> Answer:
    """One listing; a 304 that was not asked for is an error."""
    answer = await session.ask(normalize_url(url) or url, terms)
    if answer.outcome == "not_modified" and not terms.conditions:
        return answer.failed("http_error", "the server answered 304 although it was asked anew")
    return answer


def to_listing(session: Session, url: str, answer: Answer, found: Sitemap) -> Listing:
    """What was read, and what is to be said of it."""
    hosts, now = session.web.hosts, session.web.now()
    listing = Listing(
        url=url,
        answer=answer,
        ended_at=now,
        entries=found.entries,
        named=found.named,
        invalid=found.invalid,
        retry=when_to_retry(hosts, answer, now) if answer.put_off else None,
    )
    if answer.outcome == "read" and not found.entries and not found.children:
        listing = listing.noting("it is empty: it names no address")
    return listing.noting(found.unread) if found.unread else listing


def note_children(listing: Listing, children: list[str], fresh: list[str], depth: int) -> Listing:
    """The listing, with what was not followed of the sitemaps it names."""
    if children and depth >= MAX_DEPTH:
        return listing.noting(f"its sitemaps are nested deeper than {MAX_DEPTH} and were not asked")
    if len(fresh) > MAX_CHILDREN:
        return listing.noting(f"names {len(fresh)} sitemaps, of which the newest {MAX_CHILDREN} are asked")
    return listing
