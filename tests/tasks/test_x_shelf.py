"""Answers of X on disk."""

from datetime import date
from pathlib import Path

from tasks.collecting.answers import Answer
from tasks.collecting.x.rows import Asker, keep_answer
from tasks.parsing.x.payload import Payload
from tasks.x_shelf import XShelf
from tests.tasks.conftest import make_job


def test_no_answer_takes_the_place_of_another(tmp_path: Path) -> None:
    """Also where failures between them were dropped when a killed run went on."""
    job = make_job(tmp_path / "w", "r1", date(2026, 3, 1))
    shelf = XShelf(job, "hydrate", "x_ids")
    asker = Asker(run_id="r1", date=job.day, source="hydrate", via="x_lookup")

    def put(tweet_id: str, outcome: str = "read") -> None:
        body = b"{}" if outcome == "read" else b""
        answer = Answer(outcome=outcome, final_url=f"https://x.example/{tweet_id}", status=200, body=body)
        shelf.put(keep_answer(asker, answer, Payload(form="syndication", asked=(tweet_id,)), job.clock()))

    put("1")
    put("2", "timeout")
    put("3")
    shelf.drop_failures()
    put("4")
    assert sorted(shelf.asked()) == ["1", "3", "4"]
    assert shelf.count == 3
