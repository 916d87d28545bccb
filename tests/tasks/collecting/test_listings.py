"""Discovering one source."""

import asyncio
import gzip
import json
from datetime import date

import pytest
from pydantic import TypeAdapter

from config.sources import Source
from tasks.collecting.choosing import SourcePast
from tasks.collecting.listing_rows import to_rows
from tasks.collecting.listings import read_listings
from warehouse.keys import key

XML = {"Content-Type": "application/xml"}


@pytest.fixture
def discover(session):
    """Discovers a source given as in the sources file; `changes` are of the policy."""

    def run(changes=None, past=None, conditions=None, **given):
        source = TypeAdapter(Source).validate_python({"name": "s", **given})

        async def inner():
            async with session(**(changes or {})) as opened:
                listings = await read_listings(opened, source, conditions or {})
                return to_rows(source, listings, past or SourcePast(), run_id="r1", day=date(2026, 11, 22))

        return asyncio.run(inner())

    return run


def feed(*items):
    """An RSS feed of the items."""
    return f"<rss version='2.0'><channel><title>N</title>{''.join(items)}</channel></rss>".encode()


def item(link, title="x"):
    """One item."""
    return f"<item><link>{link}</link><title>{title}</title></item>"


def index(*urls):
    """A sitemap index."""
    return (
        f"<sitemapindex>{''.join(f'<sitemap><loc>{u}</loc></sitemap>' for u in urls)}</sitemapindex>".encode()
    )


def urlset(*urls):
    """A sitemap."""
    return f"<urlset>{''.join(f'<url><loc>{u}</loc></url>' for u in urls)}</urlset>".encode()


def test_feed_to_rows(site, reply, discover):
    """Addresses with their evidence, one row for the listing, one for the source."""
    site.replies["/rss"] = reply(feed(item("/ar/1", "خبر"), item("/ar/1"), item("/ar/2")), headers=XML)
    found = discover(kind="feed", url=site.url("/rss"), language="ar", min_articles=9)
    first, second = found.addresses
    assert (first.url, first.host, first.via) == (site.url("/ar/1"), "127.0.0.1", "feed")
    assert first.address_id == key("s", first.url)
    assert first.listing_url == site.url("/rss")
    assert first.evidence == '{"title": "خبر"}'
    assert second.url == site.url("/ar/2")
    [listing] = found.fetches
    assert (listing.role, listing.outcome, listing.status, listing.error) == ("listing", "read", 200, None)
    run = found.source_run
    assert (run.discovered, run.listings, run.listings_failed, run.expected_min) == (2, 1, 0, 9)
    assert (run.kind, run.language, run.run_id, run.date) == ("feed", "ar", "r1", date(2026, 11, 22))


def test_evidence_is_the_same_text_for_the_same_evidence(site, reply, discover):
    """Keys are sorted."""
    site.replies["/rss"] = reply(feed("<item><title>t</title><link>/1</link><author>a</author></item>"))
    [address] = discover(kind="feed", url=site.url("/rss")).addresses
    assert list(json.loads(address.evidence)) == ["author", "title"]


@pytest.mark.parametrize(
    ("body", "status", "outcome", "says"),
    [
        (b"<!doctype html><html></html>", 200, "bad_listing", "an HTML page"),
        (b"nonsense", 200, "bad_listing", "plain text"),
        (b"", 200, "empty", "0 bytes"),
        (b"gone", 410, "http_error", "410"),
    ],
)
@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_broken_listing_is_told(site, reply, discover, kind, body, status, outcome, says):
    """One failed listing, no addresses, and a sentence that says what it was."""
    site.replies["/list"] = reply(body, status)
    found = discover(kind=kind, url=site.url("/list"))
    [listing] = found.fetches
    assert (listing.outcome, found.addresses, found.source_run.listings_failed) == (outcome, (), 1)
    assert says in listing.error


def test_empty_feed_is_read_and_said_to_be_empty(site, reply, discover):
    """It is no failure."""
    site.replies["/rss"] = reply(feed())
    found = discover(kind="feed", url=site.url("/rss"))
    assert (found.fetches[0].outcome, found.source_run.listings_failed) == ("read", 0)
    assert "empty" in found.fetches[0].error


def test_no_network(discover):
    """The outcome names the connection."""
    found = discover(kind="feed", url="http://127.0.0.9:9/rss")
    assert found.fetches[0].outcome == "connect_error"


def test_listing_forbidden_by_robots(site, reply, discover):
    """It is not asked."""
    site.replies |= {"/robots.txt": reply(b"User-agent: *\nDisallow: /rss"), "/rss": reply(feed(item("/1")))}
    assert discover(kind="feed", url=site.url("/rss")).fetches[0].outcome == "robots_denied"
    assert site.paths() == []


