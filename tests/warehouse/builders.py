"""Rows of small runs over invented news."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from warehouse import rows, tweet_rows
from warehouse.keys import key

DAY = date(2026, 3, 1)
VERSION = "test"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One page as a run saw it: an article with two paragraphs, a link, a picture and a tweet."""

    url: str
    text: str = "أعلنت الوزارة الخطة.\n\nقال الوزير إنها تبدأ غدا."
    hour: int = 6
    day: date = DAY
    source: str = "minbar"
    verdict: str = "article"
    etag: str | None = None
    own_address: bool = True

    @property
    def fetched_at(self) -> datetime:
        """When the page was received."""
        return datetime(self.day.year, self.day.month, self.day.day, self.hour, tzinfo=UTC)

    @property
    def body(self) -> bytes:
        """Its bytes, which carry the hour like a page's clock does."""
        return f"<p>{self.text}</p><!-- {self.fetched_at} -->".encode()

    @property
    def sha256(self) -> str:
        """Hash of its bytes."""
        return sha256(self.body).hexdigest()

    @property
    def page_id(self) -> str:
        """Its key."""
        return key(self.url, self.sha256, self.fetched_at.isoformat())

    @property
    def article_id(self) -> str:
        """Key of its article."""
        return key(self.url)


Rows = dict[str, list[Any]]


def rows_of(seen: Iterable[Seen], run_id: str, day: date) -> Rows:
    """Every row a run stages for these pages."""
    found: Rows = {}
    sources: dict[str, int] = {}
    for page in seen:
        sources[page.source] = sources.get(page.source, 0) + 1
        items = [page_row(page, run_id, day), fetch_row(page, run_id, day), verdict_row(page, run_id, day)]
        if page.verdict == "article":
            items += article_rows(page, run_id, day)
        for item in items:
            found.setdefault(TABLE_OF[type(item)], []).append(item)
    found["source_runs"] = [source_row(name, count, run_id, day) for name, count in sources.items()]
    return found


TABLE_OF = {
    rows.Page: "pages",
    rows.Fetch: "fetches",
    rows.Verdict: "verdicts",
    rows.Article: "articles",
    rows.ArticleParagraph: "article_paragraphs",
    rows.ArticleLink: "article_links",
    rows.ArticleImage: "article_images",
    tweet_rows.Tweet: "tweets",
    tweet_rows.ArticleTweet: "article_tweets",
}


def page_row(page: Seen, run_id: str, day: date) -> rows.Page:
    """The page kept."""
    return rows.Page(
        page_id=page.page_id,
        run_id=run_id,
        date=day,
        source=page.source,
        url=page.url,
        final_url=page.url,
        redirects=None,
        content_signal=None,
        status=200,
        headers="[]",
        content_type="text/html",
        charset=None,
        fetched_at=page.fetched_at,
        body=page.body,
        body_sha256=page.sha256,
        discovered_via="feed",
        listing_url=None,
        evidence=None,
    )


def fetch_row(page: Seen, run_id: str, day: date, outcome: str = "stored") -> rows.Fetch:
    """What became of its address."""
    return rows.Fetch(
        address_id=key(page.source, page.url, str(page.hour)),
        run_id=run_id,
        date=day,
        source=page.source,
        role="page",
        url=page.url,
        host="minbar.example",
        outcome=outcome,
        status=200,
        attempts=1,
        elapsed_ms=12,
        bytes=len(page.body),
        error=None,
        etag=page.etag,
        last_modified=None,
        body_sha256=page.sha256,
        page_id=page.page_id,
        named=None,
        via="feed",
        listing_url=None,
        evidence=None,
        retry_at=None,
        retry_host=None,
        fetched_at=page.fetched_at,
    )


