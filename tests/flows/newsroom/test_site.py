"""The whole site: charsets as declared and as wrong, links that lead somewhere, and the second night."""

import lxml.html
import pytest
from protego import Protego

from flows.newsroom.outlets import load_outlets
from flows.newsroom.site import Response, Site

OUTLETS = {outlet.slug: outlet for outlet in load_outlets()}
BASES = {f"http://{outlet.address}": slug for slug, outlet in OUTLETS.items()}
MISSING = ("marfa", "/news/lost-ferry-story.html")
DAILY = "orle"


def content_type(response: Response) -> str:
    """The Content-Type header."""
    return dict(response.headers)["Content-Type"]


def pages(site: Site) -> dict[tuple[str, str], str]:
    """Every HTML page, decoded in its outlet's real encoding."""
    return {
        (slug, path): response.body.decode(OUTLETS[slug].encoding)
        for (slug, path), response in site.items()
        if content_type(response).startswith("text/html") and response.status == 200 and response.body
    }


def linked(site: Site) -> set[tuple[str, str]]:
    """Every address on the newsroom's own hosts that a page links to."""
    found = set()
    for page in pages(site).values():
        for href in lxml.html.fromstring(page).xpath("//@href | //img/@src"):
            base = next((base for base in BASES if href.startswith(f"{base}/")), None)
            if base:
                found.add((BASES[base], href.removeprefix(base)))
    return found


def test_there_are_more_than_sixty_six_pages(night_1: Site) -> None:
    """Articles, front pages, sections and the odd ones."""
    assert len(pages(night_1)) >= 66


@pytest.mark.parametrize("night", ["night_1", "night_2"])
def test_every_link_between_pages_leads_somewhere(night: str, request: pytest.FixtureRequest) -> None:
    """No page links to an address of the newsroom that is not served."""
    site: Site = request.getfixturevalue(night)
    targets = linked(site)
    assert len(targets) > 100
    assert {target for target in targets if target not in site} == set()


def test_feeds_name_one_address_that_does_not_exist(night_1: Site) -> None:
    """Of what is listed, exactly one is a real 404."""
    listed = {
        (slug, extra.path.partition("?")[0])
        for slug, outlet in OUTLETS.items()
        for extra in outlet.extras
        if extra.listed and not extra.path.startswith("@")
    }
    assert {address for address in listed if address not in night_1} == {MISSING}


def test_windows_1256_is_named_by_a_right_meta_only(night_1: Site) -> None:
    """Header without a charset, meta with the right one, bytes that are not UTF-8."""
    outlet = OUTLETS["marfa"]
    response = night_1["marfa", outlet.on(1)[0].path]
    assert content_type(response) == "text/html"
    assert b"charset=windows-1256" in response.body[:400]
    with pytest.raises(UnicodeDecodeError):
        response.body.decode("utf-8")
    assert outlet.on(1)[0].title in response.body.decode("windows-1256")


def test_one_outlet_declares_two_wrong_charsets(night_1: Site) -> None:
    """Header utf-8, meta iso-8859-1, bytes windows-1256."""
    outlet = OUTLETS["sada"]
    response = night_1["sada", outlet.on(1)[0].path]
    assert content_type(response) == "text/html; charset=utf-8"
    assert b'<meta charset="iso-8859-1">' in response.body
    with pytest.raises(UnicodeDecodeError):
        response.body.decode("utf-8")
    assert outlet.on(1)[0].title in response.body.decode("windows-1256")


def test_windows_1251_is_named_by_the_header_only(night_1: Site) -> None:
    """The page itself says nothing of its charset."""
    outlet = OUTLETS["vestnik"]
    response = night_1["vestnik", outlet.on(1)[0].path]
    assert content_type(response) == "text/html; charset=windows-1251"
    assert b"charset" not in response.body
    assert outlet.on(1)[0].title in response.body.decode("windows-1251")


def test_the_odd_addresses_are_what_they_are(night_1: Site) -> None:
    """An empty page, a PDF, redirects to articles."""
    assert night_1["sada", "/live/strait"].body == b""
    assert night_1["sada", "/files/port-bulletin-2024-11.pdf"].body.startswith(b"%PDF-")
    for slug, path in (("halden", "/r/88213"), ("nilab", "/fa/s/20931")):
        response = night_1[slug, path]
        target = dict(response.headers)["Location"].removeprefix(f"http://{OUTLETS[slug].address}")
        assert response.status == 301
        assert (slug, target) in night_1


def test_robots_forbid_what_one_feed_links_to(night_1: Site) -> None:
    """Each outlet has a robots.txt; two listed addresses are disallowed by theirs, no article is."""
    denied = set()
    for slug, outlet in OUTLETS.items():
        rules = Protego.parse(night_1[slug, "/robots.txt"].body.decode())
        base = f"http://{outlet.address}"
        assert all(rules.can_fetch(base + article.path, "isnad") for article in outlet.articles)
        denied |= {e.path for e in outlet.extras if e.listed and not rules.can_fetch(base + e.path, "isnad")}
    assert denied == {"/private/subscribers/2024-12-08-weekly-brief", "/account/saved"}


def test_the_second_night_changes_what_it_should_and_nothing_else(night_1: Site, night_2: Site) -> None:
    """New articles, the edited one, lists of headlines, and one outlet's line with the day's edition."""
    new = {(o.slug, a.path) for o in OUTLETS.values() for a in o.articles if a.night == 2}
    edited = {(o.slug, a.path) for o in OUTLETS.values() for a in o.articles if a.second}
    lists = {
        (o.slug, path) for o in OUTLETS.values() for path in ("/", *(f"/{section}" for section in o.sections))
    }
    lists |= {(o.slug, listing.path) for o in OUTLETS.values() for listing in o.listings}
    lists.add(("sahel", "/sitemap-news.xml.gz"))
    assert set(night_2) - set(night_1) == new
    assert set(night_1) - set(night_2) == set()
    changed = {address for address in night_1 if night_1[address] != night_2[address]}
    assert edited < changed
    assert {address for address in changed - edited - lists if address[0] != DAILY} == set()


def test_the_edition_line_is_all_that_changes_in_the_daily(night_1: Site, night_2: Site) -> None:
    """Its articles are the same but for the furniture."""
    outlet = OUTLETS[DAILY]
    for article in outlet.on(1):
        before, after = (site[DAILY, article.path].body.decode() for site in (night_1, night_2))
        assert before != after
        assert before.replace(outlet.editions[0], outlet.editions[1]) == after


def test_the_edited_article_states_its_new_time(night_1: Site, night_2: Site) -> None:
    """Old headline on the first night, new headline and modification time on the second."""
    article = next(a for a in OUTLETS["sahel"].articles if a.second)
    assert article.second is not None
    before, after = (site["sahel", article.path].body.decode() for site in (night_1, night_2))
    assert f'<h1 class="story-title">{article.title}</h1>' in before
    assert f'<h1 class="story-title">{article.second.title}</h1>' in after
    assert f'"dateModified": "{article.second.modified.isoformat()}"' in after
    assert article.second.text in after
    assert article.second.text not in before
