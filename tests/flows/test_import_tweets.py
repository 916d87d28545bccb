"""How an import ends, and what is left of killed ones."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import load_settings
from flows.import_tweets import check_source, clear_begun, elapsed_s
from flows.job import make_job
from warehouse.claims import Begun, begin
from warehouse.layout import staging_dir
from warehouse.publish import publish_run

AT = datetime(2026, 3, 1, 6, tzinfo=UTC)


def leave(root: Path, run_id: str, flow: str = "import") -> None:
    """A run that was begun by a process that is gone."""
    begin(root, Begun(run_id=run_id, flow=flow, day=AT.date(), sources=("import",), started_at=AT))


def test_killed_imports_are_cleared(tmp_path: Path) -> None:
    """Their files are still there; runs of other flows, and one that waits for a repair, stay."""
    job = make_job(load_settings(root=tmp_path / "w"), date(2026, 3, 1), AT)
    leave(job.root, "killed")
    leave(job.root, "night", "nightly")
    clear_begun(job)
    assert not staging_dir(job.root, "killed").exists()
    assert staging_dir(job.root, "night").exists()


def test_a_published_import_is_cleared(tmp_path: Path) -> None:
    """It was killed between its commit and its end."""
    job = make_job(load_settings(root=tmp_path / "w"), date(2026, 3, 1), AT)
    publish_run(
        job.root, run_id="done", day=job.day, flow="import", sources=("import",), started_at=AT,
        now=lambda: AT, version="test",
    )  # fmt: skip
    leave(job.root, "done")
    clear_begun(job)
    assert not staging_dir(job.root, "done").exists()


@pytest.mark.parametrize("name", ["", "Port", "a b", "-a", "x" * 65, "../a", "ميناء"])
def test_a_name_that_no_source_may_have(name: str) -> None:
    """Is told with what it may be."""
    with pytest.raises(ConfigError, match="lower-case letters, digits and hyphens"):
        check_source(name)


def test_a_name_that_a_source_may_have() -> None:
    """The same as in the sources file."""
    check_source("port-set-2")


def test_seconds_can_be_divided_by() -> None:
    """Where the clock did not move, or was set back."""
    assert elapsed_s(AT, AT) > 0
    assert elapsed_s(AT, AT.replace(second=30)) == 30
