"""The listings of one source: its feed, sitemaps, list or archives, as they now are."""

from typing import assert_never

from config.sources import FeedSource, SitemapSource, UrlsSource, WarcSource, WebSource
from tasks.collecting.answers import Answer
from tasks.collecting.listing_rows import Listing
from tasks.collecting.local_listings import read_archives, read_urls
from tasks.collecting.session import Session
from tasks.collecting.web_listings import Conditions, read_feed, read_sitemaps
from tasks.parsing.urls import without_userinfo


async def read_listings(session: Session, source: WebSource, conditions: Conditions) -> list[Listing]:
    """The listings of a source of any kind; whatever goes wrong is in them, and ends no other source."""
    try:
        return await read_kind(session, source, conditions)
    except Exception as error:
        said = f"isnad failed on it, please report: {type(error).__name__}: {error}"
        at = source.url if isinstance(source, FeedSource | SitemapSource) else source.name
        answer = Answer(outcome="unexpected_error", final_url=at, error=without_userinfo(said))
        return [Listing(url=at, answer=answer, ended_at=session.web.now())]


async def read_kind(session: Session, source: WebSource, conditions: Conditions) -> list[Listing]:
    """The listings of a source of any kind."""
    match source:
        case FeedSource():
            return await read_feed(session, source, conditions)
        case SitemapSource():
            return await read_sitemaps(session, source, conditions)
        case UrlsSource():
            return read_urls(source, session.web.now)
        case WarcSource():
            return read_archives(source, session.web.now)
        case _:
            assert_never(source)
