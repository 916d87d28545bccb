"""Which shards are extracted, and by how many tasks."""

from datetime import UTC, date, datetime
from pathlib import Path

from tasks.extract import unextracted
from warehouse.keys import key
from warehouse.rows import Page, Verdict
from warehouse.staging import write_shard


def verdict(page: Page) -> Verdict:
    """What became of a page."""
    return Verdict(
        page_id=page.page_id,
        run_id=page.run_id,
        date=page.date,
        source=page.source,
        url=page.url,
        verdict="not_article",
        reason=None,
        charset=None,
        charset_source=None,
        article_id=None,
        extractor_version="1",
    )


def stage(root: Path, name: str, pages: int, *, extracted: bool = False) -> None:
    """A shard of so many pages, with verdicts where it was extracted before."""
    rows = [
        Page(
            page_id=key(name, str(number)), run_id="r1", date=date(2024, 12, 9), source="a",
            url=f"https://n.example/{number}", final_url=f"https://n.example/{number}", redirects=None,
            status=200, headers="[]", content_type=None, charset=None,
            fetched_at=datetime(2024, 12, 9, tzinfo=UTC), body=b"x", body_sha256="x", content_signal=None,
            discovered_via="feed", listing_url=None, evidence=None,
        )
        for number in range(pages)
    ]  # fmt: skip
    write_shard(root, "r1", "pages", name, rows)
    verdicts = [verdict(page) for page in rows]
    if extracted:
        write_shard(root, "r1", "verdicts", name, verdicts)


def test_shards_are_extracted_in_batches(tmp_path: Path) -> None:
    """Small shards share a task, so that a task is worth its cost; empty and extracted ones are left out."""
    for name, pages in (("a", 3), ("b", 0), ("c", 4), ("d", 9), ("e", 1)):
        stage(tmp_path, name, pages)
    stage(tmp_path, "f", 5, extracted=True)
    batches = unextracted(tmp_path, "r1", 5)
    found = [[(shard.stem, pages) for shard, pages in batch] for batch in batches]
    assert found == [[("a", 3), ("c", 4)], [("d", 9)], [("e", 1)]]


def test_nothing_to_extract(tmp_path: Path) -> None:
    """A night without a page has no batch."""
    assert unextracted(tmp_path, "r1", 5) == []