def verdict_row(page: Seen, run_id: str, day: date) -> rows.Verdict:
    """What extraction made of it."""
    return rows.Verdict(
        page_id=page.page_id,
        run_id=run_id,
        date=day,
        source=page.source,
        url=page.url,
        verdict=page.verdict,
        reason=None if page.verdict == "article" else "a list of links",
        charset="utf-8",
        charset_source="detected",
        article_id=page.article_id if page.verdict == "article" else None,
        extractor_version=VERSION,
    )


def source_row(name: str, discovered: int, run_id: str, day: date, **given: Any) -> rows.SourceRun:
    """What a source promised and named."""
    values = {
        "kind": "feed",
        "language": "ar",
        "expected_min": 0,
        "listings": 1,
        "listings_failed": 0,
        "named": discovered,
        "invalid": 0,
        "known": 0,
        "left_out": 0,
        "resumed": 0,
        "revisited": 0,
    } | given
    return rows.SourceRun(run_id=run_id, date=day, source=name, discovered=discovered, **values)


def article_rows(page: Seen, run_id: str, day: date) -> list[Any]:
    """The article and its parts."""
    lineage = {"page_id": page.page_id, "run_id": run_id, "date": day}
    part = lineage | {"article_id": page.article_id}
    cut = page.text.index("\n\n")
    tweet_key = key("tweet", page.url)
    return [
        article_row(page, run_id, day),
        rows.ArticleParagraph(**part, ord=0, kind="paragraph", start=0, end=cut, language="ar"),
        rows.ArticleParagraph(
            **part, ord=1, kind="paragraph", start=cut + 2, end=len(page.text), language="ar"
        ),
        rows.ArticleLink(**part, ord=0, url="https://minbar.example/plan", text="الخطة", rel=None),
        rows.ArticleImage(
            **part, ord=0, url="https://minbar.example/1.jpg", caption=None, credit=None, alt=None
        ),
        tweet_rows.ArticleTweet(
            **part,
            ord=0,
            tweet_key=tweet_key,
            embed_kind="blockquote",
            char_offset=cut,
            paragraph=1,
            confidence=1.0,
        ),
        tweet_row(tweet_key, lineage),
    ]


def article_row(page: Seen, run_id: str, day: date) -> rows.Article:
    """The article as the page shows it."""
    return rows.Article(
        article_id=page.article_id,
        page_id=page.page_id,
        run_id=run_id,
        date=day,
        source=page.source,
        url=page.url,
        canonical_url=page.url,
        host="minbar.example",
        title="الوزارة تعلن الخطة",
        title_source="h1",
        description=None,
        section=None,
        tags=("اقتصاد",),
        authors=("ليلى مراد",),
        authors_source="byline",
        published_at=page.fetched_at,
        published_source="meta",
        published_precision="minute",
        published_offset_min=180,
        modified_at=None,
        modified_source=None,
        language="ar",
        language_declared="ar",
        script_direction="rtl",
        text=page.text,
        word_count=len(page.text.split()),
        sitename=None,
        image_url=None,
        free_access=None,
        content_signal=None,
        tdm_reserved=None,
        tdm_policy=None,
        no_ai=None,
        own_address=page.own_address,
        content_hash=key(page.text),
        fetched_at=page.fetched_at,
        extractor_version=VERSION,
    )


def tweet_row(tweet_key: str, lineage: dict[str, Any], **given: Any) -> tweet_rows.Tweet:
    """A tweet of the minister's."""
    values = {"text": "نبدأ غدا", "completeness": 30, "source_kind": "blockquote", "source": "minbar"}
    values |= {
        "observed_at": datetime(2026, 3, 1, 6, tzinfo=UTC),
        "tweet_id": None,
        "author_handle": "wazir",
    } | given
    return tweet_rows.Tweet(
        **lineage,
        **values,
        tweet_key=tweet_key,
        url=None,
        author_name="الوزير",
        language="ar",
        created_at=None,
        created_source=None,
        created_precision=None,
        availability="available",
        extractor_version=VERSION,
    )
