"""What is kept already."""

from dataclasses import replace

from warehouse.known import kept_pages, latest_pages

URL = "https://minbar.example/1"


def test_nothing_is_known_of_an_empty_warehouse(root) -> None:
    """The first night knows no page."""
    assert latest_pages(root, {URL}) == {}
    assert kept_pages(root, {URL}) == set()


def test_the_latest_page(night, seen, root) -> None:
    """By the time it was received, not by the order of the runs; other addresses are left out."""
    late, early = seen(url=URL, hour=9, etag='"9"'), seen(url=URL, hour=6, etag='"6"')
    night("r1", late, seen(url="https://minbar.example/2"))
    night("r2", early)
    known = latest_pages(root, [URL, "https://minbar.example/never"])
    assert list(known) == [URL]
    assert (known[URL].page_id, known[URL].body_sha256, known[URL].etag) == (late.page_id, late.sha256, '"9"')
    assert known[URL].last_modified is None


def test_a_later_answer_renews_the_validators(night, stage, publish, seen, build, root) -> None:
    """An answer that says nothing changed gives the newest validators of the same page."""
    page = seen(url=URL, hour=6, etag='"old"')
    night("r1", page)
    again = build.fetch_row(replace(page, etag='"new"'), "r2", build.DAY, "not_modified")
    again = replace(again, fetched_at=replace(page, hour=9).fetched_at, body_sha256=None)
    stage("r2", given={"fetches": [again], "source_runs": [build.source_row("minbar", 1, "r2", build.DAY)]})
    publish("r2")
    known = latest_pages(root, [URL])[URL]
    assert (known.page_id, known.body_sha256, known.etag) == (page.page_id, page.sha256, '"new"')


def test_which_pages_are_stored(night, seen, root) -> None:
    """An archive read twice finds its pages again, also those that are not the latest."""
    pages = [seen(url=URL, hour=hour) for hour in (6, 9)]
    night("r1", *pages)
    assert kept_pages(root, [URL]) == {page.page_id for page in pages}