def test_redirected_feed_resolves_against_where_it_is(site, reply, discover):
    """Relative links belong to the address that answered."""
    site.replies |= {
        "/rss": reply(status=301, headers={"Location": site.url("/new/rss", "127.0.0.2")}),
        "/new/rss": reply(feed(item("1"))),
    }
    [address] = discover(kind="feed", url=site.url("/rss")).addresses
    assert address.url == site.url("/new/1", "127.0.0.2")
    assert address.listing_url == site.url("/rss")


def test_at_most_max_addresses_and_told(site, reply, discover):
    """What is left out is said."""
    site.replies["/rss"] = reply(feed(*(item(f"/{n}") for n in range(9))))
    found = discover(kind="feed", url=site.url("/rss"), max_addresses=4)
    assert [address.url for address in found.addresses] == [site.url(f"/{n}") for n in range(4)]
    assert "5 addresses were left out (max_addresses = 4)" in found.fetches[0].error
    run = found.source_run
    assert (run.named, run.left_out, run.discovered, found.fetches[0].named) == (9, 5, 4, 9)


def test_entries_without_an_address_are_counted(site, reply, discover):
    """Nothing is dropped without a word."""
    site.replies["/rss"] = reply(
        feed(item("/1"), item("mailto:desk@n.example"), item("http://u:p@n.example/"))
    )
    found = discover(kind="feed", url=site.url("/rss"))
    assert (found.source_run.named, found.source_run.invalid) == (1, 2)


def test_index_is_followed(site, reply, discover, pauses):
    """Each sitemap is a listing of its own, a pause between two; loops and repeats are asked once."""
    site.replies |= {
        "/index": reply(index("/a.xml", "/b.xml.gz", "/index", "/a.xml", "/gone.xml"), headers=XML),
        "/a.xml": reply(urlset("/1", "/2")),
        "/b.xml.gz": reply(gzip.compress(urlset("/2", "/3"))),
    }
    found = discover(kind="sitemap", url=site.url("/index"))
    assert [address.url for address in found.addresses] == [site.url(f"/{n}") for n in (1, 2, 3)]
    assert [listing.outcome for listing in found.fetches] == ["read", "read", "read", "http_error"]
    assert found.source_run.listings_failed == 1
    assert len(pauses.seconds) == 4  # robots.txt is a request too
    assert all(seconds >= 4.9 for seconds in pauses.seconds)
    assert len({listing.address_id for listing in found.fetches}) == 4


def test_depth_of_an_index_is_bounded(site, reply, discover):
    """Three levels below the first, and it is told where it ends."""
    site.replies |= {f"/{n}": reply(index(f"/{n + 1}")) for n in range(9)}
    found = discover(kind="sitemap", url=site.url("/0"))
    assert site.paths() == ["/0", "/1", "/2", "/3"]
    assert "nested deeper than 3" in found.fetches[-1].error


def test_number_of_children_is_bounded(site, reply, discover):
    """The first 50, which are the newest."""
    site.replies["/index"] = reply(index(*(f"/{n}" for n in range(90))))
    found = discover(kind="sitemap", url=site.url("/index"))
    assert len(found.fetches) == 51
    assert "names 90 sitemaps" in found.fetches[0].error


def test_no_more_sitemaps_than_needed(site, reply, discover):
    """Where there are enough addresses, the rest is not asked, and that is told."""
    site.replies |= {"/index": reply(index("/a", "/b")), "/a": reply(urlset("/1", "/2"))}
    found = discover(kind="sitemap", url=site.url("/index"), max_addresses=2)
    assert site.paths() == ["/index", "/a"]
    assert "1 further sitemaps were not asked" in found.fetches[0].error


def test_large_feeds_leave_their_places(site, reply, discover):
    """Any number of them can be read, one after the other or together."""
    long = feed(*(item(f"/{n}", "x" * 5_000) for n in range(250)))
    assert len(long) > 1_000_000
    site.replies["/rss"] = reply(long)
    for _ in range(4):
        found = discover(kind="feed", url=site.url("/rss"), changes={"max_bytes": 2_000_000})
        assert found.source_run.named == 250


def test_a_feed_that_did_not_change_names_nothing(site, reply, discover):
    """Asked with its validators it answers 304: it is read, and nothing failed."""
    site.replies["/rss"] = lambda headers: reply(status=304) if "If-None-Match" in headers else reply(feed())
    url = site.url("/rss")
    found = discover(kind="feed", url=url, conditions={url: {"If-None-Match": '"1"'}})
    [listing] = found.fetches
    assert (listing.outcome, listing.error, found.source_run.listings_failed) == ("not_modified", None, 0)


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_304_that_was_not_asked_for_is_an_error(site, reply, discover, kind):
    """The list was not had."""
    site.replies["/x"] = reply(status=304)
    found = discover(kind=kind, url=site.url("/x"))
    assert (found.fetches[0].outcome, found.source_run.listings_failed) == ("http_error", 1)


