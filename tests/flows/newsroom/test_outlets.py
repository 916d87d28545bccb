"""The newsroom's content: how much of it there is, and that it holds together."""

from collections import Counter
from datetime import UTC, datetime

from flows.newsroom.markup import plain_text
from flows.newsroom.outlets import load_outlets

NIGHT_1_ENDS = datetime(2024, 12, 10, tzinfo=UTC)
ARTICLES = [(outlet, article) for outlet in load_outlets() for article in outlet.articles]


def words(body: tuple[str, ...]) -> list[str]:
    """The words of a body without its embeds and pictures."""
    return " ".join(plain_text(block) for block in body if not block.startswith("{")).split()


def test_there_are_seven_outlets_in_five_languages() -> None:
    """Three Arabic outlets, and one each in English, French, Russian and Persian."""
    languages = Counter(outlet.language for outlet in load_outlets())
    assert languages == {"ar": 3, "en": 1, "fr": 1, "ru": 1, "fa": 1}


def test_there_are_more_than_sixty_articles_on_the_first_night() -> None:
    """Nine or ten an outlet, and on the second night one more each."""
    first = [len(outlet.on(1)) for outlet in load_outlets()]
    assert set(first) == {9, 10}
    assert sum(first) > 60
    assert [len(outlet.on(2)) - len(outlet.on(1)) for outlet in load_outlets()] == [1] * 7


def test_every_outlet_is_a_host_of_its_own() -> None:
    """Each has its loopback address, so each is its own lane of politeness."""
    addresses = [outlet.address for outlet in load_outlets()]
    assert len(set(addresses)) == len(addresses)


def test_articles_have_the_length_of_news() -> None:
    """Every article has at least four blocks and a hundred words."""
    short = [
        article.slug for _, article in ARTICLES if len(article.body) < 4 or len(words(article.body)) < 100
    ]
    assert short == []


def test_no_two_articles_share_a_paragraph_but_for_the_agency_report() -> None:
    """Stories are distinct; only the agency's report stands in three outlets."""
    seen = Counter(block for _, article in ARTICLES for block in article.body if not block.startswith("{"))
    outlets = {
        outlet.slug
        for outlet, article in ARTICLES
        if any(seen[block] > 1 for block in article.body if block[0] != "{")
    }
    reports = [
        article
        for _, article in ARTICLES
        if any(seen[block] > 1 for block in article.body if block[0] != "{")
    ]
    assert outlets == {"sahel", "marfa", "sada"}
    assert len(reports) == 3


def test_the_agency_report_is_credited_and_edited_differently_in_each_outlet() -> None:
    """Three headlines, three texts, the agency's name in each."""
    reports = [a for _, a in ARTICLES if a.credit]
    assert all("مرايا" in (article.credit or "") for article in reports)
    assert len({article.title for article in reports}) == len({article.body for article in reports}) == 3


def test_articles_were_published_before_the_night_that_lists_them_ends() -> None:
    """Nothing of the first night is dated after 9 December, UTC."""
    for _, article in ARTICLES:
        assert (article.published < NIGHT_1_ENDS) == (article.night == 1), article.slug


def test_zone_offsets_differ() -> None:
    """Times are written in five zones, among them one of half an hour."""
    offsets = {article.published.utcoffset() for _, article in ARTICLES}
    assert len(offsets) == 5


def test_one_article_is_edited_on_the_second_night() -> None:
    """Its headline and one paragraph change, and the page says when."""
    edited = [article for _, article in ARTICLES if article.second]
    assert len(edited) == 1
    second = edited[0].second
    assert second is not None
    assert second.title != edited[0].title
    assert second.text != edited[0].body[second.block]
    assert second.modified > edited[0].published
