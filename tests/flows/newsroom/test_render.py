"""Pages: what each outlet's mark-up says of an article."""

import json
from dataclasses import replace

import lxml.html
import pytest

from flows.newsroom.outlets import Article, Outlet, load_outlets
from flows.newsroom.render import render_article
from flows.newsroom.site import Site
from flows.newsroom.views import View

OUTLETS = {outlet.slug: outlet for outlet in load_outlets()}
BASES = {slug: f"http://{outlet.address}" for slug, outlet in OUTLETS.items()}


def tree_of(site: Site, outlet: Outlet, article: Article) -> lxml.html.HtmlElement:
    """The page of an article, parsed in its real encoding."""
    return lxml.html.fromstring(site[outlet.slug, article.path].body.decode(outlet.encoding))


def test_article_pages_show_headline_authors_and_text(night_1: Site) -> None:
    """Every article's page has its headline as h1 and its paragraphs, in its encoding."""
    for outlet in OUTLETS.values():
        for article in outlet.on(1):
            tree = tree_of(night_1, outlet, article)
            text = tree.text_content()
            assert tree.findtext(".//h1") == article.title
            assert all(author in text for author in article.authors)
            plain = [block for block in article.body if block[0] not in "{#-" and "](" not in block]
            assert [block for block in plain if block not in text] == []


@pytest.mark.parametrize("slug", ["sahel", "halden"])
def test_json_ld_states_headline_and_time(slug: str, night_1: Site) -> None:
    """Two outlets describe articles as schema.org NewsArticle."""
    outlet = OUTLETS[slug]
    article = outlet.on(1)[0]
    data = json.loads(
        tree_of(night_1, outlet, article).xpath("string(//script[@type='application/ld+json'])")
    )
    assert data["headline"] == article.title
    assert data["datePublished"] == article.published.isoformat()


@pytest.mark.parametrize("slug", ["marfa", "nilab"])
def test_meta_states_the_time_with_its_zone(slug: str, night_1: Site) -> None:
    """Two outlets have article:published_time and no JSON-LD."""
    outlet = OUTLETS[slug]
    article = outlet.on(1)[0]
    tree = tree_of(night_1, outlet, article)
    assert tree.xpath("//meta[@property='article:published_time']/@content") == [
        article.published.isoformat()
    ]
    assert not tree.xpath("//script[@type='application/ld+json']")


@pytest.mark.parametrize("slug", ["orle", "vestnik"])
def test_time_elements_state_the_time(slug: str, night_1: Site) -> None:
    """Two outlets have <time datetime>."""
    outlet = OUTLETS[slug]
    article = outlet.on(1)[0]
    assert tree_of(night_1, outlet, article).xpath("//time/@datetime")[0] == article.published.isoformat()


def test_one_outlet_states_the_time_as_text_only(night_1: Site) -> None:
    """Its page has the Levantine month beside the other name, and no date for machines."""
    outlet = OUTLETS["sada"]
    tree = tree_of(night_1, outlet, outlet.on(1)[0])
    assert "ديسمبر/كانون الأول 2024" in tree.text_content()
    assert not tree.xpath("//time | //meta[contains(@property, 'time')] | //script[contains(@type, 'json')]")


def test_levantine_months_are_written_in_arabic_digits(night_1: Site) -> None:
    """The first outlet writes the day in the digits of the Arab East."""
    outlet = OUTLETS["sahel"]
    shown = tree_of(night_1, outlet, outlet.on(1)[0]).xpath("string(//span[@class='story-date'])")
    assert shown == "الاثنين ٩ كانون الأول ٢٠٢٤ - ١٢:٢٥"


def test_hostile_content_stays_text() -> None:
    """A headline with mark-up in it is shown, not run, in every outlet."""
    evil = '</script><script>alert("x")</script>'
    for outlet in OUTLETS.values():
        article = replace(
            outlet.articles[0], title=evil, authors=(evil,), tags=(evil,), credit=evil, date_text=evil
        )
        page = render_article(View(outlet, 1, BASES), article).decode(outlet.encoding)
        assert "alert(" in page
        assert not [s for s in lxml.html.fromstring(page).xpath("//script/text()") if s.startswith("alert")]
