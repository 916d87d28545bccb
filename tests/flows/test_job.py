"""From settings to a run."""

from datetime import UTC, date, datetime
from pathlib import Path

from config.settings import load_settings
from flows.job import make_job


def test_a_run_is_told_what_is_set(tmp_path: Path) -> None:
    """The contact stands in the User-Agent, the id begins with the start, the folder is absolute."""
    settings = load_settings(root=tmp_path / "x" / ".." / "w", contact="desk@news.example", delay_s=2.5)
    job = make_job(settings, date(2024, 12, 9), datetime(2024, 12, 9, 2, 3, 4, tzinfo=UTC))
    assert job.run_id.startswith("20241209T020304Z-")
    assert job.root == tmp_path / "w"
    assert "desk@news.example" in job.policy.user_agent
    assert job.policy.delay_s == 2.5
    assert not job.policy.allow_loopback


def test_two_runs_of_one_second_have_two_ids(tmp_path: Path) -> None:
    """The id has a random part."""
    start = datetime(2024, 12, 9, tzinfo=UTC)
    first, second = (make_job(load_settings(root=tmp_path), start.date(), start) for _ in range(2))
    assert first.run_id != second.run_id
