"""From settings to a run."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from config.errors import ConfigError
from config.settings import load_settings
from flows.job import clean_token, make_job, require_access


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


def test_a_token_is_taken_without_the_blanks_around_it(tmp_path: Path) -> None:
    """They come with a file or a form; in a header they would be an error that tells the token."""
    settings = load_settings(
        root=tmp_path, x_token=SecretStr(" t0ken\n"), x_reads_per_run=1, x_reads_per_month=1
    )
    access = require_access(settings)
    assert access.token.get_secret_value() == "t0ken"
    assert "t0ken" not in repr(access)


@pytest.mark.parametrize("given", ["", " ", "t0\nken", "t0 ken", "tökén", "t0\x00ken"])
def test_what_can_be_no_token(given: str) -> None:
    """Is said without telling it."""
    with pytest.raises(ConfigError, match="token of the X API") as told:
        clean_token(SecretStr(given))
    assert not given.strip() or given.strip() not in str(told.value)