def test_robots_names_the_sitemaps(site, reply, discover):
    """A robots.txt in the place of a sitemap is an index."""
    site.replies |= {
        "/robots.txt": reply(
            b"User-agent: *\nAllow: /\nSitemap: /news.xml\n", headers={"Content-Type": "text/plain"}
        ),
        "/news.xml": reply(urlset("/1")),
    }
    found = discover(kind="sitemap", url=site.url("/robots.txt"))
    assert [address.url for address in found.addresses] == [site.url("/1")]


def test_the_newest_of_a_large_sitemap(site, reply, discover):
    """The others are counted as left out."""
    dated = "".join(f"<url><loc>/{n}</loc><lastmod>2026-11-{n:02}</lastmod></url>" for n in range(1, 21))
    site.replies["/s.xml"] = reply(f"<urlset>{dated}</urlset>".encode())
    found = discover(kind="sitemap", url=site.url("/s.xml"), max_addresses=3)
    assert [address.url for address in found.addresses] == [site.url(f"/{n}") for n in (20, 19, 18)]
    assert (found.source_run.named, found.source_run.left_out) == (20, 17)


def test_a_host_that_wants_time_is_written_down(site, reply, discover):
    """So that no later run asks it too soon."""
    site.replies["/rss"] = reply(b"", 503, {"Retry-After": "7200"})
    [listing] = discover(kind="feed", url=site.url("/rss")).fetches
    assert (listing.retry_at - listing.fetched_at).total_seconds() > 7_100


def test_urls_in_the_sources_file(discover):
    """No listing is asked."""
    found = discover(kind="urls", urls=["http://n.example/1#x", "http://n.example/1", "http://n.example/2"])
    assert [address.url for address in found.addresses] == ["http://n.example/1", "http://n.example/2"]
    assert (found.fetches, found.source_run.listings) == ((), 0)
    assert found.addresses[0].listing_url is None


def test_file_of_urls(discover, tmp_path):
    """Comments and empty lines are skipped; what is no address is told with its line."""
    file = tmp_path / "list.txt"
    file.write_text("\ufeffhttp://n.example/1\n\n# later\nnonsense\nhttp://n.example/خبر\n", "utf-8")
    found = discover(kind="urls", file=file)
    assert [address.url for address in found.addresses] == [
        "http://n.example/1",
        "http://n.example/%D8%AE%D8%A8%D8%B1",
    ]
    [listing] = found.fetches
    assert (listing.outcome, listing.url, listing.attempts) == ("read", str(file), 0)
    assert "the first is line 4: 'nonsense'" in listing.error


def test_missing_file_of_urls(discover, tmp_path):
    """A failed listing."""
    [listing] = discover(kind="urls", file=tmp_path / "none.txt").fetches
    assert listing.outcome == "bad_listing"
    assert "No such file" in listing.error


def test_archives_by_pattern(discover, tmp_path, record, response):
    """Every record is an address of its own, its host the file; a URL captured twice is two."""
    for name in ("b", "a"):
        records = [
            record(
                "http://n.example/1", response(b"x"), record_id=f"{name}{n}", date=f"2024-12-0{n}T00:00:00Z"
            )
            for n in (1, 2)
        ]
        (tmp_path / f"{name}.warc").write_bytes(b"".join(records))
    found = discover(kind="warc", files=[tmp_path / "*.warc"])
    assert [address.host for address in found.addresses] == [str(tmp_path / f"{n}.warc") for n in "aabb"]
    first = found.addresses[0]
    assert first.address_id == key("s", "http://n.example/1", "urn:uuid:a1")
    assert json.loads(first.evidence) == {"archived": "2024-12-01T00:00:00+00:00", "record_id": "urn:uuid:a1"}
    assert [listing.outcome for listing in found.fetches] == ["read", "read"]


def test_archive_cut_short_names_what_is_whole(discover, tmp_path, record, response):
    """The listing failed, yet its first record is taken."""
    whole = record("http://n.example/1", response(b"x")) + record("http://n.example/2", response(b"x" * 99))
    (tmp_path / "a.warc").write_bytes(whole[:-50])
    found = discover(kind="warc", files=[tmp_path / "a.warc"])
    assert [address.url for address in found.addresses] == ["http://n.example/1"]
    assert (found.fetches[0].outcome, found.source_run.listings_failed) == ("bad_listing", 1)


def test_pattern_without_files(discover, tmp_path):
    """A failed listing that names the pattern."""
    [listing] = discover(kind="warc", files=[tmp_path / "*.warc"]).fetches
    assert (listing.outcome, listing.url) == ("bad_listing", str(tmp_path / "*.warc"))
    assert "no file matches" in listing.error
