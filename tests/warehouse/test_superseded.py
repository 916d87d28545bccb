"""Which pages are not current."""

from itertools import permutations

import pytest

from warehouse.log import read_head

URL = "https://minbar.example/1"
VERSIONS = "SELECT hour(fetched_at), version, versions, current FROM article_versions ORDER BY fetched_at"
OLD = """
SELECT hour(p.fetched_at), reason, hour(b.fetched_at) FROM raw.superseded
JOIN raw.articles p USING (page_id) JOIN raw.articles b ON b.page_id = superseded_by ORDER BY ALL
"""


@pytest.fixture
def at(night, seen):
    """Publishes the article as seen at an hour, with a text named by a letter, as a run of its own."""
    runs = iter(range(100))
    return lambda hour, letter: night(
        f"r{next(runs):02}", seen(url=URL, hour=hour, text=f"{letter}.\n\nنهاية.")
    )


def test_an_edited_article_has_two_versions(at, ask) -> None:
    """The newest version is the article; both are in article_versions."""
    at(6, "A")
    at(9, "B")
    assert ask("SELECT version, versions, hour(fetched_at) FROM articles") == [(2, 2, 9)]
    assert ask(VERSIONS) == [(6, 1, 2, False), (9, 2, 2, True)]
    assert ask(OLD) == [(6, "newer", 9)]


def test_a_page_that_says_the_same_is_no_version(at, ask) -> None:
    """Equal title and text is a repeat of the version before, however its bytes differ."""
    at(6, "A")
    at(9, "A")
    assert ask(VERSIONS) == [(6, 1, 1, True)]
    assert ask(OLD) == [(9, "repeat", 6)]
    assert ask("SELECT count(*) FROM pages") == [(2,)]


def test_a_text_that_comes_back_is_a_version(at, ask) -> None:
    """Only the version directly before counts for a repeat."""
    for hour, letter in ((6, "A"), (7, "B"), (8, "A"), (9, "A")):
        at(hour, letter)
    assert ask(VERSIONS) == [(6, 1, 3, False), (7, 2, 3, False), (8, 3, 3, True)]
    assert ask(OLD) == [(6, "newer", 7), (7, "newer", 8), (9, "repeat", 8)]


def test_versions_of_one_run(night, seen, ask) -> None:
    """An archive can bring several versions in one run."""
    night("r1", *(seen(url=URL, hour=hour, text=f"{hour}.\n\nنهاية.") for hour in (8, 6, 7)))
    assert ask(VERSIONS) == [(6, 1, 3, False), (7, 2, 3, False), (8, 3, 3, True)]


@pytest.mark.parametrize("order", list(permutations([(6, "A"), (7, "B"), (8, "A"), (9, "A")]))[5::6])
def test_the_order_of_arrival_does_not_matter(at, ask, order) -> None:
    """Pages collected late take their place: a repeat can become a version and change what is current."""
    for hour, letter in order:
        at(hour, letter)
    assert ask(VERSIONS) == [(6, 1, 3, False), (7, 2, 3, False), (8, 3, 3, True)]
    assert ask(OLD) == [(6, "newer", 7), (7, "newer", 8), (9, "repeat", 8)]
    assert ask("SELECT hour(fetched_at), version FROM articles") == [(8, 3)]


def test_only_files_with_stale_rows_are_replaced(at, night, seen, root) -> None:
    """A version in order appends; one out of order writes again only the files that it contradicts."""
    other = "https://minbar.example/2"
    night("q1", seen(url=other, hour=1, text="A.\n\nنهاية."))
    night("q2", seen(url=other, hour=2, text="B.\n\nنهاية."))
    at(6, "A")
    at(9, "B")
    before = {entry.path for entry in read_head(root).files["superseded"]}
    at(7, "C")
    after = {entry.path for entry in read_head(root).files["superseded"]}
    assert len(before - after) == 1
    assert len(before & after) == 1


def test_rows_beside_a_stale_one_are_kept(night, seen, ask) -> None:
    """A file that is written again keeps its other rows."""
    two = ("https://minbar.example/1", "https://minbar.example/2")
    for run_id, hour in (("r1", 6), ("r2", 9)):
        night(run_id, *(seen(url=url, hour=hour, text=f"{hour}.\n\nنهاية.") for url in two))
    night("r3", seen(url=two[0], hour=7, text="7.\n\nنهاية."))
    assert ask(OLD) == [(6, "newer", 7), (6, "newer", 9), (7, "newer", 9)]


def test_parts_of_old_versions_are_not_shown(at, ask) -> None:
    """Paragraphs, links, pictures and tweets are those of the newest version."""
    at(6, "A")
    at(9, "B")
    for view in ("article_paragraphs", "article_links", "article_images", "article_tweets"):
        assert ask(f"SELECT DISTINCT a.version FROM {view} JOIN articles a USING (page_id)") == [(2,)]
        both = ask(f"SELECT count(DISTINCT page_id) FROM raw.{view}")
        assert both == [(2,)]


def test_another_address_of_an_article_is_no_version(night, seen, ask, build) -> None:
    """An AMP page is not shown where the article itself was read; alone it is the article."""
    amp = {"own_address": False, "text": "AMP.\n\nنهاية."}
    night("r1", seen(url=URL, hour=5, **amp))
    assert ask(VERSIONS) == [(5, 1, 1, True)]
    night("r2", seen(url=URL, hour=6, text="A.\n\nنهاية."))
    night("r3", seen(url=URL, hour=7, **amp))
    assert ask(VERSIONS) == [(6, 1, 1, True)]
    assert ask(OLD) == [(5, "alias", 6), (7, "alias", 6)]
    night("r4", seen(url=URL, hour=8, text="B.\n\nنهاية."))
    assert ask(VERSIONS) == [(6, 1, 2, False), (8, 2, 2, True)]
