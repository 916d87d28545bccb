"""Going back."""

from datetime import UTC, datetime

import pytest

from config.errors import ConflictError, CorruptError, WarehouseError
from tests.warehouse.forgetting import ask_to_forget
from warehouse import rollback as module
from warehouse.log import read_head, read_snapshot
from warehouse.rollback import STAY, rollback
from warehouse.verify import verify

FIRST, SECOND = "https://minbar.example/1", "https://minbar.example/2"
AT = datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.fixture
def back(root):
    """Rolls back to a snapshot."""
    return lambda number, run_id="b1", **given: rollback(
        root, number, run_id=run_id, now=lambda: AT, version="test", **given
    )


def test_the_rows_are_those_of_then(night, seen, root, ask, back) -> None:
    """In a new snapshot; an article that was superseded is the current one again."""
    night("r1", seen(url=FIRST))
    then = ask("SELECT page_id, text, version FROM articles")
    night("r2", seen(url=FIRST, hour=9, text="خطة أخرى.\n\nقال الوزير."), seen(url=SECOND))
    assert back(1).number == read_head(root).number == 3
    assert ask("SELECT page_id, text, version FROM articles") == then
    assert ask("SELECT run_id, flow, state FROM runs ORDER BY ALL") == [
        ("b1", "rollback", "completed"), ("r1", "nightly", "completed"), ("r2", "nightly", "completed"),
    ]  # fmt: skip
    assert list(verify(root)) == []


def test_and_forward_again(night, seen, root, ask, back) -> None:
    """To the snapshot that was left."""
    night("r1", seen(url=FIRST))
    night("r2", seen(url=SECOND))
    now = ask("FROM articles ORDER BY page_id")
    back(1)
    back(2, "b2")
    assert ask("FROM articles ORDER BY page_id") == now
    held, then = read_head(root).files, read_snapshot(root, 2).files
    assert {name: files for name, files in held.items() if name not in STAY} == {
        name: files for name, files in then.items() if name not in STAY
    }


def test_what_is_forgotten_stays_so(night, seen, root, ask, back) -> None:
    """Also when it was forgotten after the snapshot that one goes back to."""
    night("r1", seen(url=FIRST), seen(url=SECOND))
    ask_to_forget(root, "url", FIRST)
    back(1)
    assert ask("SELECT url FROM articles") == [(SECOND,)]


def test_no_such_snapshot(night, seen, back) -> None:
    """Is said."""
    night("r1", seen(url=FIRST))
    with pytest.raises(CorruptError, match="no snapshot 7"):
        back(7)


def test_its_files_are_gone(night, seen, root, back) -> None:
    """It cannot be gone back to, and nothing is changed."""
    night("r1", seen(url=FIRST))
    night("r2", seen(url=SECOND))
    (root / read_snapshot(root, 1).files["pages"][0].path).unlink()
    with pytest.raises(WarehouseError, match=r"snapshot 1 lists data/pages/.* which was deleted since"):
        back(1)
    assert read_head(root).number == 2


def test_somebody_else_commits(night, seen, root, back, monkeypatch) -> None:
    """It is said, and their rows stay."""
    night("r1", seen(url=FIRST))
    make_plan = module.make_plan

    def slowly(*given):
        plan = make_plan(*given)
        night("r2", seen(url=SECOND))
        return plan

    monkeypatch.setattr(module, "make_plan", slowly)
    with pytest.raises(ConflictError, match="roll back to 1 again"):
        back(1)
    assert read_head(root).run_id == "r2"
